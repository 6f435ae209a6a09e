// Every event that a person can have is named in their own activity, and what was done is said as it was.
import { expect, test } from "vitest";
import { eventCatalogue } from "../audit/events.ts";
import { words } from "../words/index.ts";
import { describeActivity, doneMessage, readTold, toldFields } from "./words.ts";

/** Events that no page of a person shows: of the organisation, or of somebody who is gone. */
const aboutNobody = [
  "organisation.changed",
  "organisation.added",
  "organisation.suspended",
  "organisation.resumed",
  "organisation.removed",
  "organisation.address-changed",
  "installation.key-rotated",
  "installation.key-retired",
  "installation.restored",
  "person.deleted",
  "account-type.added",
  "account-type.removed",
  "people.bulk-change-begun",
  "people.import-begun",
  "people.moved-in",
  "export.asked",
  "export.agreed",
  "export.withdrawn",
  "export.taken",
  "policy.changed",
  "identity-provider.connected",
  "identity-provider.changed",
  "identity-provider.removed",
  "single-sign-on.refused",
  "single-sign-on.tested",
  "application.added",
  "application.changed",
  "application.secret-replaced",
  "application.removed",
  "signing-keys.rotated",
  "audit.pruned",
  "webhook.added",
  "webhook.changed",
  "webhook.secret-replaced",
  "webhook.sent-again",
  "webhook.stopped",
  "webhook.removed",
];

test("every event about a person has words of its own", () => {
  const unnamed = Object.keys(eventCatalogue).filter(
    (name) =>
      describeActivity({ name, actor_id: "kim", address: "192.0.2.1" }, "kim", words.en) === "Your account was changed",
  );
  expect(unnamed).toEqual(aboutNobody);
});

test("an event that came after the words were written is not left out", () => {
  const event = { name: "something.new", actor_id: null, address: "command line" };
  expect(describeActivity(event, "kim", words.en)).toBe("Your account was changed by the operator");
});

test("'You were signed out everywhere else' is said only where it is so, and travels through an address", () => {
  const told = { done: "password", elsewhere: true } as const;
  expect(readTold(Object.fromEntries(new URLSearchParams(toldFields(told))))).toEqual(told);
  expect(doneMessage(told, words.en)).toBe("Your password was changed. You were signed out everywhere else.");
  expect(doneMessage({ ...told, elsewhere: false }, words.en)).toBe("Your password was changed.");
  expect(readTold({ done: "toString" })).toBeUndefined();
});
