// A round of second steps: everything before it is got ready untimed, and what it yields is looked at afterwards.
import { currentStep, stepAfter, totp } from "../serving/codes.mjs";
import { isSignedIn } from "../serving/contenders.mjs";
import { drive, openAll, poolOf, read, send } from "../serving/load.mjs";

/** Sign-ins are begun at this many connections, whatever is measured afterwards: nobody is timed then. */
const preparing = 8;

/**
 * Everything up to the second step, untimed: sign-ins begun, codes that nobody gave before, connections open.
 * @param people each `{ login, secret }`; `lastStep` is kept there
 */
export async function getReady(contender, url, people, connections) {
  const preparingPool = poolOf(url, preparing);
  const firsts = await drive(people, preparing, (person) => send(preparingPool, contender.first(person, url)));
  await preparingPool.close();
  const signIns = firsts.answers.map((answer) => read(contender, "first step", contender.signInOf, answer));

  await stepAfter(Math.max(...people.map(({ lastStep }) => lastStep)));
  // Good for half a minute at least: every contender takes the codes of the step before as well.
  const step = currentStep();
  const requests = people.map((person, i) => {
    person.lastStep = step;
    return contender.second(signIns[i], totp(person.secret, step), url);
  });
  const pool = poolOf(url, connections);
  await openAll(pool, connections);
  return { contender, requests, pool, connections };
}

/** The timed part. @throws Error unless every single code was accepted and gave a session that is one */
export async function secondSteps({ contender, requests, pool, connections }, server) {
  const cpuBefore = server.cpu();
  const mineBefore = process.cpuUsage();
  const { answers, latencies, seconds } = await drive(requests, connections, (request) => send(pool, request));
  const mine = process.cpuUsage(mineBefore);
  const cpu = server.cpu();

  const sessions = answers.map((answer) => read(contender, "second step", contender.sessionOf, answer));
  if (new Set(sessions).size !== sessions.length) throw new Error(`${contender.name} gave one session twice`);
  const probed = await send(pool, contender.probe(sessions.at(-1)));
  if (!isSignedIn(contender, probed))
    throw new Error(`${contender.name}: a session it gave is none (${probed.status})`);
  await pool.close();

  const sorted = latencies.toSorted();
  const each = (microseconds) => microseconds / requests.length;
  return {
    perSecond: requests.length / seconds,
    p50: sorted[Math.floor(sorted.length * 0.5)],
    p99: sorted[Math.floor(sorted.length * 0.99)],
    cpuUser: cpu && each(cpu.user - cpuBefore.user),
    cpuSystem: cpu && each(cpu.system - cpuBefore.system),
    generatorBusy: (mine.user + mine.system) / 1e6 / seconds,
  };
}
