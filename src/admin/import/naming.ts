// Screen names for those who are added without one: what stands before the '@', or that with a number.
import type { Transaction } from "../../database/database.ts";
import type { Random } from "../../kernel/random.ts";
import { holdersOf } from "../../people/many/actions.ts";
import { readScreenName, type ScreenName } from "../../people/rules.ts";

const mostNumbered = 20;

/** A free one for each, in their order, none of those that others asked for; two statements however many there are. */
export async function freeNames(
  tx: Transaction,
  { random }: { random: Random },
  organisation: string,
  { proposals, asked }: { proposals: string[]; asked: string[] },
): Promise<ScreenName[]> {
  const firsts = [...new Set(proposals)];
  const held = await holdersOf(tx, organisation, firsts.map(normalOf));
  const used = new Set([...held.keys(), ...asked.map(normalOf)]);
  const again = new Set(firsts.filter((name) => used.has(normalOf(name))));
  for (const [i, name] of proposals.entries()) if (proposals.indexOf(name) < i) again.add(name);
  const numbered = [...again].flatMap((name) => numbers(name).map(normalOf));
  for (const name of (await holdersOf(tx, organisation, numbered)).keys()) used.add(name);
  return proposals.map((proposal) => {
    const free = [proposal, ...numbers(proposal)].find((name) => !used.has(normalOf(name)));
    // Where everybody is called alike, such as info@… of many domains.
    const name = free ?? `${shortened(proposal)}-${random.bytes(5).toString("hex")}`;
    used.add(normalOf(name));
    return readScreenName(name) as ScreenName;
  });
}

const numbers = (name: string): string[] =>
  Array.from({ length: mostNumbered - 1 }, (_, i) => `${name.slice(0, 60)}${i + 2}`);

const shortened = (name: string): string => [...name].slice(0, 24).join("");

const normalOf = (name: string): string => readScreenName(name)?.normal ?? "";
