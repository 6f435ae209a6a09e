// In which language a person is spoken to.
import type { Transaction } from "../database/database.ts";
import type { Language } from "../words/index.ts";
import type { PersonKey } from "./actions.ts";
import * as store from "./store.ts";

/** Empty for the organisation's. */
export async function setLanguage(tx: Transaction, key: PersonKey, language: Language | ""): Promise<void> {
  await tx.run(store.setLanguage, { ...key, language });
}
