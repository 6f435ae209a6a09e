// The tables of what is counted day by day, of the first release.
import type { Kysely } from "kysely";
import type { DialectTools } from "../dialect.ts";
import type { Tables } from "../tables.ts";
import { making } from "./making.ts";

export function tablesOfAdoption(schema: Kysely<Tables>["schema"], tools: DialectTools) {
  const { integer } = tools;
  const text = "text";
  const { organisations } = making(schema, tools);

  return [
    // In the order in which a chart reads them: one dimension over many days.
    organisations("adoption_days", ["dimension", "day", "value"], {
      dimension: text,
      day: integer,
      value: text,
      people: integer,
      protected: integer,
    }),
    organisations("adoption_sign_ins", ["day", "outcome"], { day: integer, outcome: text, times: integer }),
    organisations("adoption_counts", [], {
      counted_at: `${integer}?`,
      day: integer,
      people: integer,
      took: integer,
      due_at: integer,
      seq: integer,
    }),
  ];
}
