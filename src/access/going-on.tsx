// Sends a browser on to an address that is not ours.
import type { Context } from "hono";
import { Links, Page, useWords } from "../ui/index.ts";
import { answerPage } from "./language.tsx";
import type { Web } from "./variables.ts";

/** Where a browser says that the request began elsewhere, no form of ours can be what led here. */
const elsewhere = new Set(["cross-site", "same-site", "none"]);

/**
 * Browsers hold a form to `form-action` over all redirects that follow it, and ours name no other host: after one, a page
 * in between breaks the chain.
 * @param url judged already: the browser goes there
 */
export async function leaveFor(c: Context<Web>, url: string, name: string): Promise<Response> {
  if (elsewhere.has(c.req.header("sec-fetch-site") ?? "")) return c.redirect(url, 303);
  c.header("refresh", `0; url=${url}`);
  return answerPage(c, <LeavingPage organisation={c.var.organisation} url={url} name={name} />);
}

function LeavingPage({
  organisation,
  url,
  name,
}: {
  organisation: Web["Variables"]["organisation"];
  url: string;
  name: string;
}) {
  const { signIn } = useWords();
  return (
    <Page kind="card" title={signIn.goingOn(name)} organisation={organisation}>
      <Links items={[{ label: signIn.goOnTo(name), href: url }]} />
    </Page>
  );
}
