// `/admin/people/{id}/edit`: names, address, account type, roles, and what is asked of this one person.
import type { Context, Hono } from "hono";
import { answerPage } from "../access/language.tsx";
import { freshProof, type Web } from "../access/web.ts";
import { authenticatorsOf } from "../authenticators/totp/actions.ts";
import { readForm } from "../http/body.ts";
import { dayText } from "../kernel/days.ts";
import { keyOf, type Person } from "../people/actions.ts";
import { readAddress } from "../people/rules.ts";
import { accountTypesOf } from "../policy/account-types.ts";
import type { Level } from "../policy/rules.ts";
import { readLanguage } from "../words/index.ts";
import { ConfirmEditPage, EditPersonPage, type EditValues } from "./edit-views.tsx";
import { asSeen, type Changes, editPerson, foresee, judgeChanges } from "./editing.ts";
import { endOfDay } from "./rules.ts";
import { notYourself, requireMayActOn, requirePerson } from "./subject.ts";
import { type AdminNeeds, by } from "./web.ts";
import { editRefusalWords } from "./words.ts";

export function addEditPages(pages: Hono<Web>, needs: AdminNeeds): void {
  // Asked before the form is shown, so that nothing typed is lost on the way.
  pages.use("/admin/people/:id/edit", freshProof(needs));
  pages.get("/admin/people/:id/edit", async (c) => {
    const person = await editable(c, c.req.param("id"));
    return form(c, person, valuesOf(person, needs.clock.now()));
  });

  pages.post("/admin/people/:id/edit", async (c) => {
    const person = await editable(c, c.req.param("id"));
    const { seen, ...values } = await readValues(c, person);
    if (seen !== asSeen(person)) return changedMeanwhile(c, person);
    const changes = changesOf(values, person);
    const refusal = await judgeChanges(needs.db, needs, person, changes);
    if (refusal) return form(c, person, values, editRefusalWords(refusal, c.var.words));
    if (values.confirmed !== mattersOf(values) && mattersOf(values) !== mattersOf(valuesOf(person, 0)))
      return confirm(c, person, values, changes);
    const edited = await editPerson(needs, { ...by(c), person: person.id, changes, seen });
    if (edited.outcome === "changed-meanwhile") return changedMeanwhile(c, person);
    if (edited.outcome !== "edited") return form(c, person, values, editRefusalWords(edited, c.var.words));
    return c.redirect(`/admin/people/${person.id}?done=edited`, 303);
  });

  async function editable(c: Context<Web>, id: string): Promise<Person> {
    const { organisation, visitor } = c.var;
    if (id === visitor.person.id) throw notYourself();
    const person = await requirePerson(needs.db, organisation.id, id);
    await requireMayActOn(needs.db, by(c), person);
    return person;
  }

  async function changedMeanwhile(c: Context<Web>, { id }: Person): Promise<Response> {
    const person = await editable(c, id);
    const values = valuesOf(person, needs.clock.now());
    return form(c, person, values, editRefusalWords({ outcome: "changed-meanwhile" }, c.var.words), 409);
  }

  async function form(
    c: Context<Web>,
    person: Person,
    values: EditValues,
    error?: { field: string; message: string },
    status: 200 | 400 | 409 = error ? 400 : 200,
  ): Promise<Response> {
    const asPolicy = await foresee(needs, person, { override: null });
    return answerPage(
      c,
      <EditPersonPage
        visitor={c.var.visitor}
        person={person}
        values={values}
        accountTypes={await accountTypesOf(needs.db, person.organisation_id)}
        policyLevel={"after" in asPolicy ? asPolicy.after.level : "required"}
        error={error}
      />,
      status,
    );
  }

  async function confirm(c: Context<Web>, person: Person, values: EditValues, changes: Changes): Promise<Response> {
    const foreseen = await foresee(needs, person, changes);
    if ("outcome" in foreseen) return form(c, person, values, editRefusalWords(foreseen, c.var.words));
    const hasNone = (await authenticatorsOf(needs.db, keyOf(person))).length === 0;
    return answerPage(
      c,
      <ConfirmEditPage
        visitor={c.var.visitor}
        person={person}
        values={values}
        foreseen={foreseen}
        wouldSetUp={hasNone && foreseen.after.level === "required" && foreseen.before.level !== "required"}
        hidden={{ ...fieldsOf(values), seen: asSeen(person), confirmed: mattersOf(values) }}
      />,
    );
  }
}

/** What the rules follow; sent back with the second click, so that what was shown is what is saved. */
const mattersOf = (values: EditValues): string => `${readAddress(values.email)?.normal ?? ""} ${values.accountType}`;

async function readValues(c: Context<Web>, person: Person): Promise<EditValues & { confirmed: string; seen: string }> {
  const sent = await readForm(c);
  const override = sent.get("override");
  return {
    email: sent.get("email"),
    screenName: sent.get("screenName"),
    displayName: sent.get("displayName"),
    accountType: sent.get("accountType").trim(),
    language: readLanguage(sent.get("language")) ?? "",
    administrator: sent.get("administrator") === "yes",
    helper: sent.get("helper") === "yes",
    // Not on the form of who is none, and then it stays.
    operator: c.var.visitor.roles.has("operator") ? sent.get("operator") === "yes" : person.operator === 1,
    override: override === "off" || override === "optional" || override === "required" ? override : "policy",
    reason: sent.get("reason"),
    until: sent.get("until"),
    confirmed: sent.get("confirmed"),
    seen: sent.get("seen"),
  };
}

function fieldsOf(values: EditValues): Record<string, string> {
  const {
    administrator,
    helper,
    operator,
    email,
    screenName,
    displayName,
    accountType,
    language,
    override,
    reason,
    until,
  } = values;
  return {
    ...{ email, screenName, displayName, accountType, language, override, reason, until },
    ...(administrator ? { administrator: "yes" } : {}),
    ...(helper ? { helper: "yes" } : {}),
    ...(operator ? { operator: "yes" } : {}),
  };
}

function valuesOf(person: Person, now: number): EditValues {
  const { override_level, override_reason, override_until } = person;
  const holds = override_level !== null && (override_until === null || override_until > now);
  return {
    email: person.email,
    screenName: person.screen_name,
    displayName: person.display_name,
    accountType: person.account_type,
    language: person.language,
    administrator: person.administrator === 1,
    helper: person.helper === 1,
    operator: person.operator === 1,
    override: holds ? (override_level as Level) : "policy",
    reason: holds ? (override_reason ?? "") : "",
    until: holds && override_until !== null ? lastDay(override_until) : "",
  };
}

const lastDay = (until: number): string => dayText(until - 1);

function changesOf(values: EditValues, person: Person): Changes {
  const { override, reason, until, administrator, helper, operator, ...who } = values;
  const same = person.override_until !== null && lastDay(person.override_until) === until;
  const end = until === "" ? null : same ? person.override_until : endOfDay(until);
  return {
    email: who.email,
    screenName: who.screenName,
    displayName: who.displayName,
    accountType: who.accountType,
    language: readLanguage(who.language) ?? "",
    roles: { administrator, helper, operator },
    override: override === "policy" ? null : { level: override, reason, until: end },
  };
}
