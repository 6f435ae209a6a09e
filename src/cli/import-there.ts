// `countersign person import` with --url: the file goes to the server, which goes on with a long one by itself.
import { setTimeout as pause } from "node:timers/promises";
import { CountersignError, type Import } from "../client/index.ts";
import { withApi } from "./reaching.ts";
import { progressLine, Refusal, type Terminal } from "./terminal.ts";

export const words = ({ added, changed, unchanged }: { added: number; changed: number; unchanged: number }): string =>
  `${added} added, ${changed} changed, ${unchanged} as they are already`;

export async function importThere(
  at: Terminal,
  bytes: Uint8Array,
  values: { organisation?: string | undefined; "dry-run"?: boolean | undefined; invite?: boolean | undefined },
): Promise<void> {
  const query = { dryRun: values["dry-run"] ? "yes" : "no", invite: values.invite ? "yes" : "no" } as const;
  await withApi(at, values.organisation, async (api) => {
    let now: Import;
    try {
      now = await api.call("POST /people/import", { query, file: bytes, type: "text/csv" });
    } catch (error) {
      if (!(error instanceof CountersignError && error.code === "import-refused")) throw error;
      for (const { field, message } of error.problem.errors ?? []) at.complain(`${field}: ${message}`, error.code);
      throw new Refusal(error.code, "Nothing was imported.");
    }
    for (const { line, message } of now.errors) at.complain(`line ${line}: ${message}`, "import-refused");
    if (values["dry-run"]) {
      if (now.errors.length > 0) throw new Refusal("import-refused", "Nothing was imported.");
      return at.result(now, `It would be: ${words(now)}.`);
    }
    const line = progressLine();
    while (now.waiting > 0 && now.id !== null) {
      await pause(500);
      now = await api.call("GET /people/import/{import}", { path: { import: now.id } });
      line.update(`${now.waiting} lines to come`);
    }
    line.end();
    at.result(now, `${words(now)}${now.invited > 0 ? `, ${now.invited} invited` : ""}.`);
    if (now.leftOut > 0)
      throw new Refusal(
        "left-out",
        `${now.leftOut} of the lines were left out: somebody changed these people meanwhile.`,
      );
  });
}
