// A year of the demo's past: when each of its people joined, set a second factor up and signed in, and what was counted on
// each of those days. The counts come from the same people and the same rules as those of a real organisation.

import { writeDay } from "../admin/adoption/counting.ts";
import { createTally, graceOf } from "../admin/adoption/rules.ts";
import { addApplication } from "../applications/actions.ts";
import type { Application } from "../applications/rules.ts";
import { noteEntry } from "../applications/uses.ts";
import { recordAll } from "../audit/actions.ts";
import type { AuditEvent } from "../audit/events.ts";
import type { Transaction } from "../database/database.ts";
import { day, hour, minute } from "../kernel/clock.ts";
import type { Needs } from "../opening.ts";
import { noteSignIn, type Person } from "../people/actions.ts";
import { judgedPerson } from "../policy/actions.ts";
import { type Policy, requirement } from "../policy/rules.ts";

export interface Life {
  person: Person;
  /** ms since the epoch */
  joinedAt: number;
  enrolledAt: number | undefined;
}

const daysOfHistory = 365;
const applications = [
  { name: "Harbour wiki", host: "wiki" },
  { name: "Timesheets", host: "time" },
  { name: "Library catalogue", host: "library" },
];

/** When the one with this number came, and when they set a second factor up, if ever: most of them after the rule was made. */
export function datesOf(number: number, enrolled: boolean, now: number): Pick<Life, "joinedAt" | "enrolledAt"> {
  const joinedAgo = 370 - ((number * 53) % 290);
  const joinedAt = now - joinedAgo * day;
  if (!enrolled) return { joinedAt, enrolledAt: undefined };
  const early = number % 6 === 0;
  const ago = early ? joinedAgo - 1 : Math.min(joinedAgo - 1, 4 + ((number * 37) % 60) * (number % 3 === 0 ? 3 : 1));
  return { joinedAt, enrolledAt: now - ago * day + hour };
}

export async function liveThrough(
  tx: Transaction,
  needs: Needs,
  policy: Policy,
  lives: readonly Life[],
): Promise<void> {
  const organisation = lives[0]?.person.organisation_id as string;
  const used = await addApplications(tx, needs, organisation);
  const now = needs.clock.now();
  const today = Math.floor(now / day);
  for (let ago = daysOfHistory; ago > 0; ago--) {
    const end = (today - ago + 1) * day - 1;
    await writeDay(tx, organisation, today - ago, rowsAt(policy, lives, end));
    // Earlier ones would be more of the same.
    if (ago <= 120) await oneDay(tx, needs, lives, { midnight: (today - ago) * day, ago, used });
  }
  for (const [i, { person }] of lives.entries()) {
    await noteSignIn(tx, { organisation, person: person.id }, now - (1 + (i % 5)) * day);
  }
}

/** Everybody as they were at a moment. */
function rowsAt(policy: Policy, lives: readonly Life[], at: number) {
  const tally = createTally();
  for (const { person, joinedAt, enrolledAt } of lives) {
    if (joinedAt > at) continue;
    const isProtected = enrolledAt !== undefined && enrolledAt <= at;
    const asked = requirement(policy, judgedPerson(person), undefined, at);
    const then = { ...person, authenticators: isProtected ? 1 : 0, passkeys: 0, codes_left: isProtected ? 10 : null };
    tally.add(then, asked, graceOf(policy, asked, at));
  }
  return tally.rows();
}

async function oneDay(
  tx: Transaction,
  needs: Needs,
  lives: readonly Life[],
  { midnight, ago, used }: { midnight: number; ago: number; used: readonly Application[] },
): Promise<void> {
  const isWeekend = [0, 6].includes(new Date(midnight).getUTCDay());
  const comes = (i: number) => (i * 31 + ago * 17 + ((i * ago) % 7)) % 20 < (isWeekend ? 1 : 5);
  const coming = lives.map((life, i) => ({ ...life, i })).filter(({ joinedAt, i }) => joinedAt < midnight && comes(i));
  for (let slot = 0; slot < 4; slot++) {
    const at = midnight + (7 + 3 * slot) * hour + ((ago * 13) % 60) * minute;
    const there = { ...needs, clock: { now: () => at } };
    const those = coming.filter(({ i }) => (i + ago) % 4 === slot);
    await recordAll(
      tx,
      there,
      those.flatMap((life) => signInOf(life, life.i, at, ago)),
    );
    for (const { person, enrolledAt, i } of those) {
      const application = (i + ago) % 3 === 0 ? used[i % used.length] : undefined;
      if (!application) continue;
      const secondFactor = enrolledAt !== undefined && enrolledAt < at;
      await noteEntry(tx, there, application, { person: person.id, secondFactor, source: sourceOf(i) });
    }
  }
}

/** Now and then a wrong password or code comes first. */
function signInOf({ person, enrolledAt }: Life, i: number, at: number, ago: number): AuditEvent[] {
  const protectedThen = enrolledAt !== undefined && enrolledAt < at;
  const about = { organisation: person.organisation_id, actor: person.id, person: person.id, source: sourceOf(i) };
  const events: AuditEvent[] = [];
  if ((i * 7 + ago) % 19 === 0) events.push({ ...about, actor: null, name: "sign-in.password-wrong", details: {} });
  if (protectedThen && (i * 5 + ago) % 23 === 0)
    events.push({ ...about, actor: null, name: "sign-in.code-wrong", details: { method: "totp" } });
  if ((i * 3 + ago) % 61 === 0) return [...events, { ...about, name: "sign-in.cancelled", details: {} }];
  const proofs = protectedThen ? "password totp" : "password";
  return [...events, { ...about, name: "sign-in.completed", details: { proofs } }];
}

const browsers = [
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15",
  "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
];
/** Addresses for examples (RFC 5737). */
export const sourceOf = (i: number) => ({
  address: `198.51.100.${10 + (i % 200)}`,
  userAgent: browsers[i % 3] as string,
});

async function addApplications(tx: Transaction, needs: Needs, organisation: string): Promise<Application[]> {
  const then = { ...needs, clock: { now: () => needs.clock.now() - daysOfHistory * day } };
  const added: Application[] = [];
  for (const { name, host } of applications) {
    const result = await addApplication(tx, then, {
      organisation,
      ...{ name, kind: "openid", participation: { takesPart: "yes" }, note: "" },
      settings: {
        redirectAddresses: [`https://${host}.harbour.example/signed-in`],
        afterSignOutAddresses: [],
        backChannelAddress: null,
        client: "public",
      },
      names: [{ kind: "client", name: `demo-${host}` }],
      actor: null,
      source: { address: "command line", userAgent: "" },
    });
    if (result.outcome === "added") added.push(result.application);
  }
  return added;
}
