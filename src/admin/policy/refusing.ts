// Why a policy is not saved: it would let no administrator in any more, or ask less of somebody whom that is not for the
// actor to decide about.
import { liveAuthenticators, readable } from "../../authenticators/totp/actions.ts";
import type { Queries } from "../../database/database.ts";
import type { Clock } from "../../kernel/clock.ts";
import { Problem } from "../../kernel/problem.ts";
import type { Sealer } from "../../kernel/sealing.ts";
import { keyOf, type Person, personOf } from "../../people/actions.ts";
import { requirementOf, requirementsOf } from "../../policy/actions.ts";
import { type AppliedRule, type Policy, strictness } from "../../policy/rules.ts";
import { codesLeft } from "../../recovery-codes/actions.ts";
import { type By, notByKey } from "../subject.ts";
import { hasWayIn } from "./rules.ts";
import { administratorsOf, roleHolders, roleHoldersAt } from "./store.ts";

type Change = { organisation: string; before: Policy; after: Policy };

/** Why a policy is not saved by this actor, null for the command line; `undefined` where nothing speaks against it. */
export async function refusalOf(
  queries: Queries,
  needs: { clock: Clock; sealer: Sealer },
  change: Change,
  { actor, source }: Pick<By, "actor" | "source">,
): Promise<Problem | undefined> {
  if (await locksOut(queries, needs, change, actor)) return lockedOut();
  if (source.apiKey !== undefined) return byKeyAlone(queries, needs, change);
  return actor === null ? undefined : overrideInDisguise(queries, needs, change, actor);
}

/** What is asked of one address alone is an override: nobody lowers it for themselves, nor for those above them. */
async function overrideInDisguise(
  queries: Queries,
  { clock }: { clock: Clock },
  { organisation, before, after }: Change,
  actor: string,
): Promise<Problem | undefined> {
  const concerned = (await roleHoldersNamed(queries, { organisation, before, after })).filter(
    (one) => one.id === actor || one.operator === 1,
  );
  const lowered = (await loweredAmong(queries, clock, { before, after }, concerned))
    .filter(({ was, is }) => was.kind === "address" || is.kind === "address")
    .map(({ person }) => person);
  if (lowered.some(({ id }) => id === actor))
    return new Problem("not-yourself", 403, ({ consolePolicy }) => consolePolicy.refused.ownAddress);
  const isOperator = (await personOf(queries, { organisation, person: actor }))?.operator === 1;
  if (lowered.length === 0 || isOperator) return undefined;
  return new Problem("operators-only", 403, ({ consolePolicy }) => consolePolicy.refused.operatorsAddress);
}

/**
 * Whoever found a key and an administrator's password must not be that administrator: a key asks less of nobody who holds a
 * role, whichever rule says so.
 */
async function byKeyAlone(
  queries: Queries,
  { clock }: { clock: Clock },
  { organisation, before, after }: Change,
): Promise<Problem | undefined> {
  const holders = (await queries.all(roleHolders, { organisation })) as Person[];
  return (await loweredAmong(queries, clock, { before, after }, holders)).length === 0 ? undefined : notByKey();
}

async function loweredAmong(
  queries: Queries,
  clock: Clock,
  { before, after }: Pick<Change, "before" | "after">,
  people: Person[],
): Promise<{ person: Person; was: AppliedRule; is: AppliedRule }[]> {
  if (people.length === 0) return [];
  const asked = await requirementsOf(queries, clock, before, people);
  const wouldBe = await requirementsOf(queries, clock, after, people);
  return people.flatMap((person) => {
    const [was, is] = [asked.get(person.id)?.because, wouldBe.get(person.id)?.because];
    return was && is && strictness[was.level] > strictness[is.level] ? [{ person, was, is }] : [];
  });
}

const atOnce = 500;

/** Those whose own rule would be another one than before, or gone. */
async function roleHoldersNamed(queries: Queries, { organisation, before, after }: Change): Promise<Person[]> {
  const [was, is] = [levelsOf(before), levelsOf(after)];
  const named = [...new Set([...was.keys(), ...is.keys()])].filter((email) => was.get(email) !== is.get(email));
  const found: Person[] = [];
  for (let i = 0; i < named.length; i += atOnce)
    found.push(...(await queries.list(roleHoldersAt(organisation, named.slice(i, i + atOnce)))));
  return found;
}

/** An address may stand there twice. */
function levelsOf({ addresses }: Policy): Map<string, string> {
  const levels = new Map<string, string>();
  for (const { email, level } of addresses) levels.set(email, `${levels.get(email) ?? ""} ${level}`);
  return levels;
}

const lockedOut = (): Problem =>
  new Problem("locks-out-administrators", 409, ({ consolePolicy }) => consolePolicy.refused.lockedOut);

/** Whether an administrator has a way in now, and none would have one. */
async function locksOut(
  queries: Queries,
  needs: { clock: Clock; sealer: Sealer },
  { organisation, before, after }: Change,
  actor: string | null,
): Promise<boolean> {
  // Who acts is an administrator, and nearly always has a way in: then nobody else has to be looked for.
  const acting = actor === null ? undefined : await personOf(queries, { organisation, person: actor });
  if (acting && (await canEnter(queries, needs, after, acting))) return false;
  const administrators = await queries.all(administratorsOf, { organisation });
  for (const one of administrators) if (await canEnter(queries, needs, after, one)) return false;
  for (const one of administrators) if (await canEnter(queries, needs, before, one)) return true;
  return false;
}

async function canEnter(
  queries: Queries,
  { clock, sealer }: { clock: Clock; sealer: Sealer },
  policy: Policy,
  person: Person,
): Promise<boolean> {
  if (person.status !== "active" || person.password_hash === null || person.administrator !== 1) return false;
  const key = keyOf(person);
  const authenticators = (await liveAuthenticators(queries, key)).map((one) => ({
    kind: one.kind,
    readable: readable(sealer, one),
  }));
  return hasWayIn(policy, await requirementOf(queries, clock, policy, person), {
    authenticators,
    recoveryCodes: await codesLeft(queries, key),
  });
}
