// Who was refused lately on the way in through a provider, and why: what an administrator looks at when somebody complains.
import type { Queries } from "../../database/database.ts";
import * as store from "./store.ts";

export interface ShownRefusal {
  id: string;
  /** ms since the epoch */
  at: number;
  /** Whose account it was about, where that is known. */
  person: { id: string; name: string } | undefined;
  why: string;
  /** What failed, in the words of the protocol. */
  code: string | undefined;
  address: string;
}

const looked = 500;
const shown = 20;

/** The newest first. */
export async function refusalsAt(queries: Queries, organisation: string, provider: string): Promise<ShownRefusal[]> {
  const rows = await queries.all(store.latestRefusals, { organisation, most: looked });
  return rows
    .map((row) => ({ ...row, said: JSON.parse(row.details) as Record<string, unknown> }))
    .filter(({ said }) => said.provider === provider)
    .slice(0, shown)
    .map(({ id, at, person_id, display_name, address, said }) => ({
      ...{ id, at, address, why: String(said.why) },
      code: typeof said.code === "string" ? said.code : undefined,
      person: person_id === null || display_name === null ? undefined : { id: person_id, name: display_name },
    }));
}
