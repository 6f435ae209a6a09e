// Which way SQLite takes to what large installations ask often: it is told what is selective, not left to guess.
import { CompiledQuery } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { countOpenRequests } from "../../src/access/store.ts";
import { parts } from "../../src/admin/list-filters.ts";
import { idsOfOverridden, type PageWanted, pageOfPeople } from "../../src/admin/store.ts";
import * as chain from "../../src/audit/chain/store.ts";
import { type EventsWanted, latestAbout, pageOfEvents } from "../../src/audit/store.ts";
import { connect } from "../../src/database/connect.ts";
import type { Database } from "../../src/database/database.ts";
import { compilers } from "../../src/database/dialect.ts";
import { migrate } from "../../src/database/migrate.ts";
import { systemClock } from "../../src/kernel/clock.ts";
import * as deliveries from "../../src/webhooks/deliveries/store.ts";
import { emptyDatabase } from "./programs.ts";

let db: Database;
let remove: () => Promise<void>;
beforeAll(async () => {
  const empty = await emptyDatabase("sqlite");
  remove = empty.remove;
  db = await connect(empty.address);
  await migrate(db, systemClock);
});
afterAll(async () => {
  await db.close();
  await remove();
});

async function planOf(sql: string, parameters: readonly unknown[] = []): Promise<string> {
  const explained = { compile: () => CompiledQuery.raw(`explain query plan ${sql}`, [...parameters]) };
  const rows = await db.list<{ detail: string }>(() => explained as never);
  return rows.map(({ detail }) => detail).join("; ");
}

const page: PageWanted = {
  organisation: "o",
  order: "name",
  terms: [],
  from: undefined,
  forward: true,
  limit: 51,
};
const pages: [string, Partial<PageWanted>, string][] = [
  ["everybody", {}, "people_by_sort_name"],
  ["by screen name", { order: "screenName" }, "people_by_screen_name_normal"],
  ["by address", { order: "email" }, "people_by_email_normal"],
  ["by type", { order: "type" }, "people_by_account_type_and_sort_name"],
  ["of a type", { type: "client" }, "people_by_account_type_and_sort_name"],
  ["disabled", { status: "disabled" }, "people_by_status_and_sort_name"],
  ["not set up", { secondFactor: "missing" }, "people_without_authenticator"],
  ["set up", { secondFactor: "set-up" }, "people_with_authenticator"],
  ["few codes", { codes: "few" }, "people_with_few_codes"],
];
test.each(pages)("a page of people, %s, is read from its index in its order", async (_, wanted, index) => {
  for (const forward of [true, false]) {
    for (const from of [undefined, Array<string>(parts[wanted.order ?? page.order]).fill("m")]) {
      const { sql, parameters } = pageOfPeople({ ...page, ...wanted, forward, from })(compilers.sqlite).compile();
      const plan = await planOf(sql, parameters);
      expect(plan).toContain(`USING INDEX ${index} `);
      expect(plan).not.toContain("TEMP B-TREE");
    }
  }
});

test("a few people by their ids are looked up, not searched for", async () => {
  const { sql, parameters } = pageOfPeople({ ...page, among: ["a", "b"] })(compilers.sqlite).compile();
  expect(await planOf(sql, parameters)).toContain("USING PRIMARY KEY (organisation_id=? AND id=?)");
});

test("help requests that wait are counted in the index of the open ones", async () => {
  const { sql } = countOpenRequests.compiledFor("sqlite");
  expect(await planOf(sql)).toContain("USING COVERING INDEX help_requests_by_person_id ");
});

test("what waits for webhooks and what was given up is counted in indexes that hold nothing else", async () => {
  expect(await planOf(deliveries.countWaiting.compiledFor("sqlite").sql, ["o"])).toContain(
    "INDEX webhook_deliveries_by_webhook_id_and_next_try_at ",
  );
  expect(await planOf(deliveries.countGivenUp.compiledFor("sqlite").sql, ["o"])).toContain(
    "INDEX webhook_deliveries_by_webhook_id_and_created_at ",
  );
});

test("the few with an override are found by it", async () => {
  const { sql, parameters } = idsOfOverridden("o", 5)(compilers.sqlite).compile();
  expect(await planOf(sql, parameters)).toContain("INDEX people_by_override_level ");
});

test("a person's history is read from the person's own events", async () => {
  const { sql } = latestAbout.compiledFor("sqlite");
  expect(await planOf(sql)).toContain("USING INDEX audit_events_by_person_id ");
});

const events: [string, EventsWanted["by"], string][] = [
  [
    "about a person",
    { person: "p" },
    "INDEX audit_events_by_person_id (organisation_id=? AND person_id=? AND id>? AND id<?)",
  ],
  [
    "by somebody, about others",
    { actor: "p" },
    "INDEX audit_events_by_actor_id (organisation_id=? AND actor_id=? AND id>? AND id<?)",
  ],
  [
    "from an address",
    { address: "a" },
    "INDEX audit_events_by_address (organisation_id=? AND address=? AND id>? AND id<?)",
  ],
  [
    "of a name",
    { name: "person.disabled" },
    "INDEX audit_events_by_name (organisation_id=? AND name=? AND id>? AND id<?)",
  ],
  [
    "that were refused",
    { refused: true },
    "INDEX audit_events_by_outcome (organisation_id=? AND outcome=? AND id>? AND id<?)",
  ],
  ["at all", undefined, "PRIMARY KEY (organisation_id=? AND id>? AND id<?)"],
];
test.each(events)("a page of events %s is read from its index in its order", async (_, by, index) => {
  const wanted: EventsWanted = { organisation: "o", by, before: "f", from: "0", limit: 51 };
  const { sql, parameters } = pageOfEvents(wanted)(compilers.sqlite).compile();
  const plan = await planOf(sql, parameters);
  expect(plan).toContain(`USING ${index}`);
  expect(plan).not.toContain("TEMP B-TREE");
});

test("a portion of the chain is read in its order, and each of its events looked up", async () => {
  for (const [statement, ...ways] of [
    [chain.getLinks, "SEARCH l USING PRIMARY KEY (organisation_id=? AND seq>?)", "SEARCH e USING PRIMARY KEY"],
    [
      chain.getPlaces,
      "SEARCH e USING PRIMARY KEY (organisation_id=? AND id>?)",
      "INDEX audit_links_by_event_id",
      "SEARCH w USING",
    ],
    [chain.getWaiting, "SEARCH w USING PRIMARY KEY (organisation_id=?)", "SEARCH e USING PRIMARY KEY"],
  ] as const) {
    const plan = await planOf(statement.compiledFor("sqlite").sql);
    for (const way of ways) expect(plan).toContain(way);
    expect(plan).not.toContain("TEMP B-TREE");
  }
});
