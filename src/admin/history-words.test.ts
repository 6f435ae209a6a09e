// A person's history in the administration: every event of the audit catalogue that a person can have has a sentence.
import { expect, test } from "vitest";
import { type EventName, eventCatalogue } from "../audit/events.ts";
import { eventSentence } from "./history-words.ts";

/** Events that no page of a person shows: of the organisation, or of somebody who is gone. */
const aboutNobody = [
  "organisation.changed",
  "installation.key-rotated",
  "installation.key-retired",
  "installation.restored",
  "person.deleted",
  "account-type.added",
  "account-type.removed",
  "people.bulk-change-begun",
  "people.import-begun",
  "policy.changed",
  "identity-provider.connected",
  "identity-provider.changed",
  "identity-provider.removed",
  "single-sign-on.tested",
];

test("every event about a person has a sentence of its own, not the catalogue's", () => {
  const unnamed = (Object.keys(eventCatalogue) as EventName[]).filter(
    (name) => eventSentence({ name, details: {} }) === eventCatalogue[name].split(/[.;]/)[0],
  );
  expect(unnamed).toEqual(aboutNobody);
});
