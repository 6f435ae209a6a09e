// Keeps organisations and whether the installation's first run is over.
import { statement } from "../database/statement.ts";

/** The organisation of a host name; where none claims it, the one made first of those without a name of their own. */
export const getForHost = statement<{ host: string }>()((query, param) =>
  query
    .selectFrom("organisations")
    .select(["id", "name", "slug", "accent"])
    // Every request comes by here: two looks into an index, the second only where the first finds nothing.
    .where("id", "=", (e) =>
      e.fn.coalesce(
        e.selectFrom("organisations").select("id").where("host_name", "=", param.host),
        e
          .selectFrom("organisations")
          .select("id")
          .where("host_name", "is", null)
          .orderBy("created_at")
          .orderBy("id")
          .limit(1),
      ),
    ),
);

export const getDefault = statement<Record<never, never>>()((query) =>
  query
    .selectFrom("organisations")
    .select(["id", "name", "slug", "accent"])
    .where("host_name", "is", null)
    .orderBy("created_at")
    .orderBy("id")
    .limit(1),
);

export const getBySlug = statement<{ slug: string }>()((query, param) =>
  query.selectFrom("organisations").select(["id", "name", "slug", "accent"]).where("slug", "=", param.slug),
);

export const insert = statement<{
  id: string;
  name: string;
  slug: string;
  host: string | null;
  accent: string;
  at: number;
}>()((query, param) =>
  query.insertInto("organisations").values({
    id: param.id,
    name: param.name,
    slug: param.slug,
    host_name: param.host,
    accent: param.accent,
    status: "active",
    logo_hash: null,
    created_at: param.at,
  }),
);

/** The host name that an organisation answers under; null for the one that answers everywhere else. */
export const getHostName = statement<{ organisation: string }>()((query, param) =>
  query.selectFrom("organisations").select("host_name").where("id", "=", param.organisation),
);

export const openFirstRun = statement<{ hash: Uint8Array }>()((query, param) =>
  query
    .insertInto("installation")
    .values({ id: 1, first_run_token_hash: param.hash, completed_at: null })
    .onConflict((conflict) =>
      conflict
        .column("id")
        .doUpdateSet({ first_run_token_hash: param.hash })
        .where("installation.completed_at", "is", null),
    ),
);

export const getInstallation = statement<Record<never, never>>()((query) =>
  query.selectFrom("installation").selectAll().where("id", "=", 1),
);

/** The one statement that lets exactly one browser finish the first run. */
export const claimFirstRun = statement<{ at: number }>()((query, param) =>
  query
    .insertInto("installation")
    .values({ id: 1, first_run_token_hash: null, completed_at: param.at })
    .onConflict((conflict) =>
      conflict
        .column("id")
        .doUpdateSet({ completed_at: param.at, first_run_token_hash: null })
        .where("installation.completed_at", "is", null),
    )
    .returning("id"),
);

export const getAllIds = statement<Record<never, never>>()((query) =>
  query.selectFrom("organisations").select("id").orderBy("id"),
);
