// `/admin/applications`: the list, adding one, one of them and what can be done to it.
import type { Context, Hono } from "hono";
import { answerPage } from "../../access/language.tsx";
import { freshProof, type Web } from "../../access/web.ts";
import { type ApplicationKind, takesPart } from "../../applications/rules.ts";
import { readForm } from "../../http/body.ts";
import { notFound } from "../../kernel/problem.ts";
import { originOf } from "../../organisations/rules.ts";
import { type AdminNeeds, by, forReports } from "../web.ts";
import {
  addWrittenApplication,
  changeWrittenApplication,
  type KnownApplication,
  knownApplication,
  knownApplications,
  removeKnownApplication,
  renewSecret,
} from "./actions.ts";
import { connectionOf } from "./connecting.ts";
import { blank, ChooseKindPage, EditApplicationPage, type FormValues, NewApplicationPage } from "./form-views.tsx";
import { type Written, writtenOf } from "./reading.ts";
import { ApplicationPage, ApplicationsPage, RemovalOverlay, SecretPage } from "./views.tsx";
import { type AddedKind, readAddedKind, type Trouble, troublesIn, troubleWords } from "./words.ts";

export function addApplicationsPages(pages: Hono<Web>, needs: AdminNeeds): void {
  const fresh = freshProof(needs);
  const within = (c: Context<Web>) => ({ organisation: c.var.organisation, by: by(c) });
  const ownHost = (c: Context<Web>) => new URL(originOf(needs.site, c.var.organisation)).hostname;

  pages.get("/admin/applications", async (c) => {
    const known = await knownApplications(forReports(needs), c.var.organisation.id);
    const removed = c.req.query("done") === "removed";
    return answerPage(
      c,
      <ApplicationsPage visitor={c.var.visitor} known={known} now={needs.clock.now()} removed={removed} />,
    );
  });

  pages.get("/admin/applications/new", (c) => answerPage(c, <ChooseKindPage visitor={c.var.visitor} />));

  // Asked before the form is shown, so that nothing typed is lost on the way.
  pages.use("/admin/applications/new/:kind", fresh);
  pages.get("/admin/applications/new/:kind", (c) => newForm(c, requireKind(c.req.param("kind")), blank));
  pages.post("/admin/applications/new/:kind", async (c) => {
    const kind = requireKind(c.req.param("kind"));
    const values = await readValues(c);
    const added = await addWrittenApplication(needs, within(c), kind, writtenFrom(values, kind));
    if (added.outcome !== "added") return newForm(c, kind, values, added.errors);
    const { application, clientId, secret } = added;
    if (secret === undefined) return c.redirect(`/admin/applications/${application.id}?done=added`, 303);
    return showSecret(c, { application, clientId, secret, isNew: true });
  });

  pages.get("/admin/applications/:id", (c) => onePage(c, c.req.param("id")));

  pages.use("/admin/applications/:id/edit", fresh);
  pages.get("/admin/applications/:id/edit", async (c) => {
    const known = await find(c, c.req.param("id"));
    return editForm(c, known, valuesOf(known));
  });
  pages.post("/admin/applications/:id/edit", async (c) => {
    const known = await find(c, c.req.param("id"));
    const { id, kind } = known.application;
    const { seen, ...values } = await readValues(c);
    const { client, ...written } = writtenFrom(values, kind);
    const changes = { ...written, active: values.active, seen };
    const changed = await changeWrittenApplication(needs, within(c), id, changes);
    if (changed.outcome === "refused") return editForm(c, { ...known, seen }, values, changed.errors);
    if (changed.outcome === "changed-meanwhile") {
      const found = await find(c, id);
      return editForm(c, found, valuesOf(found), [{ field: "", say: troubleWords.changedMeanwhile }], 409);
    }
    return c.redirect(`/admin/applications/${id}?done=saved`, 303);
  });

  // What was pressed on an application's page is pressed again there.
  const freshAtOne = freshProof(needs, (c) => c.req.path.replace(/\/[^/]*$/, ""));
  pages.post("/admin/applications/:id/secret", freshAtOne, async (c) => {
    const { application, secret } = await renewSecret(needs, by(c), c.req.param("id"));
    const { clientId } = await find(c, application.id);
    return showSecret(c, { application, clientId, secret, isNew: false });
  });

  pages.use("/admin/applications/:id/removal", fresh);
  pages.get("/admin/applications/:id/removal", (c) => onePage(c, c.req.param("id"), true));
  pages.post("/admin/applications/:id/removal", async (c) => {
    await removeKnownApplication(needs, by(c), c.req.param("id"));
    return c.redirect("/admin/applications?done=removed", 303);
  });

  const find = (c: Context<Web>, id: string) => knownApplication(needs, c.var.organisation.id, id);

  function newForm(c: Context<Web>, kind: AddedKind, values: FormValues, errors: readonly Trouble[] = []) {
    const props = {
      visitor: c.var.visitor,
      kind,
      values,
      errors: troublesIn(errors, c.var.words),
      ownHost: ownHost(c),
    };
    return answerPage(c, <NewApplicationPage {...props} />, errors.length > 0 ? 400 : 200);
  }

  function editForm(
    c: Context<Web>,
    { application, seen }: KnownApplication,
    values: FormValues,
    errors: readonly Trouble[] = [],
    status: 200 | 400 | 409 = errors.length > 0 ? 400 : 200,
  ) {
    const { id, name, kind } = application;
    const props = {
      visitor: c.var.visitor,
      id,
      name,
      kind,
      seen,
      values,
      errors: troublesIn(errors, c.var.words),
      ownHost: ownHost(c),
    };
    return answerPage(c, <EditApplicationPage {...props} />, status);
  }

  async function onePage(c: Context<Web>, id: string, removing = false) {
    const known = await find(c, id);
    return answerPage(
      c,
      <ApplicationPage
        visitor={c.var.visitor}
        known={known}
        written={writtenOf(known.application, known.hosts)}
        facts={connectionOf(needs.site, c.var.organisation, known.application)}
        now={needs.clock.now()}
        done={c.req.query("done")}
        overlay={removing ? <RemovalOverlay application={known.application} /> : undefined}
      />,
    );
  }

  function showSecret(
    c: Context<Web>,
    shown: Pick<Parameters<typeof SecretPage>[0], "application" | "clientId" | "secret" | "isNew">,
  ) {
    const facts = connectionOf(needs.site, c.var.organisation, shown.application);
    return answerPage(c, <SecretPage visitor={c.var.visitor} {...shown} facts={facts} />, shown.isNew ? 201 : 200);
  }

  /** What took part by itself since its day came is shown as what takes part. */
  function valuesOf({ application, hosts }: KnownApplication): FormValues {
    const written = writtenOf(application, hosts);
    const lines = (of: readonly string[] = []) => of.join("\n");
    const already = takesPart(application, needs.clock.now());
    return {
      name: written.name,
      takesPart: already ? "yes" : "not-yet",
      takesPartFrom: already ? "" : (written.takesPartFrom ?? ""),
      note: written.note,
      active: application.active,
      redirectAddresses: lines(written.redirectAddresses),
      afterSignOutAddresses: lines(written.afterSignOutAddresses),
      backChannelAddress: written.backChannelAddress ?? "",
      client: written.client ?? "confidential",
      hosts: lines(written.hosts),
      unknownPeople: written.unknownPeople ?? "refuse",
    };
  }
}

/** @throws Problem `not-found` */
function requireKind(text: string): AddedKind {
  const kind = readAddedKind(text);
  if (!kind) throw notFound();
  return kind;
}

async function readValues(c: Context<Web>): Promise<FormValues & { seen: string }> {
  const form = await readForm(c);
  const texts = Object.fromEntries(Object.keys(blank).map((name) => [name, form.get(name)]));
  return { ...(texts as unknown as FormValues), active: form.get("active") === "yes", seen: form.get("seen") };
}

/** What a form of that kind says; a day beside 'Takes part' means nothing. */
function writtenFrom(values: FormValues, kind: ApplicationKind): Written {
  const lines = (text: string) => text.split(/\r?\n/);
  // Whatever else was sent takes part.
  const takesPart = values.takesPart === "not-yet" ? "not-yet" : "yes";
  return {
    name: values.name,
    takesPart,
    takesPartFrom: takesPart === "yes" ? null : values.takesPartFrom,
    note: values.note,
    ...(kind === "openid" || kind === "duo" ? { redirectAddresses: lines(values.redirectAddresses) } : {}),
    ...(kind === "openid"
      ? {
          afterSignOutAddresses: lines(values.afterSignOutAddresses),
          backChannelAddress: values.backChannelAddress,
          client: values.client === "public" ? "public" : "confidential",
        }
      : {}),
    ...(kind === "duo" ? { unknownPeople: values.unknownPeople === "enrol" ? "enrol" : "refuse" } : {}),
    ...(kind === "forward-auth" ? { hosts: lines(values.hosts) } : {}),
  };
}
