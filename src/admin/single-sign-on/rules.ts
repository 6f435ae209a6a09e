// Reads what an administrator says of an identity provider, from a form or from a program.
import { mostDomains, mostWords, type ProviderSettings, readIssuer, readWord } from "../../identity-providers/rules.ts";
import { readName } from "../../kernel/names.ts";
import { readDomain } from "../../people/rules.ts";

export interface TypedProvider {
  name: string;
  issuer: string;
  clientId: string;
  /** '' for none, and, at a change, for the one that there is. */
  clientSecret: string;
  domains: readonly string[];
  exempts: boolean;
  onlyWay: boolean;
  addsPeople: boolean;
  vouches: boolean;
  nameClaim: string;
  typeClaim: string;
  types: readonly (readonly [value: string, accountType: string])[];
  accountType: string;
  amr: readonly string[];
  acr: readonly string[];
  /** Minutes; null for any age. */
  maxAge: number | null;
}

/** What holds where nothing is said. */
export const blank: TypedProvider = {
  name: "",
  issuer: "",
  clientId: "",
  clientSecret: "",
  domains: [],
  exempts: true,
  onlyWay: false,
  addsPeople: false,
  vouches: false,
  nameClaim: "name",
  typeClaim: "",
  types: [],
  accountType: "",
  amr: [],
  acr: [],
  maxAge: null,
};

export type TypedField = keyof TypedProvider;

export interface ReadProvider {
  name: string;
  issuer: string;
  clientId: string;
  secret: string;
  domains: string[];
  exempts: boolean;
  onlyWay: boolean;
  settings: ProviderSettings;
}

export type Reading =
  | { outcome: "read"; provider: ReadProvider }
  | { outcome: "bad"; field: TypedField; message: string };

const longestMaxAge = 60 * 24 * 30;

/** @param accountTypes those that there are; `loopback`: whether a provider on this very machine will do */
export function readProvider(
  typed: TypedProvider,
  { accountTypes, loopback }: { accountTypes: readonly string[]; loopback: boolean },
): Reading {
  const bad = (field: TypedField, message: string): Reading => ({ outcome: "bad", field, message });
  const name = readName(typed.name);
  if (name === undefined) return bad("name", "Give a name of at most 60 characters, on one line.");
  const issuer = readIssuer(typed.issuer, { loopback });
  if (issuer === undefined)
    return bad(
      "issuer",
      "Give the issuer's https address as the provider writes it, such as https://login.example/tenant.",
    );
  const clientId = typed.clientId.trim();
  if (!/^[\x21-\x7e]{1,300}$/.test(clientId)) return bad("clientId", "Give the client ID that the provider gave you.");
  const secret = typed.clientSecret.trim();
  if (!/^[\x20-\x7e]{0,1000}$/.test(secret))
    return bad("clientSecret", "Give the client secret exactly as the provider shows it.");

  const domains = readAll(typed.domains, readDomain);
  if ("wrong" in domains) return bad("domains", `'${domains.wrong}' is no domain.`);
  if (domains.all.length > mostDomains) return bad("domains", `At most ${mostDomains} domains.`);
  if (typed.onlyWay && domains.all.length === 0)
    return bad("onlyWay", "Name the domains that sign in through this provider alone.");

  const nameClaim = readWord(typed.nameClaim);
  if (nameClaim === undefined) return bad("nameClaim", "Name the claim that holds the display name, such as 'name'.");
  const typeClaim = typed.typeClaim.trim() === "" ? "" : readWord(typed.typeClaim);
  if (typeClaim === undefined) return bad("typeClaim", "That is no name of a claim.");
  if (!accountTypes.includes(typed.accountType)) return bad("accountType", "Choose one of your account types.");
  const types: Record<string, string> = {};
  for (const [value, accountType] of typed.types) {
    const word = value.trim();
    if (word === "" || word.length > 200 || /\p{C}/u.test(word))
      return bad("types", "Give each value in at most 200 characters, such as 'Employees = staff'.");
    if (!accountTypes.includes(accountType)) return bad("types", `'${accountType}' is none of your account types.`);
    types[word] = accountType;
  }
  if (Object.keys(types).length > mostWords) return bad("types", `At most ${mostWords} values.`);

  const amr = readAll(typed.amr, readWord);
  if ("wrong" in amr || amr.all.length > mostWords)
    return bad("amr", "Give methods such as 'mfa', separated by spaces.");
  const acr = readAll(typed.acr, readWord);
  if ("wrong" in acr || acr.all.length > mostWords) return bad("acr", "Give values, separated by spaces.");
  const { maxAge } = typed;
  if (maxAge !== null && !(Number.isInteger(maxAge) && maxAge >= 1 && maxAge <= longestMaxAge))
    return bad("maxAge", "Give whole minutes, 1 to 43,200 (30 days), or nothing.");

  return {
    outcome: "read",
    provider: {
      name,
      issuer,
      clientId,
      secret,
      domains: domains.all.sort(),
      exempts: typed.exempts,
      onlyWay: typed.onlyWay,
      settings: {
        evidence: { amr: amr.all, acr: acr.all, maxAge },
        nameClaim,
        typeClaim,
        types,
        accountType: typed.accountType,
        addsPeople: typed.addsPeople,
        vouches: typed.vouches,
      },
    },
  };
}

function readAll(
  texts: readonly string[],
  read: (text: string) => string | undefined,
): { all: string[] } | { wrong: string } {
  const all = new Set<string>();
  for (const text of texts) {
    const one = read(text);
    if (one === undefined) return { wrong: text.slice(0, 60) };
    all.add(one);
  }
  return { all: [...all] };
}

/** Of a field where several stand, separated by spaces, commas or lines. */
export const severalIn = (text: string): string[] => text.split(/[\s,;]+/).filter((one) => one !== "");

/** Lines such as `Employees = staff`. */
export const pairsIn = (text: string): [string, string][] =>
  text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const at = line.lastIndexOf("=");
      return at < 0 ? [line.trim(), ""] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    });
