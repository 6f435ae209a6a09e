// Reads the form that makes a key, and says what is wrong with one that can't be made.
import { Problem, type Say } from "../kernel/problem.ts";
import { type Words, words } from "../words/index.ts";
import type { KeyRefused, WantedKey } from "./actions.ts";
import { scopes } from "./rules.ts";
import { type KeyValues, scopeField } from "./views.tsx";

export function readKeyForm(form: { get(name: string): string }): KeyValues {
  return {
    name: form.get("name"),
    days: form.get("days").trim(),
    scopes: scopes.filter((scope) => form.get(scopeField(scope)) === "yes"),
  };
}

export const wantedBy = ({ name, days, scopes: chosen }: KeyValues): WantedKey => ({
  name,
  days: /^\d{1,4}$/.test(days) ? Number(days) : 0,
  scopes: chosen,
});

export function keyRefusal({ outcome }: KeyRefused, { apiKeys }: Words): { field: string; message: string } {
  switch (outcome) {
    case "bad-name":
      return { field: "name", message: apiKeys.badName };
    case "bad-scopes":
      return { field: "scopes", message: apiKeys.badScopes };
    case "bad-days":
      return { field: "days", message: apiKeys.badDays };
    case "too-many":
      return { field: "", message: apiKeys.tooMany };
  }
}

export function refusedKey(refused: KeyRefused): Problem {
  const say: Say = (spoken) => keyRefusal(refused, spoken).message;
  if (refused.outcome === "too-many") return new Problem("too-many-keys", 409, say);
  return new Problem("bad-key-settings", 400, say, { members: { errors: [keyRefusal(refused, words.en)] } });
}

export const secondFactorFirst = (): Problem =>
  new Problem("second-factor-first", 403, ({ apiKeys }) => apiKeys.secondFactorFirst);
