import { describe, expect, test } from "vitest";
import { readExamples, tryExamples, UnreadableExamples } from "./examples.ts";
import { type Policy, policyOfNewOrganisation } from "./rules.ts";

const now = Date.UTC(2027, 2, 1, 9);
const policy: Policy = {
  ...policyOfNewOrganisation,
  organisation: "optional",
  accountTypes: { client: "off" },
  domains: [{ domain: "partner.example", subdomains: true, level: "required" }],
};
const results = (text: string, of = policy) => tryExamples(of, readExamples(text), now).map(({ passed }) => passed);

test("examples are tried one a line, with comments and empty lines between them", () => {
  const text = `
    # Partners have to.
    kim@partner.example at Budget: required
    KIM@Lab.Partner.example: required   # and those below
    omar@acme.example as client: off
    omar@acme.example as client at The Wiki: off
    ana@acme.example: required
  `;
  expect(results(text)).toEqual([true, true, true, true, false]);
});

test("an application that does not take part asks nobody", () => {
  const text =
    "application The Wiki: does not take part\nkim@partner.example at The Wiki: off\nkim@partner.example at Budget: required";
  expect(results(text)).toEqual([true, true]);
});

test("a line can say on which day, for a policy that binds from a date on", () => {
  const later = { ...policy, bindsFrom: { date: "2027-04-01" } };
  const text =
    "kim@partner.example: optional\nkim@partner.example on 2027-03-31: optional\nkim@partner.example on 2027-04-01: required";
  expect(results(text, later)).toEqual([true, true, true]);
});

describe("what is no example is named by its line, so that nothing is passed over", () => {
  test.each([
    ["kim@partner.example required", /^line 1 is not/],
    ["\nkim@partner.example: Required", /^line 2 is not/],
    ["kim: required", /^line 1: 'kim' is no e-mail address/],
    ["kim@partner.example as Big_Boss: off", /^line 1: 'Big_Boss' is no account type/],
    ["kim@partner.example on 2027-13-41: off", /^line 1: '2027-13-41' is no date/],
    ["# nothing", /^there is no example/],
  ])("%j", (text, message) => {
    expect(() => readExamples(text)).toThrow(UnreadableExamples);
    expect(() => readExamples(text)).toThrow(message);
  });
});
