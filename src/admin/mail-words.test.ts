// What is kept with a letter in English is said in the language of whoever reads it.
import { expect, test } from "vitest";
import { failureWords, noServer } from "../mail/rules.ts";
import { languages, words } from "../words/index.ts";
import { failureIn } from "./mail-words.ts";

const codes = ["EDNS", "ESOCKET", "ETIMEDOUT", "ETLS", "EAUTH", "EENVELOPE", "EMESSAGE", "EOTHER"];

test("every failure of sending is known by its words, and keeps what the mail server said", () => {
  for (const code of codes) {
    const [bare, saying] = [failureWords({ code }), failureWords({ code, response: "550 No such user" })];
    expect([failureIn(bare, words.en), failureIn(saying, words.en)]).toEqual([bare, saying]);
    for (const language of languages.filter((one) => one !== "en")) {
      expect([language, failureIn(bare, words[language])]).not.toEqual([language, bare]);
      expect([language, failureIn(saying, words[language])]).toEqual([
        language,
        expect.stringContaining("550 No such"),
      ]);
      expect([language, failureIn(saying, words[language])]).not.toEqual([language, saying]);
    }
  }
  expect(failureIn(noServer, words.de)).toBe(`${words.de.consoleMail.failures.noServer}.`);
});

test("what nobody knows any more is shown as it was kept", () => {
  expect(failureIn("It rained.", words.de)).toBe("It rained.");
});
