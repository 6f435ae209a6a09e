// `countersign audit list|export`: what happened, a page at a time or as a file, with the filters of the page.
import { type Form, forms } from "../admin/audit/files.ts";
import { type filterNames, readAuditFilters } from "../admin/audit/filters.ts";
import { writeInto } from "./files.ts";
import { withApi } from "./reaching.ts";
import { readArguments, type Terminal, Usage } from "./terminal.ts";

const text = { type: "string" } as const;
const filters = { who: text, about: text, what: text, from: text, to: text, where: text, outcome: text } as const;
type Values = { [Name in (typeof filterNames)[number]]?: string | undefined };
type Query = Omit<Values, "outcome"> & { outcome?: "done" | "refused" };

export async function exportEvents(args: string[], at: Terminal): Promise<void> {
  const { values, positionals } = readArguments(args, { ...filters, organisation: text, form: text }, 1);
  const [file] = positionals;
  const form = (values.form ?? (file?.endsWith(".csv") ? "csv" : "jsonl")) as Form;
  if (!forms.includes(form)) throw new Usage(`--form is ${forms.join(" or ")}.`);
  const query = filtersIn(values);
  await withApi(at, values.organisation, async (api) =>
    writeInto(at, file, await api.stream(`GET /audit-events.${form}`, { query })),
  );
}

export async function listEvents(args: string[], at: Terminal): Promise<void> {
  const { values } = readArguments(args, { ...filters, organisation: text, after: text });
  const query = { ...filtersIn(values), after: values.after, limit: 50 };
  await withApi(at, values.organisation, async (api) => {
    const page = await api.call("GET /audit-events", { query });
    const lines = page.events.map((event) =>
      [
        event.at.slice(0, 19).replace("T", " "),
        event.what,
        event.person?.name ?? "",
        event.actor?.name ?? event.actor?.id ?? "",
        event.address,
      ]
        .join("\t")
        .trimEnd(),
    );
    if (page.next) lines.push(`More: --after ${page.next}`);
    at.result(page, lines.length === 0 ? "Nothing fits." : lines.join("\n"));
  });
}

/** @throws Usage */
function filtersIn(values: Values): Query {
  const { unreadable } = readAuditFilters((name) => values[name as keyof Values]);
  if (unreadable.length > 0) throw new Usage(`--${unreadable[0]} can't be read.`);
  const { who, about, what, from, to, where } = values;
  return { who, about, what, from, to, where, outcome: values.outcome as Query["outcome"] };
}
