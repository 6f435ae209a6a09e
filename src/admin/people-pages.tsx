// `/admin/people` and `/admin/people/new`.
import type { Context, Hono } from "hono";
import { answerPage } from "../access/language.tsx";
import { freshProof, type Web } from "../access/web.ts";
import { readForm } from "../http/body.ts";
import { accountTypesOf } from "../policy/account-types.ts";
import { readLanguage } from "../words/index.ts";
import { readFilters, sorts, usualSort } from "./list-filters.ts";
import { countPeople, listPeople } from "./listing.ts";
import { InvitationPage, NewPersonPage, type NewPersonValues } from "./new-person-views.tsx";
import { addInvitedPerson } from "./people.ts";
import { peopleFile } from "./people-file.ts";
import type { ListState } from "./people-filter-views.tsx";
import { PeopleListPage } from "./people-views.tsx";
import { type AdminNeeds, by, forReports } from "./web.ts";
import { refusalWords } from "./words.ts";

const blank: NewPersonValues = {
  language: "",
  email: "",
  screenName: "",
  displayName: "",
  accountType: "staff",
  administrator: false,
  helper: false,
};

export function addPeoplePages(pages: Hono<Web>, needs: AdminNeeds): void {
  pages.get("/admin/people", async (c) => {
    const { visitor, organisation } = c.var;
    const state = readState((name) => c.req.query(name));
    const [after, before] = [c.req.query("after"), c.req.query("before")];
    const page = await listPeople(forReports(needs), {
      organisation: organisation.id,
      ...state.filters,
      sort: state.sort,
      descending: state.descending,
      ...(after ? { after } : {}),
      ...(before ? { before } : {}),
    });
    return answerPage(
      c,
      <PeopleListPage
        visitor={visitor}
        page={page}
        state={state}
        accountTypes={await accountTypesOf(needs.db, organisation.id)}
        total={await countPeople(forReports(needs), organisation.id)}
        now={needs.clock.now()}
        deleted={c.req.query("done") === "deleted"}
        several={c.req.query("several")}
        mails={needs.post.sends}
      />,
    );
  });

  pages.get("/admin/people/download", (c) => {
    const { filters, sort, descending } = readState((name) => c.req.query(name));
    return peopleFile(forReports(needs), { organisation: c.var.organisation.id, ...filters, sort, descending });
  });

  // Asked before the form is shown, so that nothing typed is lost on the way.
  pages.use("/admin/people/new", freshProof(needs));
  pages.get("/admin/people/new", async (c) => answerPage(c, await newPerson(c, blank)));

  pages.post("/admin/people/new", async (c) => {
    const form = await readForm(c);
    const values: NewPersonValues = {
      email: form.get("email"),
      screenName: form.get("screenName"),
      displayName: form.get("displayName"),
      accountType: form.get("accountType").trim(),
      language: form.get("language"),
      administrator: form.get("administrator") === "yes",
      helper: form.get("helper") === "yes",
    };
    const { visitor } = c.var;
    const added = await addInvitedPerson(needs, {
      ...by(c),
      email: values.email,
      ...(values.screenName.trim() ? { screenName: values.screenName } : {}),
      ...(values.displayName.trim() ? { displayName: values.displayName } : {}),
      ...(values.accountType ? { accountType: values.accountType } : {}),
      language: readLanguage(values.language) ?? "",
      administrator: values.administrator,
      helper: values.helper,
    });
    if (added.outcome !== "added")
      return answerPage(c, await newPerson(c, values, refusalWords(added, c.var.words)), 400);
    return answerPage(
      c,
      <InvitationPage visitor={visitor} person={added.person} invitation={added.invitation} added />,
      201,
    );
  });

  async function newPerson(c: Context<Web>, values: NewPersonValues, error?: { field: string; message: string }) {
    const { visitor, organisation } = c.var;
    const accountTypes = await accountTypesOf(needs.db, organisation.id);
    return <NewPersonPage visitor={visitor} values={values} accountTypes={accountTypes} error={error} />;
  }
}

/** What an address or a form says of the list; what it says wrongly is left out. */
export function readState(get: (name: string) => string | undefined): ListState {
  const sort = sorts.find((one) => one === get("sort")) ?? usualSort;
  return { filters: readFilters(get), sort, descending: get("descending") === "yes" };
}
