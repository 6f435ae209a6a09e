// Requests that come when they come, whether or not those before them are answered: nobody waits with a password until
// the server is idle.
import { send } from "../serving/load.mjs";

/**
 * One kind of request, so many a second for so long, the first at a random moment of its interval.
 * @param next given the number of the request; what to send
 * @returns what became of each: status, headers, text and milliseconds from being sent to being read
 */
export async function stream(pool, { perSecond, seconds }, next) {
  const interval = 1000 / perSecond;
  const begun = performance.now() + Math.random() * interval;
  const count = Math.round(perSecond * seconds);
  const answers = [];
  for (let sent = 0; sent < count; ) {
    const due = Math.min(count, 1 + Math.floor((performance.now() - begun) / interval));
    for (; sent < due; sent++) answers.push(answered(pool, next(sent)));
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return Promise.all(answers);
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
