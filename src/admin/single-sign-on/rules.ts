// Reads what an administrator says of an identity provider, from a form or from a program.
import { mostDomains, mostWords, type ProviderSettings, readIssuer, readWord } from "../../identity-providers/rules.ts";
import { readName } from "../../kernel/names.ts";
import type { Say } from "../../kernel/problem.ts";
import { readDomain } from "../../people/rules.ts";
import type { Words } from "../../words/index.ts";

type Troubles = Words["consoleProviderForms"]["bad"];

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

export type Reading = { outcome: "read"; provider: ReadProvider } | { outcome: "bad"; field: TypedField; say: Say };

const longestMaxAge = 60 * 24 * 30;

/** @param accountTypes those that there are; `loopback`: whether a provider on this very machine will do */
export function readProvider(
  typed: TypedProvider,
  { accountTypes, loopback }: { accountTypes: readonly string[]; loopback: boolean },
): Reading {
  const bad = (field: TypedField, said: (bad: Troubles) => string): Reading => ({
    outcome: "bad",
    field,
    say: ({ consoleProviderForms }) => said(consoleProviderForms.bad),
  });
  const name = readName(typed.name);
  if (name === undefined) return bad("name", ({ name }) => name);
  const issuer = readIssuer(typed.issuer, { loopback });
  if (issuer === undefined) return bad("issuer", ({ issuer }) => issuer);
  const clientId = typed.clientId.trim();
  if (!/^[\x21-\x7e]{1,300}$/.test(clientId)) return bad("clientId", ({ clientId }) => clientId);
  const secret = typed.clientSecret.trim();
  if (!/^[\x20-\x7e]{0,1000}$/.test(secret)) return bad("clientSecret", ({ clientSecret }) => clientSecret);

  const domains = readAll(typed.domains, readDomain);
  if ("wrong" in domains) return bad("domains", ({ domain }) => domain(domains.wrong));
  if (domains.all.length > mostDomains) return bad("domains", ({ manyDomains }) => manyDomains(mostDomains));
  if (typed.onlyWay && domains.all.length === 0) return bad("onlyWay", ({ onlyWay }) => onlyWay);

  const nameClaim = readWord(typed.nameClaim);
  if (nameClaim === undefined) return bad("nameClaim", (said) => said.nameClaim);
  const typeClaim = typed.typeClaim.trim() === "" ? "" : readWord(typed.typeClaim);
  if (typeClaim === undefined) return bad("typeClaim", (said) => said.typeClaim);
  if (!accountTypes.includes(typed.accountType)) return bad("accountType", (said) => said.accountType);
  const types: Record<string, string> = {};
  for (const [value, accountType] of typed.types) {
    const word = value.trim();
    if (word === "" || word.length > 200 || /\p{C}/u.test(word)) return bad("types", (said) => said.types);
    if (!accountTypes.includes(accountType)) return bad("types", ({ otherType }) => otherType(accountType));
    types[word] = accountType;
  }
  if (Object.keys(types).length > mostWords) return bad("types", ({ manyTypes }) => manyTypes(mostWords));

  const amr = readAll(typed.amr, readWord);
  if ("wrong" in amr || amr.all.length > mostWords) return bad("amr", (said) => said.amr);
  const acr = readAll(typed.acr, readWord);
  if ("wrong" in acr || acr.all.length > mostWords) return bad("acr", (said) => said.acr);
  const { maxAge } = typed;
  if (maxAge !== null && !(Number.isInteger(maxAge) && maxAge >= 1 && maxAge <= longestMaxAge))
    return bad("maxAge", (said) => said.maxAge);

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
