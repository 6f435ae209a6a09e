// `/first-run`: open until one browser has finished it, then closed for good.
import { type Context, type ErrorHandler, Hono } from "hono";
import { answerPage, wordsFor } from "../access/language.tsx";
import type { Web } from "../access/web.ts";
import { limitBody, readForm } from "../http/body.ts";
import { isLoopback } from "../http/client-address.ts";
import { hostOf, peerAddress, type Site, sourceOf, wantsJson } from "../http/web.ts";
import { Problem } from "../kernel/problem.ts";
import { firstRunIsOver, isFirstRunToken } from "../organisations/actions.ts";
import { passwordMessage, shortestWithSecondFactor } from "../passwords/rules.ts";
import { keepProgress, type SignInWebNeeds } from "../sign-in/web.ts";
import { Button, Field, Form, Page, PasswordField, useWords } from "../ui/index.ts";
import type { Words } from "../words/index.ts";
import { type FirstRunRefused, finishFirstRun } from "./actions.ts";
import { type FirstRunSigns, mayFirstRun } from "./rules.ts";

export function firstRunPages(needs: SignInWebNeeds) {
  const pages = new Hono<Web>();
  pages.use("/first-run", limitBody(), async (c, next) => {
    // There is no organisation yet, whose language it could be.
    c.set("words", wordsFor(c, undefined));
    await next();
  });

  pages.get("/first-run", async (c) => {
    const token = c.req.query("token") ?? "";
    await requireOpen(c, token);
    return answerPage(c, <FirstRunPage token={token} values={{}} errors={{}} />);
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
      return answerPage(c, <FirstRunPage token={token} values={values} errors={errorsOf(result, c.var.words)} />, 400);
    keepProgress(c, needs.site, result.progress);
    return c.redirect("/set-up", 303);
  });

  async function requireOpen(c: Context, token: string): Promise<void> {
    if (await firstRunIsOver(needs.db)) throw closed();
    const tokenIsRight = await isFirstRunToken(needs.db, token);
    if (!mayFirstRun(signsOf(c, needs.site, tokenIsRight))) {
      throw new Problem("first-run-token", 403, ({ firstRun }) => firstRun.token);
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

const closed = (): Problem => new Problem("first-run-closed", 410, ({ firstRun }) => firstRun.closed);

type Values = { organisation?: string; name?: string; email?: string };
type Errors = Values & { password?: string };

function errorsOf(refused: Exclude<FirstRunRefused, { outcome: "closed" }>, words: Words): Errors {
  const { firstRun } = words;
  switch (refused.outcome) {
    case "bad-organisation-name":
      return { organisation: firstRun.badOrganisationName };
    case "bad-display-name":
      return { name: firstRun.badName };
    case "bad-password":
      return { password: passwordMessage(refused.verdict, shortestWithSecondFactor, words) };
    default:
      return { email: firstRun.badEmail };
  }
}

function FirstRunPage({ token, values, errors }: { token: string; values: Values; errors: Errors }) {
  const { firstRun, signIn, joining, shared } = useWords();
  return (
    <Page
      kind="card"
      title={firstRun.title}
      heading={firstRun.heading}
      lead={firstRun.lead}
      organisation={{ name: "Countersign" }}
    >
      <Form action="/first-run" hidden={{ token }}>
        <Field
          label={firstRun.organisation}
          name="organisation"
          value={values.organisation}
          error={errors.organisation}
          autocomplete="organization"
          required
          maxlength={80}
          autofocus
        />
        <Field
          label={firstRun.yourName}
          name="name"
          value={values.name}
          error={errors.name}
          autocomplete="name"
          required
          maxlength={100}
        />
        <Field
          label={firstRun.yourEmail}
          name="email"
          type="email"
          value={values.email}
          error={errors.email}
          autocomplete="username"
          required
          maxlength={254}
        />
        <PasswordField
          label={signIn.password}
          name="password"
          autocomplete="new-password"
          error={errors.password}
          hint={joining.atLeast(shortestWithSecondFactor)}
          minlength={shortestWithSecondFactor}
        />
        <Button kind="primary">{shared.goOn}</Button>
      </Form>
    </Page>
  );
}
