// `/confirm-address`: the link in the letter to a new address. Nobody needs to be signed in where they read their letters.
import { Hono } from "hono";
import { type Web, withOrganisation } from "../access/web.ts";
import { limitBody, readForm } from "../http/body.ts";
import { Button, Form, Links, Notice, Page } from "../ui/index.ts";
import { confirmAddress, readAddressChange } from "./address.ts";
import type { AccountWebNeeds } from "./web.ts";
import { refusalProblem } from "./words.ts";

export function addressPages(needs: AccountWebNeeds): Hono<Web> {
  const pages = new Hono<Web>();
  pages.use("/confirm-address", limitBody(), withOrganisation(needs));

  // Looking changes nothing: programs that check letters follow every link in them.
  pages.get("/confirm-address", async (c) => {
    const { organisation } = c.var;
    const token = c.req.query("token") ?? "";
    const { person, email } = await readAddressChange(needs, organisation, token);
    return c.html(
      <Page kind="card" title="Confirm your e-mail address" organisation={organisation}>
        <p>
          {email} becomes the address of the account of {person.display_name} at {organisation.name}.
        </p>
        <Form action="/confirm-address" hidden={{ token }}>
          <Button kind="primary">Confirm this address</Button>
        </Form>
        <p>Did you not ask for it? Then close this page: nothing is changed.</p>
      </Page>,
    );
  });

  pages.post("/confirm-address", async (c) => {
    const form = await readForm(c);
    const { organisation, source } = c.var;
    const result = await confirmAddress(needs, organisation, { token: form.get("token"), source });
    if (result.outcome !== "changed") throw refusalProblem(result.outcome);
    return c.html(
      <Page kind="card" title="Your address is confirmed" organisation={organisation}>
        <Notice kind="success">{result.email} is your e-mail address from now on.</Notice>
        <Links items={[{ label: "Go to your profile", href: "/account" }]} />
      </Page>,
    );
  });

  return pages;
}
