// `/admin/help-requests` for those who decide, and `/help-requests/cancellation` for the link in the letters.
import { type Context, Hono } from "hono";
import { missingProof } from "../access/actions.ts";
import { answerPage } from "../access/language.tsx";
import {
  freshProof,
  helperOrAdministrator,
  signedIn,
  type Web,
  withOpenRequests,
  withOrganisation,
} from "../access/web.ts";
import { limitBody, readForm } from "../http/body.ts";
import { CancelledPage, CancelPage } from "./cancel-views.tsx";
import { cancelRequest, readCancellation } from "./cancelling.ts";
import { decide } from "./deciding.ts";
import { filePath, helpRequestsFile } from "./file.ts";
import { findRequest, listRequests } from "./finding.ts";
import { knownOf } from "./known.ts";
import { HelpRequestsPage } from "./list-views.tsx";
import { mayDecide } from "./rules.ts";
import { HelpRequestPage } from "./views.tsx";
import { by, type HelpNeeds } from "./web.ts";
import { overMessage } from "./words.ts";

const verdicts = { approval: "approved", decline: "declined" } as const;

export function helpRequestPages(needs: HelpNeeds) {
  const pages = new Hono<Web>();
  const fresh = freshProof(needs, (c) => c.req.path.replace(/\/[^/]*$/, ""));
  const here = [
    limitBody(),
    withOrganisation(needs),
    signedIn(needs),
    helperOrAdministrator(),
    withOpenRequests(needs),
  ] as const;
  pages.use("/admin/help-requests/*", ...here);
  pages.use("/help-requests/cancellation", limitBody(), withOrganisation(needs));

  pages.get("/admin/help-requests", async (c) => {
    const organisation = c.var.organisation.id;
    const after = c.req.query("after");
    const [open, decided] = [
      await listRequests(needs, { organisation, which: "open", limit: 200 }),
      await listRequests(needs, { organisation, which: "decided", after }),
    ];
    const next = decided.next && `/admin/help-requests?after=${decided.next}`;
    const lists = { open: after === undefined ? open.requests : undefined, decided: decided.requests, next };
    return answerPage(c, <HelpRequestsPage visitor={c.var.visitor} now={needs.clock.now()} {...lists} />);
  });

  pages.get(filePath, (c) => {
    const which = c.req.query("status") === "decided" ? "decided" : "open";
    return helpRequestsFile(needs, { organisation: c.var.organisation.id, which });
  });

  pages.get("/admin/help-requests/:id", (c) => one(c, c.req.param("id"), { done: c.req.query("done") }));

  for (const verb of ["approval", "decline"] as const) {
    pages.post(`/admin/help-requests/:id/${verb}`, fresh, async (c) => {
      const form = await readForm(c);
      const request = c.req.param("id");
      const decided = await decide(needs, { ...by(c), request, verdict: verdicts[verb], note: form.get("note") });
      if (decided.outcome === "already-over")
        return one(c, request, { refusal: overMessage(decided, needs.clock.now(), c.var.words) }, 409);
      return c.redirect(`/admin/help-requests/${request}?done=${verdicts[verb]}`, 303);
    });
  }

  pages.get("/help-requests/cancellation", async (c) => {
    const token = c.req.query("token") ?? "";
    const request = await readCancellation(needs, c.var.organisation.id, token);
    return answerPage(c, <CancelPage organisation={c.var.organisation} request={request} token={token} />);
  });

  pages.post("/help-requests/cancellation", async (c) => {
    const form = await readForm(c);
    const { organisation, source } = c.var;
    await cancelRequest(needs, { organisation: organisation.id, token: form.get("token"), source });
    return answerPage(c, <CancelledPage organisation={organisation} />);
  });

  async function one(
    c: Context<Web>,
    id: string,
    { done, refusal }: { done?: string | undefined; refusal?: string | undefined },
    status = 200,
  ) {
    const { visitor, organisation } = c.var;
    const found = await findRequest(needs, organisation.id, id);
    return answerPage(
      c,
      <HelpRequestPage
        visitor={visitor}
        found={found}
        known={await knownOf(needs, found)}
        may={mayDecide(visitor.person, found.person)}
        unlocked={(await missingProof(needs, visitor)) === undefined}
        now={needs.clock.now()}
        done={done}
        refusal={refusal}
      />,
      status,
    );
  }

  return pages;
}
