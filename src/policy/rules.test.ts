// Who is required to do what: the table that the policy is explained by.
import { describe, expect, test } from "vitest";
import { day, hour } from "../kernel/clock.ts";
import { readAddress } from "../people/rules.ts";
import { type JudgedPerson, type Level, type Policy, policyOfNewOrganisation, requirement } from "./rules.ts";

const now = Date.UTC(2027, 2, 1, 9);

/**
 * A policy as a sentence: `everyone off`, and of rules `client optional`, `acme.example required`, `*.acme.example
 * required` (subdomains too), `ana@acme.example off`; separated by commas.
 */
function policyOf(sentence: string): Policy {
  const policy: Policy = { ...structuredClone(policyOfNewOrganisation) };
  for (const [name = "", level] of sentence.split(", ").map((rule) => rule.split(" ") as [string, Level])) {
    if (name === "everyone") policy.organisation = level;
    else if (name.includes("@")) policy.addresses.push({ email: name, level });
    else if (!name.includes(".")) policy.accountTypes[name] = level;
    else policy.domains.push({ domain: name.replace("*.", ""), subdomains: name.startsWith("*."), level });
  }
  return policy;
}

/** `client ana@acme.example`, with an override as `!off`, `!off until 5` (hours from now), `by provider`. */
function personOf(sentence: string): JudgedPerson {
  const [, accountType = "", email = "", level, until, provider] =
    /^(\S+) (\S+?)(?: !(\w+)(?: until (-?\d+))?)?( by provider)?$/.exec(sentence) ?? [];
  const normal = readAddress(email)?.normal;
  if (normal === undefined) throw new Error(`'${sentence}' is no person`);
  const end = until === undefined ? null : now + Number(until) * hour;
  const override = level === undefined ? {} : { override: { level: level as Level, until: end } };
  return { email: normal, accountType, throughProvider: provider !== undefined, ...override };
}

/** `required: domain acme.example`, with the beaten rules after `over`. */
function verdictOf(policy: Policy, person: JudgedPerson, takesPart = true): string {
  const application = takesPart ? undefined : { name: "Wiki", takesPart };
  const { level, because, beat } = requirement(policy, person, application, now);
  const told = (rule: typeof because) => [rule.kind, rule.of].filter(Boolean).join(" ");
  const beaten = beat.map((rule) => `${told(rule)} ${rule.level}`).join(", ");
  return `${level}: ${told(because)}${beaten === "" ? "" : ` over ${beaten}`}`;
}

const ana = "staff ana@acme.example";

type Row = [policy: string, person: string, verdict: string];

const organisations: Row[] = [
  ["everyone off", ana, "off: organisation"],
  ["everyone optional", ana, "optional: organisation"],
  ["everyone required", ana, "required: organisation"],
];

const accountTypes: Row[] = [
  ["everyone off, client required", "client ana@acme.example", "required: account-type client over organisation off"],
  ["everyone off, client optional", "client ana@acme.example", "optional: account-type client over organisation off"],
  ["everyone required, client off", "client ana@acme.example", "off: account-type client over organisation required"],
  [
    "everyone required, client optional",
    "client ana@acme.example",
    "optional: account-type client over organisation required",
  ],
  ["everyone off, client required", ana, "off: organisation"],
  ["everyone required, client off", ana, "required: organisation"],
  ["everyone off, client required, staff optional", ana, "optional: account-type staff over organisation off"],
  ["everyone off, client required", "clients ana@acme.example", "off: organisation"],
  ["everyone required, client off", "constructor ana@acme.example", "required: organisation"],
  ["everyone required, client off", "toString ana@acme.example", "required: organisation"],
  ["everyone required, client off", "__proto__ ana@acme.example", "required: organisation"],
  [
    "everyone required, constructor off",
    "constructor ana@acme.example",
    "off: account-type constructor over organisation required",
  ],
];

const domains: Row[] = [
  ["everyone off, acme.example required", ana, "required: domain acme.example over organisation off"],
  ["everyone required, acme.example off", ana, "off: domain acme.example over organisation required"],
  ["everyone off, acme.example required", "staff bo@other.example", "off: organisation"],
  ["everyone off, acme.example required", "staff bo@eu.acme.example", "off: organisation"],
  ["everyone off, acme.example required", "staff bo@notacme.example", "off: organisation"],
  ["everyone off, *.acme.example required", "staff bo@notacme.example", "off: organisation"],
  ["everyone off, *.acme.example required", "staff bo@acme.example.evil.test", "off: organisation"],
  ["everyone off, *.acme.example required", ana, "required: domain acme.example over organisation off"],
  [
    "everyone off, *.acme.example required",
    "staff bo@eu.acme.example",
    "required: domain acme.example over organisation off",
  ],
  [
    "everyone off, *.acme.example required",
    "staff bo@a.b.c.acme.example",
    "required: domain acme.example over organisation off",
  ],
  [
    "everyone off, *.acme.example required, eu.acme.example off",
    "staff bo@eu.acme.example",
    "off: domain eu.acme.example over domain acme.example required, organisation off",
  ],
  [
    "everyone off, *.acme.example off, *.eu.acme.example required",
    "staff bo@x.eu.acme.example",
    "required: domain eu.acme.example over domain acme.example off, organisation off",
  ],
  [
    "everyone off, *.eu.acme.example required, *.acme.example off",
    "staff bo@x.eu.acme.example",
    "required: domain eu.acme.example over domain acme.example off, organisation off",
  ],
  [
    "everyone off, *.acme.example required, eu.acme.example off",
    "staff bo@x.eu.acme.example",
    "required: domain acme.example over organisation off",
  ],
  [
    "everyone off, acme.example off, acme.example required",
    ana,
    "required: domain acme.example over domain acme.example off, organisation off",
  ],
  [
    "everyone off, acme.example required, acme.example off",
    ana,
    "required: domain acme.example over domain acme.example off, organisation off",
  ],
  [
    "everyone off, acme.example off, *.acme.example optional",
    ana,
    "optional: domain acme.example over domain acme.example off, organisation off",
  ],
  [
    "everyone off, client off, acme.example required",
    "client ana@acme.example",
    "required: domain acme.example over account-type client off, organisation off",
  ],
  [
    "everyone required, client required, acme.example off",
    "client ana@acme.example",
    "off: domain acme.example over account-type client required, organisation required",
  ],
  [
    "everyone off, xn--bcher-kva.example required",
    "staff ana@bücher.example",
    "required: domain xn--bcher-kva.example over organisation off",
  ],
  ["everyone off, *.example required", ana, "required: domain example over organisation off"],
];

const addresses: Row[] = [
  ["everyone off, ana@acme.example required", ana, "required: address ana@acme.example over organisation off"],
  ["everyone required, ana@acme.example off", ana, "off: address ana@acme.example over organisation required"],
  ["everyone off, ana@acme.example required", "staff bo@acme.example", "off: organisation"],
  ["everyone off, ana@acme.example required", "staff ana@eu.acme.example", "off: organisation"],
  ["everyone off, ana@acme.example required", "staff diana@acme.example", "off: organisation"],
  [
    "everyone off, ana@acme.example required",
    "staff ANA@Acme.Example",
    "required: address ana@acme.example over organisation off",
  ],
  [
    "everyone off, ana@acme.example required",
    "staff ａｎａ＠ａｃｍｅ.example",
    "required: address ana@acme.example over organisation off",
  ],
  [
    "everyone off, acme.example required, ana@acme.example off",
    ana,
    "off: address ana@acme.example over domain acme.example required, organisation off",
  ],
  [
    "everyone off, acme.example off, client off, ana@acme.example optional",
    "client ana@acme.example",
    "optional: address ana@acme.example over domain acme.example off, account-type client off, organisation off",
  ],
  [
    "everyone off, ana@acme.example off, ana@acme.example required",
    ana,
    "required: address ana@acme.example over address ana@acme.example off, organisation off",
  ],
  [
    "everyone off, ana@acme.example optional, ana@acme.example off",
    ana,
    "optional: address ana@acme.example over address ana@acme.example off, organisation off",
  ],
];

const overrides: Row[] = [
  ["everyone required", `${ana} !off`, "off: person over organisation required"],
  ["everyone required", `${ana} !optional`, "optional: person over organisation required"],
  ["everyone off", `${ana} !required`, "required: person over organisation off"],
  [
    "everyone off, ana@acme.example required, acme.example required",
    `${ana} !off`,
    "off: person over address ana@acme.example required, domain acme.example required, organisation off",
  ],
  ["everyone required", `${ana} !off until 1`, "off: person over organisation required"],
  ["everyone required", `${ana} !off until 0`, "required: organisation"],
  ["everyone required", `${ana} !off until -1`, "required: organisation"],
  ["everyone off", `${ana} !required until 1`, "required: person over organisation off"],
  ["everyone off", `${ana} !required until 0`, "off: organisation"],
];

const providers: Row[] = [
  ["everyone required", `${ana} by provider`, "off: identity-provider over organisation required"],
  [
    "everyone required, ana@acme.example required",
    `${ana} by provider`,
    "off: identity-provider over address ana@acme.example required, organisation required",
  ],
  ["everyone off", `${ana} !required by provider`, "off: identity-provider over person required, organisation off"],
];

const outside: Row[] = [
  ["everyone required", ana, "off: application Wiki over organisation required"],
  ["everyone off", `${ana} !required`, "off: application Wiki over person required, organisation off"],
  ["everyone required", `${ana} by provider`, "off: identity-provider over organisation required"],
];

describe.each([
  ["the organisation's own level", organisations],
  ["account types", accountTypes],
  ["domains", domains],
  ["addresses", addresses],
  ["an administrator's word about one person", overrides],
  ["identity providers", providers],
])("%s", (_what, rows) => {
  test.each(rows)("%s | %s | %s", (policy, person, verdict) => {
    expect(verdictOf(policyOf(policy), personOf(person))).toBe(verdict);
  });
});

describe("an application that does not take part", () => {
  test.each(outside)("%s | %s | %s", (policy, person, verdict) => {
    expect(verdictOf(policyOf(policy), personOf(person), false)).toBe(verdict);
  });

  test("one that takes part is judged as our own pages are", () => {
    const policy = policyOf("everyone off, acme.example required");
    const person = personOf(ana);
    const wiki = { name: "Wiki", takesPart: true };
    expect(requirement(policy, person, wiki, now)).toEqual(requirement(policy, person, undefined, now));
  });
});

test("a new organisation requires it of everyone, at once", () => {
  const { level, bindsFrom } = requirement(policyOfNewOrganisation, personOf(ana), undefined, now);
  expect({ level, bindsFrom }).toEqual({ level: "required", bindsFrom: undefined });
});

test("a policy of a hundred thousand rules is judged at once", () => {
  const policy = policyOf("everyone off");
  for (let i = 0; i < 100_000; i++) policy.addresses.push({ email: `p${i}@acme.example`, level: "required" });
  const from = performance.now();
  for (let i = 0; i < 10; i++) requirement(policy, personOf(ana), undefined, now + day);
  expect(performance.now() - from).toBeLessThan(5000);
});
