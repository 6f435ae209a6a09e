// `/first-run`: open until one browser has finished it, then closed for good.
import { type Context, type ErrorHandler, Hono } from "hono";
import { limitBody, readForm } from "../http/body.ts";
import { isLoopback } from "../http/client-address.ts";
import { hostOf, peerAddress, type Site, sourceOf, wantsJson } from "../http/web.ts";
import { Problem } from "../kernel/problem.ts";
import { firstRunIsOver, isFirstRunToken } from "../organisations/actions.ts";
import { passwordMessage, shortestWithSecondFactor } from "../passwords/rules.ts";
import { keepProgress, type SignInWebNeeds } from "../sign-in/web.ts";
import { Button, Field, Form, Page, PasswordField } from "../ui/index.ts";
import { type FirstRunRefused, finishFirstRun } from "./actions.ts";
import { type FirstRunSigns, mayFirstRun } from "./rules.ts";

export function firstRunPages(needs: SignInWebNeeds) {
  const pages = new Hono();
  pages.use("/first-run", limitBody());

  pages.get("/first-run", async (c) => {
    const token = c.req.query("token") ?? "";
    await requireOpen(c, token);
    return c.html(<FirstRunPage token={token} values={{}} errors={{}} />);
  });

  pages.post("/first-run", async (c) => {
    const form = await readForm(c);
    const token = form.get("token");
    await requireOpen(c, token);
    const values = { organisation: form.get("organisation"), name: form.get("name"), email: form.get("email") };
    const result = await finishFirstRun(needs, {
      organisationName: values.organisation,
      displayName: values.name,
      email: values.email,
      password: form.get("password"),
      source: sourceOf(c, needs.site),
    });
    if (result.outcome === "closed") throw closed();
    if (result.outcome !== "done")
      return c.html(<FirstRunPage token={token} values={values} errors={errorsOf(result)} />, 400);
    keepProgress(c, needs.site, result.progress);
    return c.redirect("/set-up", 303);
  });

  async function requireOpen(c: Context, token: string): Promise<void> {
    if (await firstRunIsOver(needs.db)) throw closed();
    const tokenIsRight = await isFirstRunToken(needs.db, token);
    if (!mayFirstRun(signsOf(c, needs.site, tokenIsRight))) {
      throw new Problem(
        "first-run-token",
        403,
        "Open the address that the program printed when it started: it carries the token for this page.",
      );
    }
  }

  return pages;
}

/** Before the first run every page leads there, where this very request might open it. */
export function leadingToFirstRun(
  { db, site }: Pick<SignInWebNeeds, "db" | "site">,
  answer: ErrorHandler,
): ErrorHandler {
  return async (error, c) => {
    const page = c.req.method === "GET" && !wantsJson(c);
    const toDo = page && error instanceof Problem && error.code === "not-set-up";
    if (toDo && mayFirstRun(signsOf(c, site, false)) && !(await firstRunIsOver(db).catch(() => true)))
      return c.redirect("/first-run", 303);
    return answer(error, c);
  };
}

function signsOf(c: Context, site: Site, tokenIsRight: boolean): FirstRunSigns {
  const forwarded = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip"].some(
    (name) => c.req.header(name) !== undefined,
  );
  return {
    tokenIsRight,
    fromLoopback: isLoopback(peerAddress(c)),
    toLoopback: namesLoopback(hostOf(c)),
    siteIsLoopback: namesLoopback(new URL(site.origin).hostname),
    forwarded,
  };
}

function namesLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, "");
  return bare === "localhost" || isLoopback(bare);
}

const closed = (): Problem =>
  new Problem("first-run-closed", 410, "This installation is set up already. Sign in instead.");

type Values = { organisation?: string; name?: string; email?: string };
type Errors = Values & { password?: string };

function errorsOf(refused: Exclude<FirstRunRefused, { outcome: "closed" }>): Errors {
  switch (refused.outcome) {
    case "bad-organisation-name":
      return { organisation: "Give your organisation a name of at most 80 characters." };
    case "bad-display-name":
      return { name: "Give your name in at most 100 characters." };
    case "bad-password":
      return { password: passwordMessage(refused.verdict, shortestWithSecondFactor) };
    default:
      return { email: "That is no e-mail address we can use." };
  }
}

function FirstRunPage({ token, values, errors }: { token: string; values: Values; errors: Errors }) {
  return (
    <Page
      kind="card"
      title="Welcome"
      heading="Welcome to Countersign"
      lead="Name your organisation and make its first administrator. Next you set up your second factor."
      organisation={{ name: "Countersign" }}
    >
      <Form action="/first-run" hidden={{ token }}>
        <Field
          label="Organisation"
          name="organisation"
          value={values.organisation}
          error={errors.organisation}
          autocomplete="organization"
          required
          maxlength={80}
          autofocus
        />
        <Field
          label="Your name"
          name="name"
          value={values.name}
          error={errors.name}
          autocomplete="name"
          required
          maxlength={100}
        />
        <Field
          label="Your e-mail"
          name="email"
          type="email"
          value={values.email}
          error={errors.email}
          autocomplete="username"
          required
          maxlength={254}
        />
        <PasswordField
          label="Password"
          name="password"
          autocomplete="new-password"
          error={errors.password}
          hint={`At least ${shortestWithSecondFactor} characters.`}
          minlength={shortestWithSecondFactor}
        />
        <Button kind="primary">Continue</Button>
      </Form>
    </Page>
  );
}
