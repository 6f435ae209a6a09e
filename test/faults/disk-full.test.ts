// A disk that is full while the program serves: what can't be counted is not answered, nobody gets in by it, and once there
// is room again everything goes on by itself.
import { execFileSync } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { raw } from "../contracts/programs.ts";
import { type Answer, createWorld, type World } from "../support/world.ts";

let mount: string;
let world: World | undefined;
const mountable = process.getuid?.() === 0 && process.platform === "linux";
beforeEach(() => {
  mount = mkdtempSync(join(tmpdir(), "countersign-full-"));
  if (mountable) execFileSync("mount", ["-t", "tmpfs", "-o", "size=4m,mode=0700", "tmpfs", mount]);
});
afterEach(async () => {
  await world?.close();
  if (mountable) execFileSync("umount", ["--lazy", mount]);
  rmSync(mount, { recursive: true, force: true });
});

/** Until not a byte more fits. */
function fill(): void {
  const file = openSync(join(mount, "filling"), "a");
  for (const size of [65_536, 4096, 1]) {
    try {
      for (;;) writeSync(file, Buffer.alloc(size));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
    }
  }
  closeSync(file);
}
const makeRoom = () => rmSync(join(mount, "filling"));

test("nothing is accepted, nothing refused and nothing forgotten while the disk is full", async (at) => {
  if (!mountable) return at.skip("a small disk is made by mounting, which needs root on Linux");
  const data = join(mount, "data");
  mkdirSync(data, { mode: 0o700 });
  world = await createWorld({ environment: { COUNTERSIGN_DATA: data } });
  const { needs } = world;
  const kim = await world.addPerson({ email: "kim@acme.example", enrolled: true });
  const lee = await world.addPerson({ email: "lee@acme.example", enrolled: true });
  const client = world.client();
  const { bearer } = await client.signIn(world, lee);
  const [signIn, other] = await world.signIns(kim, 2);
  const answer = (code: string, token = signIn, method = "totp"): Promise<Answer> =>
    client.api("POST", "/sign-ins/current/answers", { method, code }, `SignIn ${token}`);
  expect((await answer("12345x")).json).toMatchObject({ code: "wrong-code", triesLeft: 4 });
  const count = async (of: string) =>
    Number((await needs.db.list(() => raw<{ n: number }>(`select count(*) as n from ${of}`)))[0]?.n);
  const all = ["sessions", "used_time_steps", "audit_events", "outbox", "recovery_codes where used_at is not null"];
  const counts = () => Promise.all(all.map(count));
  const before = await counts();

  fill();
  // What was committed last may still find room in pages that the log has already.
  for (let tries = 0; tries < 200 && (await answer("12345x", other)).status !== 503; tries++) fill();
  const full = await counts();
  const code = world.code(kim);
  const tries: (() => Promise<Answer>)[] = [
    () => answer(code),
    () => answer("12345x"),
    () => answer(kim.recoveryCodes[0] as string, signIn, "recovery-code"),
    () => client.api("POST", "/sign-ins", { login: kim.person.email, password: kim.password }),
    () => client.api("POST", "/sign-ins", { login: kim.person.email, password: "not the password" }),
    () => client.form("/sign-in", { login: kim.person.email, password: kim.password }),
  ];
  for (const attempt of tries) {
    const refused = await attempt();
    expect(refused.status).toBe(503);
    expect(refused.headers.get("retry-after")).toBe("5");
    expect(refused.headers.getSetCookie()).toEqual([]);
  }
  // Reading needs no room: who is signed in stays so.
  expect((await client.api("GET", "/session", undefined, bearer)).status).toBe(200);
  expect((await client.get("/sign-in")).status).toBe(200);
  expect(await counts()).toEqual(full);
  expect(full.slice(0, 2)).toEqual(before.slice(0, 2));

  makeRoom();
  expect((await answer("12345x")).json).toMatchObject({ code: "wrong-code", triesLeft: 3 });
  expect((await answer(code)).json.step).toBe("done");
  expect((await answer(code, (await world.signIns(kim, 1))[0])).json.code).toBe("wrong-code");
  expect(await needs.db.list(() => raw("pragma integrity_check"))).toEqual([{ integrity_check: "ok" }]);
});

test("a program that is started on a full disk says so", async (at) => {
  if (!mountable) return at.skip("a small disk is made by mounting, which needs root on Linux");
  fill();
  await expect(createWorld({ environment: { COUNTERSIGN_DATA: join(mount, "data") } })).rejects.toThrow(
    /ENOSPC|no space|disk is full/,
  );
  makeRoom();
  world = await createWorld({ environment: { COUNTERSIGN_DATA: join(mount, "data") } });
  expect((await world.client().get("/health/ready")).status).toBe(200);
});
