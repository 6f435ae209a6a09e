// What is kept with a delivery in English is said in the language of whoever reads it.
import { expect, test } from "vitest";
import { failureWords } from "../../webhooks/outgoing.ts";
import { words } from "../../words/index.ts";
import { failureIn } from "./words.ts";

const codes = [...["ETIMEDOUT", "ENOTFOUND", "ECONNREFUSED", "EPIPE", "CERT_HAS_EXPIRED", "EOTHER"]];

test("every failure of sending is known by its words", () => {
  for (const code of codes) {
    const kept = failureWords(Object.assign(new Error("no"), { code }));
    expect(failureIn(kept, words.en)).toBe(kept);
    expect(failureIn(kept, words.de)).not.toBe(kept);
  }
});

test("a refusal by number is said with its number, and what nobody knows as it is", () => {
  expect(failureIn(words.en.consoleWebhooks.answeredFailure("503"), words.de)).toBe("Die Antwort war 503.");
  expect(failureIn("It rained.", words.de)).toBe("It rained.");
});
