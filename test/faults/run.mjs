// The faults at length: `node test/faults/run.mjs one-code --rounds 10000`. Without a number as short as in `npm test`.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const programs = ["one-code", "postgres-killed", "failover"];
const [name, flag, rounds = "", ...more] = process.argv.slice(2);
if (
  !programs.includes(name) ||
  (flag !== undefined && (flag !== "--rounds" || !/^[1-9]\d*$/.test(rounds))) ||
  more.length
) {
  process.stderr.write(`Usage: node test/faults/run.mjs ${programs.join("|")} [--rounds N]\n`);
  process.exit(2);
}
const root = fileURLToPath(new URL("../..", import.meta.url));
const node = fileURLToPath(new URL("../../node_modules/.bin/node", import.meta.url));
const vitest = fileURLToPath(new URL("../../node_modules/vitest/vitest.mjs", import.meta.url));
const env = { ...process.env, ...(rounds ? { FAULTS_ROUNDS: rounds } : {}) };
const ended = spawnSync(node, [vitest, "run", `test/faults/${name}.test.ts`], { cwd: root, env, stdio: "inherit" });
process.exit(ended.status ?? 1);
