// The load generator: N connections, each of which sends its next request as soon as it has the answer to the last.
import { Pool } from "undici";

export function poolOf(url, connections) {
  // A server that is busy with what it is asked here takes its time to accept.
  return new Pool(url, { connections, pipelining: 1, connect: { timeout: 60_000 } });
}

/** Every connection of the pool is there before anybody is timed. */
export async function openAll(pool, connections) {
  const hello = { method: "GET", path: "/", headers: {} };
  await Promise.all(Array.from({ length: connections }, () => send(pool, hello)));
}

export async function send(pool, request) {
  const { statusCode, headers, body } = await pool.request(request);
  return { status: statusCode, headers, text: await body.text() };
}

/** Answers are only looked at afterwards, so that the generator has little to do while it is timed. */
export async function drive(items, connections, work) {
  const answers = new Array(items.length);
  const latencies = new Float64Array(items.length);
  let next = 0;
  const connection = async () => {
    while (next < items.length) {
      const i = next++;
      const begun = performance.now();
      answers[i] = await work(items[i]);
      latencies[i] = performance.now() - begun;
    }
  };
  const begun = performance.now();
  await Promise.all(Array.from({ length: connections }, connection));
  return { answers, latencies, seconds: (performance.now() - begun) / 1000 };
}

/** @throws Error that says whose answer it was and to what */
export function read(contender, what, reader, answer) {
  try {
    return reader(answer);
  } catch (error) {
    throw new Error(`${contender.name}, ${what}: ${error.message}`, { cause: error });
  }
}
