// From when a requirement binds, and what always holds of the judgement, over random policies.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { day } from "../kernel/clock.ts";
import { readAddress } from "../people/rules.ts";
import {
  type AppliedRule,
  indexed,
  type JudgedPerson,
  type Level,
  type Policy,
  policyOfNewOrganisation,
  requirement,
  requirementBy,
  ruleName,
} from "./rules.ts";

const now = Date.UTC(2027, 2, 1, 9);
const seeded = { numRuns: 2000, seed: 20_270_301 };
const ana: JudgedPerson = { email: "ana@acme.example", accountType: "client" };
const clientsFrom = (bindsFrom: Policy["bindsFrom"]): Policy => ({
  ...policyOfNewOrganisation,
  organisation: "off",
  accountTypes: { client: "required" },
  bindsFrom,
});

describe("a date", () => {
  const policy = clientsFrom({ date: "2027-03-10" });
  const start = Date.UTC(2027, 2, 10);
  test.each([
    ["days before", start - 9 * day, "optional"],
    ["in the last millisecond before", start - 1, "optional"],
    ["at midnight UTC", start, "required"],
    ["a year after", start + 365 * day, "required"],
  ])("%s", (_when, at, level) => {
    const judged = requirement(policy, ana, undefined, at);
    expect(judged).toMatchObject({ level, because: { kind: "account-type", of: "client", level: "required" } });
    expect(judged.bindsFrom).toBe(level === "optional" ? start : undefined);
  });

  test("has no say where nothing is required", () => {
    const judged = requirement(policy, { ...ana, accountType: "staff" }, undefined, start - day);
    expect(judged).toMatchObject({ level: "off" });
    expect(judged.bindsFrom).toBeUndefined();
  });

  test("does not put off an administrator's word about one person", () => {
    const override = { level: "required", until: null } as const;
    expect(requirement(policy, { ...ana, override }, undefined, start - day)).toMatchObject({
      level: "required",
      because: { kind: "person" },
    });
  });

  test("is not shown where an exemption decides", () => {
    const judged = requirement(policy, { ...ana, throughProvider: true }, undefined, start - day);
    expect(judged.level).toBe("off");
    expect(judged.bindsFrom).toBeUndefined();
  });
});

describe("days after first meeting the rule", () => {
  const policy = clientsFrom({ days: 5 });
  const met = now - 5 * day;
  const firstMet = { "account-type:client": met };

  test("who never met it has all of them, from now", () => {
    expect(requirement(policy, ana, undefined, now)).toMatchObject({ level: "optional", bindsFrom: now + 5 * day });
  });

  test.each([
    ["at once", met, "optional"],
    ["in the last millisecond", met + 5 * day - 1, "optional"],
    ["when they are over", met + 5 * day, "required"],
    ["long after", met + 500 * day, "required"],
  ])("%s", (_when, at, level) => {
    const judged = requirement(policy, { ...ana, firstMet }, undefined, at);
    expect(judged.level).toBe(level);
    expect(judged.bindsFrom).toBe(level === "optional" ? met + 5 * day : undefined);
  });

  test("are never renewed, however often and whenever one looks", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(10 * day), { minLength: 1, maxLength: 20 }), (moments) => {
        for (const at of moments.map((after) => met + after)) {
          const { level, bindsFrom } = requirement(policy, { ...ana, firstMet }, undefined, at);
          if (level !== (at < met + 5 * day ? "optional" : "required")) return false;
          if (bindsFrom !== undefined && bindsFrom !== met + 5 * day) return false;
        }
        return true;
      }),
      seeded,
    );
  });

  test("are kept under each rule's own name", () => {
    const domain: AppliedRule = { kind: "domain", of: "acme.example", level: "required" };
    const organisation: AppliedRule = { kind: "organisation", of: "", level: "required" };
    expect([ruleName(domain), ruleName(organisation)]).toEqual(["domain:acme.example", "organisation"]);
    const withDomain: Policy = {
      ...policy,
      domains: [{ domain: "acme.example", subdomains: false, level: "required" }],
    };
    const judged = requirement(withDomain, { ...ana, firstMet: { "domain:acme.example": met } }, undefined, now);
    expect(judged).toMatchObject({ level: "required", because: domain });
  });

  test("are not begun anew by moving to another rule", () => {
    const moved = requirement(policy, { ...ana, firstMet: { "domain:acme.example": met } }, undefined, now);
    expect(moved).toMatchObject({ level: "required", because: { kind: "account-type" } });
  });

  test("are not found in what every object inherits", () => {
    const constructors = { ...policy, accountTypes: { constructor: "required" as const } };
    const judged = requirement(constructors, { ...ana, accountType: "constructor", firstMet: {} }, undefined, now);
    expect(judged.bindsFrom).toBe(now + 5 * day);
  });
});

const level = fc.constantFrom<Level>("off", "optional", "required");
const domainName = fc.constantFrom("example", "acme.example", "eu.acme.example", "x.eu.acme.example", "cme.example");
const email = fc
  .tuple(fc.constantFrom("ana", "bo"), domainName)
  .map(([local, domain]) => `${local}@${domain === "example" ? "b.example" : domain}`);
const accountType = fc.constantFrom("client", "staff", "constructor");
const policies = fc
  .record({
    organisation: level,
    accountTypes: fc.dictionary(accountType, level),
    domains: fc.array(fc.record({ domain: domainName, subdomains: fc.boolean(), level }), { maxLength: 5 }),
    addresses: fc.array(fc.record({ email, level }), { maxLength: 4 }),
  })
  .map((rules): Policy => ({ ...policyOfNewOrganisation, ...rules }));
const override = fc.option(fc.record({ level, until: fc.option(fc.integer({ min: now - 3, max: now + 3 })) }), {
  nil: undefined,
});
const people = fc.record({ email, accountType, override });

/** Every rule that speaks of a person, in words of its own: specificity and level. */
function matching(policy: Policy, person: JudgedPerson): { rank: number; level: Level }[] {
  const [, host = ""] = person.email.split("@");
  const { override: said } = person;
  return [
    ...(said && (said.until === null || now < said.until) ? [{ rank: 1e6, level: said.level }] : []),
    ...policy.addresses.filter((rule) => rule.email === person.email).map((rule) => ({ rank: 1e5, level: rule.level })),
    ...policy.domains
      .filter((rule) => host === rule.domain || (rule.subdomains && host.endsWith(`.${rule.domain}`)))
      .map((rule) => ({ rank: 10 * rule.domain.split(".").length, level: rule.level })),
    ...Object.entries(policy.accountTypes)
      .filter(([type]) => type === person.accountType)
      .map(([, wanted]) => ({ rank: 1, level: wanted })),
    { rank: 0, level: policy.organisation },
  ];
}

describe("over random policies and people", () => {
  const strictness: Level[] = ["off", "optional", "required"];
  const judge = (policy: Policy, person: JudgedPerson) => requirement(policy, person, undefined, now);

  test("the strictest of the most specific matching rules decides, and every other is told as beaten", () => {
    fc.assert(
      fc.property(policies, people, (policy, person) => {
        const rules = matching(policy, person);
        const most = Math.max(...rules.map(({ rank }) => rank));
        const strictest = Math.max(
          ...rules.filter(({ rank }) => rank === most).map((rule) => strictness.indexOf(rule.level)),
        );
        const { level: decided, because, beat } = judge(policy, person);
        expect(decided).toBe(strictness[strictest]);
        expect(because.level).toBe(decided);
        expect([because, ...beat].map((rule) => rule.level).sort()).toEqual(rules.map((rule) => rule.level).sort());
      }),
      seeded,
    );
  });

  test("an index of the rules judges as going through them one after another does, explanation included", () => {
    const when = fc.constantFrom<Policy["bindsFrom"]>(
      null,
      { days: 5 },
      { date: "2027-03-02" },
      { date: "2027-02-02" },
    );
    const application = fc.option(fc.record({ name: fc.constant("Budget"), takesPart: fc.boolean() }), {
      nil: undefined,
    });
    const met = fc.dictionary(
      fc.constantFrom("organisation", "domain:acme.example"),
      fc.integer({ min: now - 9 * day, max: now }),
    );
    fc.assert(
      fc.property(policies, when, people, met, application, (rules, bindsFrom, person, firstMet, at) => {
        const policy = { ...rules, bindsFrom };
        const judged = { ...person, firstMet };
        expect(requirementBy(indexed(policy), judged, at, now)).toEqual(requirement(policy, judged, at, now));
      }),
      { ...seeded, numRuns: 10_000 },
    );
  });

  test("the order in which rules are written down changes nothing", () => {
    fc.assert(
      fc.property(policies, people, (policy, person) => {
        const turned = {
          ...policy,
          domains: policy.domains.toReversed(),
          addresses: policy.addresses.toReversed(),
        };
        expect(judge(turned, person)).toEqual(judge(policy, person));
      }),
      seeded,
    );
  });

  test("a rule that is less specific than the deciding one changes nothing", () => {
    fc.assert(
      fc.property(policies, people, level, (policy, person, other) => {
        const { because, level: decided } = judge(policy, person);
        const order = ["organisation", "account-type", "domain", "address", "person"];
        const rank = order.indexOf(because.kind);
        const more = structuredClone(policy);
        if (rank > 0) more.organisation = other;
        if (rank > 1) more.accountTypes[person.accountType] = other;
        if (rank > 2)
          more.domains.push({ domain: person.email.split("@")[1] as string, subdomains: true, level: other });
        if (rank > 3) more.addresses.push({ email: person.email, level: other });
        expect(judge(more, person)).toMatchObject({ level: decided, because });
      }),
      seeded,
    );
  });

  test("a rule about others changes nothing", () => {
    fc.assert(
      fc.property(policies, people, level, (policy, person, other) => {
        const more = structuredClone(policy);
        more.accountTypes.nobody = other;
        more.domains.push({ domain: "nobody.test", subdomains: true, level: other });
        more.addresses.push({ email: `x${person.email}`, level: other });
        expect(judge(more, person)).toEqual(judge(policy, person));
      }),
      seeded,
    );
  });

  test("an override that has ended is as if it had never been", () => {
    fc.assert(
      fc.property(policies, people, level, fc.nat(1000), (policy, person, said, ago) => {
        const without = { ...person, override: undefined };
        const ended = { ...person, override: { level: said, until: now - ago } };
        expect(judge(policy, ended)).toEqual(judge(policy, without));
      }),
      seeded,
    );
  });

  test("however an address is written, the same is required", () => {
    const ways: ((text: string) => string)[] = [
      (text) => text.toUpperCase(),
      (text) => ` ${text}. `,
      (text) => text.replace("@", "＠"),
      (text) => text.replace(/[a-z]/g, (letter) => String.fromCodePoint((letter.codePointAt(0) as number) + 0xfee0)),
      (text) => text.replaceAll(".", "。"),
    ];
    fc.assert(
      fc.property(policies, people, fc.constantFrom(...ways), (policy, person, way) => {
        const written = readAddress(way(person.email))?.normal;
        expect(written).toBe(person.email);
        expect(judge(policy, { ...person, email: written as string })).toEqual(judge(policy, person));
      }),
      seeded,
    );
  });

  test("a requirement that is put off is optional until then, and required from then on", () => {
    const from = fc.integer({ min: -3, max: 3 }).map((days) => new Date(now + days * day).toISOString().slice(0, 10));
    fc.assert(
      fc.property(policies, people, from, (policy, person, date) => {
        const at = judge(policy, person);
        const put = judge({ ...policy, bindsFrom: { date } }, person);
        const later = Date.parse(`${date}T00:00:00Z`) > now && at.level === "required" && at.because.kind !== "person";
        expect(put).toEqual(later ? { ...at, level: "optional", bindsFrom: Date.parse(date) } : at);
      }),
      seeded,
    );
  });
});
