// `/confirm-address`: the link in the letter to a new address. Nobody needs to be signed in where they read their letters.
import { Hono } from "hono";
import { answerPage } from "../access/language.tsx";
import { type Web, withOrganisation } from "../access/web.ts";
import { limitBody, readForm } from "../http/body.ts";
import type { Organisation } from "../organisations/rules.ts";
import { Button, Form, Links, Notice, Page, useWords } from "../ui/index.ts";
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
    return answerPage(
      c,
      <ConfirmAddressPage organisation={organisation} email={email} name={person.display_name} token={token} />,
    );
  });

  pages.post("/confirm-address", async (c) => {
    const form = await readForm(c);
    const { organisation, source } = c.var;
    const result = await confirmAddress(needs, organisation, { token: form.get("token"), source });
    if (result.outcome !== "changed") throw refusalProblem(result.outcome);
    return answerPage(c, <ConfirmedPage organisation={organisation} email={result.email} />);
  });

  return pages;
}

interface AddressProps {
  organisation: Organisation;
  email: string;
}

function ConfirmAddressPage({ organisation, email, name, token }: AddressProps & { name: string; token: string }) {
  const { joining } = useWords();
  return (
    <Page kind="card" title={joining.confirmAddressTitle} organisation={organisation}>
      <p>{joining.confirmAddress(email, name, organisation.name)}</p>
      <Form action="/confirm-address" hidden={{ token }}>
        <Button kind="primary">{joining.confirmAddressButton}</Button>
      </Form>
      <p>{joining.confirmAddressElse}</p>
    </Page>
  );
}

function ConfirmedPage({ organisation, email }: AddressProps) {
  const { joining } = useWords();
  return (
    <Page kind="card" title={joining.confirmedTitle} organisation={organisation}>
      <Notice kind="success">{joining.confirmed(email)}</Notice>
      <Links items={[{ label: joining.toProfile, href: "/account" }]} />
    </Page>
  );
}
