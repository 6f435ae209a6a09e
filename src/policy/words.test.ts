import { describe, expect, test } from "vitest";
import { day } from "../kernel/clock.ts";
import { type JudgedPerson, type Level, type Policy, policyOfNewOrganisation, requirement } from "./rules.ts";
import { explain } from "./words.ts";

const now = Date.UTC(2027, 2, 1, 9);
const ana: JudgedPerson = { email: "ana@acme.example", accountType: "client" };
const explained = (policy: Partial<Policy>, person: Partial<JudgedPerson> = {}, application?: string) =>
  explain(
    requirement(
      { ...policyOfNewOrganisation, ...policy },
      { ...ana, ...person },
      application === undefined ? undefined : { name: application, takesPart: false },
      now,
    ),
  );
const acme = (level: Level) => [{ domain: "acme.example", subdomains: false, level }];
const hers = (level: Level) => [{ email: "ana@acme.example", level }];
const override = (level: Level) => ({ override: { level, until: null } });

describe("a requirement explains itself", () => {
  const cases: [explanation: string, policy: Partial<Policy>, person?: Partial<JudgedPerson>, application?: string][] =
    [
      ["Required, because the organisation requires it of everyone.", {}],
      ["Optional, because the organisation leaves it to you.", { organisation: "optional" }],
      ["Off, because the organisation has switched it off.", { organisation: "off" }],
      [
        "Required, because acme.example is a required domain; your account type would say optional.",
        { organisation: "off", accountTypes: { client: "optional" }, domains: acme("required") },
      ],
      [
        "Optional, because acme.example is an optional domain; the organisation would say required.",
        { domains: acme("optional") },
      ],
      ["Off, because acme.example is an exempt domain; the organisation would say required.", { domains: acme("off") }],
      [
        "Off, because it is off for the account type 'client'; the organisation would say required.",
        { accountTypes: { client: "off" } },
      ],
      ["Required, because it is required for the account type 'client'.", { accountTypes: { client: "required" } }],
      [
        "Off, because there is a rule for ana@acme.example; the rule for the domain acme.example would say required.",
        { addresses: hers("off"), domains: acme("required") },
      ],
      [
        "Required, because an administrator set it for you; the rule for ana@acme.example would say off.",
        { addresses: hers("off") },
        override("required"),
      ],
      ["Required, because an administrator set it for you.", {}, override("required")],
      [
        "Off, because your identity provider handles it; the organisation would say required.",
        {},
        { throughProvider: true },
      ],
      [
        "Off, because your identity provider handles it; an administrator's setting for you would say required.",
        { organisation: "off" },
        { throughProvider: true, ...override("required") },
      ],
      ["Off, because Wiki does not take part yet; the organisation would say required.", {}, {}, "Wiki"],
      [
        "Off, because Wiki does not take part yet; an administrator's setting for you would say optional.",
        {},
        override("optional"),
        "Wiki",
      ],
      ["Off, because Wiki does not take part yet.", { organisation: "off" }, {}, "Wiki"],
    ];
  test.each(cases)("%s", (explanation, policy, person, application) => {
    expect(explained(policy, person, application)).toBe(explanation);
  });

  test("with the date from which it binds", () => {
    expect(explained({ bindsFrom: { date: "2027-03-10" } })).toBe(
      "Required from 10 March 2027, 00:00 UTC, because the organisation requires it of everyone.",
    );
    expect(explained({ bindsFrom: { days: 5 }, domains: acme("required"), organisation: "off" })).toBe(
      "Required from 6 March 2027, 09:00 UTC, because acme.example is a required domain; the organisation would say off.",
    );
    const firstMet = { organisation: now - 5 * day };
    expect(explained({ bindsFrom: { days: 5 } }, { firstMet })).toBe(
      "Required, because the organisation requires it of everyone.",
    );
  });

  test("to an administrator, who is not the person meant", () => {
    const judge = (policy: Partial<Policy>, person: Partial<JudgedPerson> = {}) =>
      explain(
        requirement({ ...policyOfNewOrganisation, ...policy }, { ...ana, ...person }, undefined, now),
        "administrator",
      );
    expect(judge({ organisation: "optional" })).toBe("Optional, because the organisation leaves it to them.");
    expect(judge({ organisation: "off" }, { throughProvider: true })).toBe(
      "Off, because their identity provider handles it.",
    );
    expect(judge({})).toBe("Required, because the organisation requires it of everyone.");
  });

  test("also where the policy can't be read", () => {
    expect(explain({ level: "required", because: { kind: "unreadable", of: "", level: "required" }, beat: [] })).toBe(
      "Required, because the policy can't be read.",
    );
  });
});
