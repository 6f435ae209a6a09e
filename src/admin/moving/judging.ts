// What would come of one person of a file, judged by what is here: nothing that somebody has here is ever replaced.
import { liveAuthenticators, secretsOf } from "../../authenticators/totp/actions.ts";
import type { Queries } from "../../database/database.ts";
import { equalBytes } from "../../kernel/hashing.ts";
import type { Sealer } from "../../kernel/sealing.ts";
import { keyOf, type Person, personByLogin } from "../../people/actions.ts";
import { type Login, readAddress, readLogin, rolesOf } from "../../people/rules.ts";
import { readBroughtCode } from "../../recovery-codes/rules.ts";
import type { By } from "../subject.ts";
import type { Coming, ComingAuthenticator, KeptCodes, Note } from "./coming.ts";

export type Codes = { as: "brought" | "brought-sha512"; codes: string[] } | { as: "kept"; set: KeptCodes };

export interface Judged {
  /** `add` a person, `complete` one who is here, change `nothing`, or `refused`. */
  outcome: "add" | "complete" | "nothing" | "refused";
  person: Person | undefined;
  password: string | undefined;
  authenticators: ComingAuthenticator[];
  codes: Codes | undefined;
  notes: Note[];
}

const mostCodes = 20;

/** The login by which a person of the file would be found here. */
export function loginOf({ email, login }: Coming): Login | undefined {
  return email === undefined ? readLogin(login ?? "") : readLogin(email);
}

export const findComing = async (queries: Queries, organisation: string, one: Coming): Promise<Person | undefined> => {
  const login = loginOf(one);
  return login && personByLogin(queries, organisation, login);
};

/** @param person who is here by that name; locked, where it is to be written */
export async function judge(
  queries: Queries,
  { sealer }: { sealer: Sealer },
  by: By,
  one: Coming,
  person: Person | undefined,
): Promise<Judged> {
  const notes = [...one.notes];
  const refused = (code?: Note["code"]): Judged => ({
    ...{ outcome: "refused", person, password: undefined, authenticators: [], codes: undefined },
    notes: code === undefined || notes.some((known) => known.code === code) ? notes : [...notes, { code }],
  });
  if (one.refused) return refused();
  if (one.email === undefined && one.login === undefined) return refused("no-address");
  if (one.email !== undefined && !readAddress(one.email)) return refused("bad-address");
  if (!person) {
    if (one.email === undefined) return refused("not-here");
    const codes = codesOf(one, notes);
    return { outcome: "add", person, password: one.password, authenticators: one.authenticators, codes, notes };
  }
  if (person.status === "disabled") return refused("disabled-here");
  // A file that somebody had in hand must not be what stands behind a role; whoever sits at the machine is above that.
  if (by.actor !== null && rolesOf(person).size > 0) return refused("has-role");
  const password = passwordFor(one, person, notes);
  const { authenticators, kept } = await authenticatorsFor(queries, sealer, one, person, notes);
  let codes: Codes | undefined;
  if (person.codes_left === null && !kept) codes = codesOf(one, notes);
  else if (kept && (one.codes.length > 0 || one.keptCodes)) notes.push({ code: "codes-kept" });
  const changes = password !== undefined || authenticators.length > 0 || codes !== undefined;
  return { outcome: changes ? "complete" : "nothing", person, password, authenticators, codes, notes };
}

function passwordFor(one: Coming, person: Person, notes: Note[]): string | undefined {
  if (one.password === undefined) return undefined;
  if (person.password_hash === null && person.status === "invited") return one.password;
  if (person.password_hash === null) notes.push({ code: "no-password" });
  else if (person.password_hash !== one.password) notes.push({ code: "password-kept" });
  return undefined;
}

/** Those that are not here yet; `kept`: the person set up another one here, which stays the only one. */
async function authenticatorsFor(
  queries: Queries,
  sealer: Sealer,
  one: Coming,
  person: Person,
  notes: Note[],
): Promise<{ authenticators: ComingAuthenticator[]; kept: boolean }> {
  if (person.authenticators === 0) return { authenticators: one.authenticators, kept: false };
  const known = secretsOf(sealer, await liveAuthenticators(queries, keyOf(person)));
  const isKnown = ({ secret }: ComingAuthenticator) => known.some((here) => here && equalBytes(here, secret));
  const kept = !one.authenticators.every(isKnown);
  for (const secret of known) secret?.fill(0);
  if (kept) notes.push({ code: "authenticator-kept" });
  return { authenticators: [], kept };
}

/** Once it is known that those of `one.authenticators` are, or will be, the person's. */
function codesOf(one: Coming, notes: Note[]): Codes | undefined {
  const { codes, codesAs, keptCodes } = one;
  if (codes.length === 0 && !keptCodes) return undefined;
  // Alone they are nobody's: whoever wrote such a file could choose codes for an authenticator that came from elsewhere.
  if (one.authenticators.length === 0) {
    notes.push({ code: "codes-alone" });
    return undefined;
  }
  if (keptCodes) return { as: "kept", set: keptCodes };
  const good = codesAs === "brought" ? codes.filter((code) => readBroughtCode(code) !== undefined) : codes;
  if (good.length < codes.length) notes.push({ code: "codes-short" });
  if (good.length > mostCodes) notes.push({ code: "too-many" });
  return good.length === 0 ? undefined : { as: codesAs, codes: good.slice(0, mostCodes) };
}
