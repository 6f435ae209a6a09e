// What every server of these benches understands: `prepare FOLDER HASHING PEOPLE` fills a data folder and ends, `serve FOLDER HASHING`
// serves it. HASHING is `cheap` or `real`.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Everybody's. */
export const password = "correct horse battery staple";

/**
 * @param roles.prepare given folder, number of people and hashing; returns their `{ login, secret }`, the secret as bytes
 * @param roles.serve given the folder and hashing; returns the address it listens at
 */
export async function run({ prepare, serve }) {
  const [role, folder, hashing, count] = process.argv.slice(2);
  if (role === "prepare") {
    const people = await prepare(folder, Number(count), hashing);
    const shown = people.map(({ login, secret }) => ({ login, secret: Buffer.from(secret).toString("hex") }));
    writeFileSync(join(folder, "people.json"), JSON.stringify(shown));
    process.exit(0);
  }
  const url = await serve(folder, hashing);
  // One of several, and none that is talked to but by the first.
  if (process.send) return process.send({ listening: url });
  process.stdout.write(`listening at ${url}\n`);
  // The pipe ends with the bench, whatever ended that: no server outlives it.
  process.stdin.on("end", () => process.exit(0)).resume();
}

/** The address of the PostgreSQL that the environment or a data folder names, or nothing: then it is SQLite in the folder. */
export function databaseOf(folder) {
  if (process.env.BENCH_DATABASE) return process.env.BENCH_DATABASE;
  const file = join(folder, "database");
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

/** @returns where it listens: on this machine only, at any free port */
export function listen(server) {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => resolve(`http://127.0.0.1:${server.address().port}`));
  });
}
