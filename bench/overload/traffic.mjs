// Requests that come when they come, whether or not those before them are answered: nobody waits with a password until
// the server is idle.
import { send } from "../serving/load.mjs";

/**
 * One kind of request, so many a second, the first at a random moment of its interval.
 * @param going given the number of requests that were sent; whether there is one more
 * @param next given the number of the request; what to send
 * @returns what became of each: status, headers, text and milliseconds from being sent to being read
 */
export async function stream(pool, perSecond, going, next) {
  const interval = 1000 / perSecond;
  const begun = performance.now() + Math.random() * interval;
  const answers = [];
  for (let sent = 0; going(sent); ) {
    const due = 1 + Math.floor((performance.now() - begun) / interval);
    for (; sent < due && going(sent); sent++) answers.push(answered(pool, next(sent)));
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return Promise.all(answers);
}

/** One that goes on until it is told to stop, and knows whether anybody was refused. */
export function flood(pool, perSecond, next) {
  let over = false;
  const told = { refused: false };
  const counting = {
    request: async (request) => {
      const answer = await pool.request(request);
      if (answer.statusCode === 503) told.refused = true;
      return answer;
    },
  };
  const answers = stream(counting, perSecond, () => !over, next);
  // Looked at when it is over.
  answers.catch(() => {});
  const stop = () => {
    over = true;
    return answers;
  };
  return { told, stop };
}

async function answered(pool, request) {
  const begun = performance.now();
  const answer = await send(pool, request);
  return { ...answer, milliseconds: performance.now() - begun };
}

/** Which of the sorted times so large a share lies under. */
export function shares(answers, ...wanted) {
  const sorted = Float64Array.from(answers, ({ milliseconds }) => milliseconds).toSorted();
  return wanted.map((share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN);
}
