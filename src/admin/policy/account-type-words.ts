// Why an account type can't be added or removed.
import { mostAccountTypes } from "../../policy/account-types.ts";

export const accountTypeWords = {
  "bad-account-type": "Use small letters, digits and dashes, at most 40, such as 'partner'.",
  "account-type-taken": "There is a type of this name already.",
  "too-many-account-types": `There can be at most ${mostAccountTypes} types.`,
  "no-such-type": "There is no account type of this name.",
  "account-type-held": "Somebody is of this type. Give everybody of it another type first.",
  "account-type-in-policy":
    "The policy says something for this type. Set it to 'As for everybody' and save, then remove it.",
} as const;
