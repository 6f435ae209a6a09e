// What counts beside the requests keeps the process alive while it rests: else a stop would end half-way, with code 13.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const built = fileURLToPath(new URL("../../dist", import.meta.url));

const program = `
  const built = (path) => import("file://${built}/" + path + ".js");
  const { readConfig } = await built("config");
  const { open } = await built("opening");
  const { addOrganisation } = await built("organisations/actions");
  const { startPolicy } = await built("policy/actions");
  const { policyOfNewOrganisation } = await built("policy/rules");
  const { record } = await built("audit/actions");
  const { chainWaiting } = await built("audit/chain/chaining");
  const { countEverything } = await built("admin/adoption/working");
  const needs = await open(readConfig({ COUNTERSIGN_DATA: process.argv[1], COUNTERSIGN_LOG_LEVEL: "silent" }));
  for (const name of ["One", "Two", "Three"])
    await needs.db.transaction(async (tx) => {
      const { id } = await addOrganisation(tx, needs, { name });
      await startPolicy(tx, needs.clock, id, policyOfNewOrganisation);
      await record(tx, needs, { name: "organisation.added", organisation: id, actor: null, person: null, source: { address: "", userAgent: "" } });
    });
  await chainWaiting(needs);
  await countEverything(needs);
  await needs.db.close();
  console.log("counted");
`;

test("counting goes on to its end where nothing else keeps the process alive", { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "countersign-counting-"));
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", program, folder]);
    expect(stdout).toBe("counted\n");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
