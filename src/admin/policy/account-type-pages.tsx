// The organisation's list of account types: added to, and removed from where nobody holds a type.
import type { Context, Hono } from "hono";
import { missingProof } from "../../access/actions.ts";
import { answerPage } from "../../access/language.tsx";
import { freshProof, type Web } from "../../access/web.ts";
import { readForm } from "../../http/body.ts";
import { addAccountType, countedAccountTypes, removeAccountType } from "../../policy/account-types.ts";
import { policyOf } from "../../policy/actions.ts";
import { type AdminNeeds, by } from "../web.ts";
import { AccountTypesPage, type AccountTypesPageProps } from "./account-type-views.tsx";
import { accountTypeWordsIn } from "./account-type-words.ts";

const address = "/admin/policy/account-types";
const back = () => address;

export function addAccountTypePages(pages: Hono<Web>, needs: AdminNeeds): void {
  pages.get(address, (c) => {
    const done = c.req.query("done");
    const { types: say } = c.var.words.consolePolicy;
    return page(c, { done: done === "added" || done === "removed" ? say[done] : undefined });
  });

  pages.post(address, freshProof(needs, back), async (c) => {
    const name = (await readForm(c)).get("name").trim().slice(0, 100);
    const { outcome } = await needs.db.transaction((tx) => addAccountType(tx, needs, { ...by(c), name }));
    if (outcome === "added") return c.redirect(`${address}?done=added`, 303);
    return page(
      c,
      { wrong: { name, message: accountTypeWordsIn(c.var.words)[outcome] } },
      outcome === "bad-account-type" ? 400 : 409,
    );
  });

  pages.post(`${address}/removal`, freshProof(needs, back), async (c) => {
    const name = (await readForm(c)).get("name");
    const { outcome } = await needs.db.transaction((tx) => removeAccountType(tx, needs, { ...by(c), name }));
    // Somebody else was faster: it is gone, as was wanted.
    if (outcome === "removed" || outcome === "no-such-type") return c.redirect(`${address}?done=removed`, 303);
    return page(c, { kept: accountTypeWordsIn(c.var.words)[outcome] }, 409);
  });

  async function page(c: Context<Web>, said: Pick<AccountTypesPageProps, "done" | "wrong" | "kept">, status = 200) {
    const { visitor, organisation } = c.var;
    const { policy } = await policyOf(needs.db, organisation.id);
    return answerPage(
      c,
      <AccountTypesPage
        visitor={visitor}
        unlocked={(await missingProof(needs, visitor)) === undefined}
        types={await countedAccountTypes(needs.db, organisation.id)}
        named={Object.keys(policy.accountTypes)}
        {...said}
      />,
      status,
    );
  }
}
