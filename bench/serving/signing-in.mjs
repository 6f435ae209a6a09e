// Signs people in, as a browser or a program does: password, then code.
import { totp } from "./codes.mjs";
import { drive, poolOf, read, send } from "./load.mjs";

/** A whole sign-in. @returns the session's token or cookie @throws Error unless it came to one */
export async function signIn(pool, contender, person, url) {
  const begun = await send(pool, contender.first(person, url));
  const signedInBy = read(contender, "first step", contender.signInOf, begun);
  const answered = await send(pool, contender.second(signedInBy, totp(person.secret), url));
  return read(contender, "second step", contender.sessionOf, answered);
}

/** Everybody, untimed; in the order of the people. */
export async function signInAll(contender, url, people, connections = 8) {
  const pool = poolOf(url, connections);
  const { answers } = await drive(people, connections, (person) => signIn(pool, contender, person, url));
  await pool.close();
  if (new Set(answers).size !== answers.length) throw new Error(`${contender.name} gave one session twice`);
  return answers;
}
