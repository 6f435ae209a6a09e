// What is wrong with a line is kept in English and said in every language.
import { expect, test } from "vitest";
import { languages, words } from "../../words/index.ts";
import { wrong, wrongIn } from "./words.ts";

test.each(languages)("in %s, whatever is wrong with a line is said by its own sentence", (language) => {
  const theirs = words[language].consoleImport.wrong;
  for (const [name, english] of Object.entries(wrong)) {
    const said = theirs[name as keyof typeof wrong];
    const [kept, expected] =
      typeof english === "string" ? [english, said] : [english("'1'"), (said as typeof english)("'1'")];
    expect([name, wrongIn(kept, words[language])]).toEqual([name, expected]);
  }
});

test("what is none of ours stays as it was written", () => {
  expect(wrongIn("Something else.", words.de)).toBe("Something else.");
  expect(wrongIn("", words.de)).toBe("");
});
