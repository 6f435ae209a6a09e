// What everybody sees of an organisation that is suspended.
import type { Context } from "hono";
import type { Organisation } from "../organisations/rules.ts";
import { Page } from "../ui/index.ts";

export function suspendedPage(c: Context, organisation: Organisation): Response | Promise<Response> {
  return c.html(
    <Page
      kind="card"
      title="Suspended"
      heading={<>{organisation.name} is suspended</>}
      lead="Nobody can sign in at the moment. What you have set up is kept."
      organisation={organisation}
    >
      <p>If you did not expect this, ask an administrator of {organisation.name}, or whoever runs this service.</p>
    </Page>,
    403,
  );
}
