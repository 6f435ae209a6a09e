// What the administrators' routes need, and who is acting in a request.
import type { BlockList } from "node:net";
import type { Context, MiddlewareHandler } from "hono";
import type { Logger } from "pino";
import { administrator, helperOrAdministrator, type Web } from "../access/web.ts";
import type { Database, Queries } from "../database/database.ts";
import type { Site } from "../http/web.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Random } from "../kernel/random.ts";
import type { Sealer } from "../kernel/sealing.ts";
import type { Source } from "../kernel/source.ts";
import type { Post } from "../mail/smtp.ts";
import { isOpenToHelpers } from "./rules.ts";

export interface AdminNeeds {
  db: Database;
  clock: Clock;
  random: Random;
  sealer: Sealer;
  site: Site;
  post: Post;
  /** Private networks that webhooks may reach. */
  webhookNetworks: BlockList;
  log: Logger;
}

/** The same for what is only shown: from a copy of the database where there is one. */
export const forReports = ({ db, clock }: Pick<AdminNeeds, "db" | "clock">): { db: Queries; clock: Clock } => ({
  db: db.reports,
  clock,
});

/** The administrator behind a request, as the actions want to know it. */
export function by(c: Context<Web>): { organisation: string; actor: string | null; source: Source } {
  const { organisation, source, caller } = c.var;
  // The organisation's own key has nobody behind it: then the key itself is who acts. Nor has the command line.
  const actor = caller.person === null ? caller.key : caller.person.id;
  return { organisation: organisation.id, actor, source };
}

/** Turns away whose roles do not open this address. */
export function byRole(): MiddlewareHandler<Web> {
  const [helpers, administrators] = [helperOrAdministrator(), administrator()];
  return (c, next) => (isOpenToHelpers(c.req.method, c.req.path) ? helpers : administrators)(c, next);
}
