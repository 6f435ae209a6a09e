// Why a delivery was not taken: kept in English, and said in its reader's language.
import { type Words, words } from "../../words/index.ts";

type Failure = keyof Words["consoleWebhooks"]["failures"];

const kept = new Map(
  Object.entries(words.en.consoleWebhooks.failures).map(([name, said]) => [said, name as Failure] as const),
);
const answered = /^It answered (\d+)\.$/;

export function failureIn(failure: string, { consoleWebhooks: { failures, answeredFailure } }: Words): string {
  const name = kept.get(failure);
  if (name !== undefined) return failures[name];
  const status = answered.exec(failure)?.[1];
  return status === undefined ? failure : answeredFailure(status);
}
