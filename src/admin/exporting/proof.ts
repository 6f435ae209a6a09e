// Who may consent to an export at this moment: a person, with a second factor that was just given.
import type { Context, MiddlewareHandler } from "hono";
import { stepUpRequired } from "../../access/actions.ts";
import { freshProof, type Web } from "../../access/web.ts";
import { isFresh } from "../../sessions/rules.ts";
import { notByKey } from "../subject.ts";
import type { AdminNeeds } from "../web.ts";

/** A password alone is not enough here, even where policy asks for no more: whoever has none sets one up first. */
export function freshSecondFactor(needs: AdminNeeds, resume?: (c: Context) => string): MiddlewareHandler<Web> {
  const proof = freshProof(needs, resume);
  return async (c, next) => {
    const { caller, source, visitor } = c.var;
    if (caller.person === null || source.apiKey !== undefined) throw notByKey();
    return proof(c, async () => {
      const { second_factor_at: at } = visitor.session;
      // The page says itself what it takes, and to stop one nobody has to set anything up first.
      const looks = c.req.method === "GET" || c.req.path.endsWith("/withdrawal");
      if (!looks && (at === null || !isFresh(at, needs.clock.now()))) throw stepUpRequired("second-factor");
      await next();
    });
  };
}
