// A policy document from outside is read whole or refused, with a sentence that says what is wrong.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mostRules, readPolicy, UnreadablePolicy } from "./document.ts";
import { type Level, type Policy, policyOfNewOrganisation, requirement } from "./rules.ts";

const whole = (): Record<string, unknown> => structuredClone({ ...policyOfNewOrganisation });
const withField = (field: string, value: unknown) => ({ ...whole(), [field]: value });
const domainRule = (rule: object) => withField("domains", [{ domain: "acme.example", level: "off", ...rule }]);
const addressRule = (rule: object) => withField("addresses", [{ email: "ana@acme.example", level: "off", ...rule }]);
const trust = (days: unknown) => withField("trustBrowsers", { allowed: true, days });

function refusal(document: unknown): string {
  try {
    return `was read as ${JSON.stringify(readPolicy(document))}`;
  } catch (error) {
    if (!(error instanceof UnreadablePolicy)) throw error;
    return error.message;
  }
}

describe("what is no policy", () => {
  test.each([null, undefined, "required", 7, true, [], [whole()], () => whole()])("%j", (document) => {
    expect(refusal(document)).toBe("the policy is not an object");
  });

  test.each(Object.keys(policyOfNewOrganisation))("a policy without '%s' is refused", (field) => {
    const { [field]: _left, ...rest } = whole();
    expect(refusal(rest)).toMatch(new RegExp(`^${field}`));
  });

  const unknown = ["organization", "Organisation", "constructor", "toString", ""];
  test.each(unknown)("an unknown field '%s' is refused", (field) => {
    expect(refusal(withField(field, "off"))).toBe(`the policy has an unknown field '${field}'`);
  });

  test("fields under __proto__ are neither read nor passed over", () => {
    const text = JSON.stringify(whole()).replace('"organisation":"required",', '"__proto__":{"organisation":"off"},');
    expect(text).toContain("__proto__");
    expect(refusal(JSON.parse(text))).toBe("the policy has an unknown field '__proto__'");
    expect(refusal(domainRule(JSON.parse('{"__proto__":{"subdomains":true}}')))).toBe(
      "domains[0] has an unknown field '__proto__'",
    );
  });
});

describe("what is wrong in a policy", () => {
  const cases: [what: string, document: unknown, message: RegExp][] = [
    ["a level in capitals", withField("organisation", "Required"), /^organisation is not 'off', 'optional' or 'req/],
    ["a level that is none", withField("organisation", "none"), /^organisation is not/],
    ["a level that objects inherit", withField("organisation", "constructor"), /^organisation is not/],
    ["a level in a list", withField("organisation", ["off"]), /^organisation is not/],
    ["no level", withField("organisation", null), /^organisation is not/],
    ["account types as a list", withField("accountTypes", []), /^accountTypes is not an object/],
    ["account types as text", withField("accountTypes", "client"), /^accountTypes is not an object/],
    ["an account type in capitals", withField("accountTypes", { Client: "off" }), /'Client' is no account type/],
    ["an account type without a name", withField("accountTypes", { "": "off" }), /'' is no account type/],
    ["an account type with a blank", withField("accountTypes", { "a b": "off" }), /'a b' is no account type/],
    ["a long account type", withField("accountTypes", { ["a".repeat(41)]: "off" }), /is no account type/],
    ["an account type without level", withField("accountTypes", { client: null }), /^accountTypes\.client is not/],
    [
      "an account type called __proto__",
      withField("accountTypes", JSON.parse('{"__proto__":"off"}')),
      /'__proto__' is no account type/,
    ],
    ["domains as an object", withField("domains", { length: 0 }), /^domains is not a list/],
    ["a domain as text", withField("domains", ["acme.example"]), /^domains\[0\] is not an object/],
    ["a domain that is none", domainRule({ domain: "a b" }), /^domains\[0\]\.domain is no domain/],
    ["an empty domain", domainRule({ domain: "" }), /^domains\[0\]\.domain is no domain/],
    ["a network address as domain", domainRule({ domain: "10.0.0.1" }), /^domains\[0\]\.domain is no domain/],
    ["a pattern as domain", domainRule({ domain: "*.acme.example" }), /^domains\[0\]\.domain is no domain/],
    ["an address as domain", domainRule({ domain: "@acme.example" }), /^domains\[0\]\.domain is no domain/],
    ["a domain in a list", domainRule({ domain: ["acme.example"] }), /^domains\[0\]\.domain is no domain/],
    ["subdomains in words", domainRule({ subdomains: "yes" }), /^domains\[0\]\.subdomains is not true or false/],
    ["subdomains as null", domainRule({ subdomains: null }), /^domains\[0\]\.subdomains is not true or false/],
    ["subdomains as a number", domainRule({ subdomains: 1 }), /^domains\[0\]\.subdomains is not true or false/],
    ["a domain without level", domainRule({ level: undefined }), /^domains\[0\]\.level is not/],
    ["a domain with more", domainRule({ subdomain: true }), /^domains\[0\] has an unknown field 'subdomain'/],
    ["addresses as text", withField("addresses", "ana@acme.example"), /^addresses is not a list/],
    ["an address that is none", addressRule({ email: "ana" }), /^addresses\[0\]\.email is no e-mail address/],
    ["an address of two", addressRule({ email: "ana@acme.example,bo@acme.example" }), /is no e-mail address/],
    ["an address without level", addressRule({ level: "" }), /^addresses\[0\]\.level is not/],
    ["an address with more", addressRule({ name: "Ana" }), /^addresses\[0\] has an unknown field 'name'/],
    ["too many domains", withField("domains", Array(mostRules + 1).fill({})), /^domains is not a list of at most/],
    ["too many addresses", withField("addresses", Array(mostRules + 1).fill({})), /^addresses is not a list of at/],
    ["trust that is none", withField("trustBrowsers", null), /^trustBrowsers is not an object/],
    ["trust without days", withField("trustBrowsers", { allowed: false }), /^trustBrowsers\.days is a number/],
    ["trust without yes or no", withField("trustBrowsers", { days: 7 }), /^trustBrowsers\.allowed is not/],
    ["trust with more", withField("trustBrowsers", { allowed: true, days: 7, hours: 1 }), /unknown field 'hours'/],
    ["no authenticator", withField("authenticators", []), /^authenticators must include 'totp'/],
    ["no authenticator that works", withField("authenticators", ["passkey"]), /^authenticators must include 'totp'/],
    ["an authenticator twice", withField("authenticators", ["totp", "totp"]), /each once$/],
    ["an unknown authenticator", withField("authenticators", ["totp", "sms"]), /^authenticators is a list of/],
    ["authenticators as text", withField("authenticators", "totp"), /^authenticators is not a list/],
    ["yes in words", withField("saveCodesFirst", "true"), /^saveCodesFirst is not true or false/],
    ["no as a number", withField("helpRequests", 0), /^helpRequests is not true or false/],
  ];
  test.each(cases)("%s", (_what, document, message) => {
    expect(refusal(document)).toMatch(message);
  });

  test.each([0, -1, 1 / 25, 365.001, 1e9, Number.NaN, Number.POSITIVE_INFINITY, "7", null, [7], true])(
    "trust for %s days",
    (days) => {
      expect(refusal(trust(days))).toMatch(/^trustBrowsers\.days is a number from 1\/24 \(an hour\) to 365$/);
    },
  );

  test.each([
    {},
    [],
    "2027-03-01",
    5,
    { date: "2027-3-1" },
    { date: "2027-02-30" },
    { date: "2027-02-29" },
    { date: "2027-13-01" },
    { date: "2027-00-10" },
    { date: "2027-04-31" },
    { date: "2027-03-01T00:00:00Z" },
    { date: " 2027-03-01" },
    { date: "2027-03-01\n" },
    { date: "+002027-03-01" },
    { date: 20270301 },
    { date: null },
    { days: 0 },
    { days: -5 },
    { days: 1.5 },
    { days: 366 },
    { days: Number.NaN },
    { days: Number.POSITIVE_INFINITY },
    { days: "5" },
    { date: "2027-03-01", days: 5 },
    { days: 5, from: "now" },
  ])("a start of %j", (bindsFrom) => {
    expect(refusal(withField("bindsFrom", bindsFrom))).toMatch(/^bindsFrom is/);
  });
});

describe("what is read", () => {
  test("the policy of a new organisation, as it stands", () => {
    expect(readPolicy(whole())).toEqual(policyOfNewOrganisation);
  });

  test("a day that only leap years have, an hour of trust, a year of trust", () => {
    const bindsFrom = { date: "2028-02-29" };
    expect(readPolicy(withField("bindsFrom", bindsFrom)).bindsFrom).toEqual(bindsFrom);
    expect(readPolicy(trust(1 / 24)).trustBrowsers.days).toBe(1 / 24);
    expect(readPolicy(trust(365)).trustBrowsers.days).toBe(365);
  });

  test("domains and addresses come out in their normal form, subdomains as no where nothing is said", () => {
    expect(readPolicy(domainRule({ domain: " BÜCHER.Example. " })).domains).toEqual([
      { domain: "xn--bcher-kva.example", subdomains: false, level: "off" },
    ]);
    expect(readPolicy(addressRule({ email: "ANA＠Bücher.example" })).addresses).toEqual([
      { email: "ana@xn--bcher-kva.example", level: "off" },
    ]);
  });

  test("an account type with a name that objects inherit speaks of its own people only", () => {
    const policy = readPolicy(withField("accountTypes", { constructor: "off" }));
    const judge = (accountType: string) =>
      requirement(policy, { email: "ana@acme.example", accountType }, undefined, 0).level;
    expect(judge("constructor")).toBe("off");
    expect(["staff", "toString", "valueOf", "__proto__", "hasOwnProperty"].map(judge)).toEqual(
      Array(5).fill("required"),
    );
  });
});

const level = fc.constantFrom<Level>("off", "optional", "required");
const domain = fc.constantFrom("acme.example", "eu.acme.example", "xn--bcher-kva.example", "example");
const valid: fc.Arbitrary<Policy> = fc.record({
  organisation: level,
  accountTypes: fc.dictionary(fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,39}$/), level),
  domains: fc.array(fc.record({ domain, subdomains: fc.boolean(), level })),
  addresses: fc.array(fc.record({ email: domain.map((of) => `ana@eu.${of}`), level })),
  bindsFrom: fc.oneof(
    fc.constant(null),
    fc.record({ days: fc.integer({ min: 1, max: 365 }) }),
    fc.record({ date: fc.integer({ min: 0, max: 9e12 }).map((at) => new Date(at).toISOString().slice(0, 10)) }),
  ),
  trustBrowsers: fc.record({ allowed: fc.boolean(), days: fc.double({ min: 1 / 24, max: 365, noNaN: true }) }),
  authenticators: fc.constantFrom<Policy["authenticators"]>(["totp"], ["totp", "passkey"], ["passkey", "totp"]),
  saveCodesFirst: fc.boolean(),
  helpRequests: fc.boolean(),
});

test("a valid policy survives being written down and read again", () => {
  fc.assert(
    fc.property(valid, (policy) => {
      expect(readPolicy(JSON.parse(JSON.stringify(policy)))).toEqual(policy);
    }),
    { numRuns: 1000, seed: 20_270_301 },
  );
});

test("whatever is put in one place of a valid policy, it is read or refused as unreadable, and never throws else", () => {
  const anything = fc.oneof(fc.anything({ withNullPrototype: true }), fc.jsonValue());
  const field = fc.constantFrom(...Object.keys(policyOfNewOrganisation));
  fc.assert(
    fc.property(valid, field, anything, (policy, name, value) => {
      const document = { ...policy, [name]: value };
      const answer = refusal(document);
      if (!answer.startsWith("was read as")) return;
      const read = readPolicy(document);
      expect(readPolicy(JSON.parse(JSON.stringify(read)))).toEqual(read);
    }),
    { numRuns: 1500, seed: 20_270_301 },
  );
});
