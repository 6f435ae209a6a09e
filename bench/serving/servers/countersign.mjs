// Ours, as it was built: people come in through its own actions, and it serves with the settings it starts with.
import cluster from "node:cluster";
import { randomBytes } from "node:crypto";
import { databaseOf, password, run } from "./command.mjs";

const built = (path) => import(new URL(`../../../dist/${path}.js`, import.meta.url).href);

const { readConfig } = await built("config");
const { BENCH_PROCESSES: processes = "1" } = process.env;
const config = (folder) => {
  const url = databaseOf(folder);
  return readConfig({
    PORT: "0",
    COUNTERSIGN_DATA: folder,
    // As behind a proxy of this machine, so that requests can come from many networks.
    COUNTERSIGN_TRUSTED_PROXIES: "127.0.0.1",
    COUNTERSIGN_WORKERS: processes,
    // A key ring has to be given there; this one opens nothing but this bench's secrets.
    ...(url && { COUNTERSIGN_DATABASE_URL: url, COUNTERSIGN_KEYS: Buffer.alloc(32, 7).toString("base64") }),
  });
};
/** Where a password is not what is asked it may cost nothing, as with the others. */
const cheap = { hashingCost: { memoryCost: 8, timeCost: 1, parallelism: 1 } };

await run({
  async prepare(folder, count, hashing) {
    const { open } = await built("opening");
    const { addOrganisation, claimTheFirstRun } = await built("organisations/actions");
    const { startPolicy } = await built("policy/actions");
    const { addPerson, keyOf } = await built("people/actions");
    const { hashPassword } = await built("passwords/actions");
    const { addAuthenticator } = await built("authenticators/totp/actions");
    const { prepareCodes, storeCodes } = await built("recovery-codes/actions");
    const { newId } = await built("kernel/ids");

    const { createSlowHasher } = await built("kernel/slow-hashing");

    // Recovery codes are never used here.
    const needs = await open(config(folder), cheap);
    const organisation = await needs.db.transaction(async (tx) => {
      await claimTheFirstRun(tx, needs.clock);
      const added = await addOrganisation(tx, needs, { name: "Bench" });
      await startPolicy(tx, needs.clock, added.id);
      return added;
    });
    const hasher = hashing === "real" ? createSlowHasher({ atOnce: 1, waiting: 0 }) : needs.hasher;
    const passwordHash = await hashPassword({ hasher }, password);
    const enrol = async (number) => {
      const login = `person${number}@example.org`;
      const secret = randomBytes(20);
      const codes = await prepareCodes(needs);
      await needs.db.transaction(async (tx) => {
        // The first one sees lists of people.
        const wanted = { email: login, status: "active", passwordHash, administrator: number === 0 };
        const added = await addPerson(tx, needs, organisation.id, wanted);
        const key = keyOf(added.person);
        await addAuthenticator(tx, needs, key, { id: newId(needs), name: "Phone", secret, confirmedBy: 0 });
        await storeCodes(tx, needs, key, codes);
      });
      return { login, secret };
    };
    const people = [];
    // Many at once share one commit; more would find the hashing queue full.
    for (let from = 0; from < count; from += 32) {
      const numbers = Array.from({ length: Math.min(32, count - from) }, (_, i) => from + i);
      people.push(...(await Promise.all(numbers.map(enrol))));
    }
    await needs.db.close();
    return people;
  },
  async serve(folder, hashing) {
    if (Number(processes) > 1 && cluster.isPrimary) return serveByMany();
    (await built("cli/heap")).settleHeap();
    const { serve } = await built("serve");
    return (await serve(config(folder), hashing === "real" ? {} : cheap)).url;
  },
});

/** As `countersign serve` does with several workers, which has no way to be told that passwords cost nothing. */
async function serveByMany() {
  let url;
  for (let i = 0; i < Number(processes); i++) {
    const worker = cluster.fork();
    url = await new Promise((resolve, reject) => {
      worker.once("message", ({ listening }) => resolve(listening));
      worker.once("exit", (code) => reject(new Error(`a worker ended (${code})`)));
    });
  }
  return url;
}
