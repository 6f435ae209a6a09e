// The pages of API keys, a person's own and the organisation's: the same but for whose they are and where.
import type { Context, Hono } from "hono";
import type { Child } from "hono/jsx";
import { keyRefusal, readKeyForm, wantedBy } from "../api-keys/forms.ts";
import { blankKey, KeyForm, KeyList, type KeyValues, MadeKey } from "../api-keys/views.tsx";
import type { Database } from "../database/database.ts";
import { readForm } from "../http/body.ts";
import type { Site } from "../http/web.ts";
import type { Clock } from "../kernel/clock.ts";
import { Problem } from "../kernel/problem.ts";
import type { Random } from "../kernel/random.ts";
import { Button, Notice } from "../ui/index.ts";
import { AppFrame, type Place } from "./frame.tsx";
import { answerPage } from "./language.tsx";
import { allowedFor, endKeyFor, keysFor, makeKeyFor, type Whose } from "./own-keys.ts";
import { freshProof, type Web } from "./web.ts";

type Needs = { db: Database; clock: Clock; random: Random; site: Site };

export function addKeyPages(
  pages: Hono<Web>,
  needs: Needs,
  { whose, address, current }: { whose: Whose; address: "/account/api-keys" | "/admin/api-keys"; current: Place },
): void {
  const fresh = freshProof(needs);

  pages.get(address, async (c) => {
    const { apiKeys: said } = c.var.words;
    const keys = await keysFor(c, needs, whose);
    const frame = {
      lead: whose === "own" ? said.lead : said.leadOfOrganisation,
      notices: c.req.query("done") === "ended" ? <Notice kind="success">{said.ended}</Notice> : null,
      actions:
        keys.length > 0 ? (
          <Button kind="primary" href={`${address}/new`}>
            {said.make}
          </Button>
        ) : null,
    };
    return show(c, said.title, <KeyList keys={keys} address={address} now={needs.clock.now()} />, frame);
  });

  // Asked before the form is shown, so that nothing typed is lost on the way.
  pages.use(`${address}/new`, fresh);
  pages.get(`${address}/new`, (c) => form(c, blankKey));
  pages.post(`${address}/new`, async (c) => {
    const values = readKeyForm(await readForm(c));
    const { words } = c.var;
    try {
      const made = await makeKeyFor(c, needs, whose, wantedBy(values));
      if (made.outcome !== "made") return form(c, values, keyRefusal(made, words));
      return show(c, words.apiKeys.made(made.key.name), <MadeKey made={made} address={address} />, {}, 201);
    } catch (error) {
      if (!(error instanceof Problem && error.code === "second-factor-first")) throw error;
      return form(c, values, { field: "", message: error.messageIn(words) }, 403);
    }
  });

  pages.post(`${address}/:id/removal`, async (c) => {
    await endKeyFor(c, needs, whose, c.req.param("id") as string);
    return c.redirect(`${address}?done=ended`, 303);
  });

  function form(
    c: Context<Web>,
    values: KeyValues,
    error?: { field: string; message: string },
    status = error ? 400 : 200,
  ) {
    const props = { address, allowed: allowedFor(c, whose), values, error, own: whose === "own" };
    return show(c, c.var.words.apiKeys.make, <KeyForm {...props} />, {}, status);
  }

  function show(
    c: Context<Web>,
    title: string,
    children: Child,
    frame: { lead?: string; notices?: Child; actions?: Child } = {},
    status = 200,
  ) {
    const { visitor } = c.var;
    const page = (
      <AppFrame visitor={visitor} current={current} title={title} wide={frame.lead !== undefined} {...frame}>
        {children}
      </AppFrame>
    );
    return answerPage(c, page, status as 200);
  }
}
