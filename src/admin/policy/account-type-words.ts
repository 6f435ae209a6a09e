// Why an account type can't be added or removed: in English for programs, in the reader's language on pages.
import { mostAccountTypes } from "../../policy/account-types.ts";
import { type Words, words } from "../../words/index.ts";

export const accountTypeWordsIn = ({ consolePolicy: { types } }: Words) => ({
  ...types.refused,
  "too-many-account-types": types.tooMany(mostAccountTypes),
});

export const accountTypeWords = accountTypeWordsIn(words.en);
