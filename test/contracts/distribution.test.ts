// Every statement says for which organisation it is, so that the tables can be distributed by it: docs/scale.md.
import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { Statement } from "../../src/database/statement.ts";

/** The installation's own tables; every other one belongs to an organisation. */
const ofTheInstallation = ["application_names", "installation", "migrations", "organisations", "servers"];

/** What looks at all organisations: housekeeping, lookups of an installation, its operators, its keys and its copies. Never a sign-in. */
const overAll: Record<string, string> = {
  "admin/adoption/store.ts: getBehind": "whose sign-ins are to be counted, whosever they are",
  "admin/adoption/store.ts: getDue": "whose people are to be counted, whosever they are",
  "admin/bulk/store.ts: getDue": "what is to be worked off, whosever it is",
  "admin/import/store.ts: getDue": "the same",
  "audit/chain/store.ts: getHeads": "where every chain ends, for the log",
  "audit/chain/store.ts: getOldestWaiting": "for how long events have waited for the chain, whosever they are",
  "audit/chain/store.ts: getNextWaiting": "events that are to be chained, whosever they are",
  "audit/store.ts: getLatestTime": "the check-up's look at the clock",
  "authenticators/totp/store.ts: getNewest": "a sample at the start, for the key",
  "mail/store.ts: countUnsent": "the check-up's count of letters that wait",
  "mail/store.ts: getDue": "letters that are due, whosever they are",
  "mail/store.ts: release": "letters that waited for a mail server, at the start",
  "protocols/openid-provider/store.ts: getToTell":
    "ended sessions that applications are to be told of, whosever they are",
  "webhooks/store.ts: getBehind": "webhooks that events have gone by, whosever they are",
  "webhooks/deliveries/store.ts: getDueWebhooks": "webhooks with something to be sent, whosever they are",
  "people/store.ts: operatorsLocked": "operators, who may belong to any organisation",
};

const sources = new URL("../../src/", import.meta.url);
const stores = readdirSync(sources, { recursive: true, encoding: "utf8" }).filter((path) =>
  /(^|\/)store\.ts$/.test(path),
);

test("names the organisation wherever it touches one's tables", async () => {
  const without: string[] = [];
  let looked = 0;
  for (const path of stores) {
    const exported: Record<string, unknown> = await import(new URL(path, sources).href);
    for (const [name, value] of Object.entries(exported)) {
      if (!(value instanceof Statement)) continue;
      looked++;
      const { sql } = value.compiledFor("postgres");
      const tables = [...sql.matchAll(/(?:from|join|into|update) "(\w+)"/g)].map((match) => match[1] as string);
      if (tables.every((table) => ofTheInstallation.includes(table))) continue;
      const named =
        /"organisation_id" (?:= (?:cast\()?\$|in \()/.test(sql) || /^insert into "\w+" \("organisation_id"/.test(sql);
      if (!named) without.push(`${path}: ${name}`);
    }
  }
  expect(looked).toBeGreaterThan(100);
  expect(without.sort()).toEqual(Object.keys(overAll).sort());
});
