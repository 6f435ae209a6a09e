// What happened, in the administration: every event of the audit catalogue has a sentence.
import { expect, test } from "vitest";
import { type EventName, eventCatalogue } from "../audit/events.ts";
import { eventSentence } from "./history-words.ts";

test("every event has a sentence of its own, not the catalogue's", () => {
  const unnamed = (Object.keys(eventCatalogue) as EventName[]).filter(
    (name) => eventSentence({ name, details: {} }) === eventCatalogue[name].split(/[.;]/)[0],
  );
  expect(unnamed).toEqual([]);
});

test("a changed policy says which parts of it", () => {
  const before = JSON.stringify({ organisation: "required", helpRequests: true });
  const after = JSON.stringify({ organisation: "optional", helpRequests: true });
  expect(eventSentence({ name: "policy.changed", details: { before, after } })).toBe(
    "Policy changed: the rule for everyone",
  );
  expect(eventSentence({ name: "policy.changed", details: {} })).toBe("Policy changed");
});
