// Set-up from one's own account: password or fresh proof, QR code, confirmation, recovery codes. Each is a dialog.
import type { Context, Hono, MiddlewareHandler } from "hono";
import { freshProof, type Web } from "../access/web.ts";
import { authenticatorsOf } from "../authenticators/totp/actions.ts";
import { nextName } from "../enrolment/actions.ts";
import { setUpMessage } from "../enrolment/words.ts";
import { readForm } from "../http/body.ts";
import { keyOf } from "../people/actions.ts";
import { readSavedHow, readShownCodes } from "../recovery-codes/rules.ts";
import { qrSvg, recoveryCodesText } from "../ui/index.ts";
import {
  CodesOverlay,
  codesFileName,
  NameOverlay,
  PasswordOverlay,
  ReplaceOverlay,
  SetUpOverlay,
} from "./overlays.tsx";
import { secondFactorOf } from "./overview.ts";
import { mayEnable } from "./rules.ts";
import { makeNewCodes, noteCodesSaved } from "./second-factor.ts";
import { goBack, ownAuthenticator, showSecurity } from "./security-pages.tsx";
import { beginOwnSetUp, cancelOwnSetUp, confirmOwnSetUp, pendingOwnSetUp } from "./set-up.ts";
import { type AccountWebNeeds, changeOf, keepSession, orConfirm, troubleOf } from "./web.ts";
import { readTold, type Told, toldFields } from "./words.ts";

const setUpPath = "/account/security/set-up";
const addPath = "/account/security/authenticators/new";
const replacePath = "/account/security/authenticators/:id/replacement";
const codesPath = "/account/security/codes";
const madeAnew: Told = { done: "codes", elsewhere: false };

/** Where there is no password to ask for on the page itself, the proof comes first. */
function freshWherePasswordIsElsewhere(needs: AccountWebNeeds): MiddlewareHandler<Web> {
  const fresh = freshProof(needs);
  return (c, next) => (c.var.visitor.vouchedBy ? fresh(c, next) : next());
}

export function addSetUpPages(pages: Hono<Web>, needs: AccountWebNeeds): void {
  pages.get("/account/security/enable", freshWherePasswordIsElsewhere(needs), async (c) => {
    const { person, requirement } = c.var.visitor;
    const authenticators = (await authenticatorsOf(needs.db, keyOf(person))).length;
    if (!mayEnable(requirement.level, authenticators)) return goBack(c);
    return showSecurity(c, needs, { overlay: <PasswordOverlay purpose="enable" visitor={c.var.visitor} /> });
  });

  pages.post("/account/security/enable", async (c) => {
    const form = await readForm(c);
    return orConfirm(c, c.var.visitor.vouchedBy ? c.req.path : "/account/security", async () => {
      let trouble = { message: c.var.words.problems.wrongPassword, status: 401 };
      try {
        const name = await nextName(needs.db, c.var.visitor.person, { spoken: c.var.words });
        const begun = await beginOwnSetUp(needs, changeOf(c), { password: form.get("password"), name });
        if (begun.outcome === "begun") return c.redirect(setUpPath, 303);
      } catch (error) {
        trouble = troubleOf(c, error);
      }
      return showSecurity(
        c,
        needs,
        { overlay: <PasswordOverlay purpose="enable" visitor={c.var.visitor} error={trouble.message} /> },
        trouble.status,
      );
    });
  });

  pages.get(addPath, freshProof(needs), async (c) => {
    if (c.var.visitor.requirement.level === "off") return goBack(c);
    const name = await nextName(needs.db, c.var.visitor.person, { spoken: c.var.words });
    return showSecurity(c, needs, { overlay: <NameOverlay action={addPath} name={name} purpose="add" /> });
  });

  pages.post(addPath, async (c) => {
    const name = (await readForm(c)).get("name");
    return orConfirm(c, addPath, async () => {
      const begun = await beginOwnSetUp(needs, changeOf(c), { name });
      if (begun.outcome === "begun") return c.redirect(setUpPath, 303);
      const overlay = <NameOverlay action={addPath} name={name} purpose="add" error={c.var.words.security.badName} />;
      return showSecurity(c, needs, { overlay }, 400);
    });
  });

  pages.get(replacePath, freshProof(needs), async (c) => {
    const authenticator = await ownAuthenticator(c, needs);
    return showSecurity(c, needs, { overlay: <ReplaceOverlay authenticator={authenticator} /> });
  });

  pages.post(replacePath, (c) =>
    orConfirm(c, c.req.path, async () => {
      const { id, name } = await ownAuthenticator(c, needs);
      await beginOwnSetUp(needs, changeOf(c), { replaces: id, name });
      return c.redirect(setUpPath, 303);
    }),
  );

  pages.get(setUpPath, (c) => setUp(c));

  pages.post(`${setUpPath}/cancellation`, async (c) => {
    await cancelOwnSetUp(needs, changeOf(c));
    return goBack(c);
  });

  pages.post(setUpPath, async (c) => {
    const form = await readForm(c);
    return orConfirm(c, setUpPath, async () => {
      const confirmed = await confirmOwnSetUp(needs, changeOf(c), form.get("code"));
      if (confirmed.outcome === "nothing-pending")
        return showSecurity(c, needs, { trouble: c.var.words.security.nothingPending }, 409);
      if (confirmed.outcome === "wrong-code") return setUp(c, setUpMessage(confirmed.offBySeconds, c.var.words));
      keepSession(c, needs.site, confirmed.session);
      const told = { done: confirmed.kind, elsewhere: confirmed.signedOut > 0 };
      return showCodes(c, confirmed.recoveryCodes, told);
    });
  });

  pages.get(codesPath, freshWherePasswordIsElsewhere(needs), async (c) => {
    const { state } = await secondFactorOf(needs, c.var.visitor);
    return state === "on"
      ? showSecurity(c, needs, { overlay: <PasswordOverlay purpose="codes" visitor={c.var.visitor} /> })
      : goBack(c);
  });

  pages.post(codesPath, (c) =>
    orConfirm(c, codesPath, async () => {
      const form = await readForm(c);
      let trouble = { message: c.var.words.problems.wrongPassword, status: 401 };
      try {
        const made = await makeNewCodes(needs, changeOf(c), form.get("password"));
        if (made.outcome === "made") return showCodes(c, made.recoveryCodes, madeAnew);
      } catch (error) {
        trouble = troubleOf(c, error);
      }
      return showSecurity(
        c,
        needs,
        { overlay: <PasswordOverlay purpose="codes" visitor={c.var.visitor} error={trouble.message} /> },
        trouble.status,
      );
    }),
  );

  pages.post(`${codesPath}/saved`, async (c) => {
    const form = await readForm(c);
    const how = readSavedHow(form.get("saved"));
    const done = readTold({ done: form.get("done"), elsewhere: form.get("elsewhere") }) ?? madeAnew;
    const codes = readShownCodes(form.get("codes"));
    if (!how && codes && c.var.visitor.policy.policy.saveCodesFirst) {
      return showCodes(c, codes, done, c.var.words.security.sayHowSaved);
    }
    if (how) await noteCodesSaved(needs, changeOf(c), how);
    return goBack(c, done);
  });

  // Without scripts the browser can't make the file itself: the codes on the page come back to be sent as one.
  pages.post(`${codesPath}/download`, async (c) => {
    const codes = readShownCodes((await readForm(c)).get("codes"));
    if (!codes) return goBack(c);
    const { organisation, person } = c.var.visitor;
    const { screen_name: account } = person;
    const shown = { codes, organisationName: organisation.name, account, now: needs.clock.now() };
    const text = recoveryCodesText(shown, c.var.words);
    return c.body(text, 200, {
      "content-type": "text/plain; charset=utf-8",
      "content-disposition": `attachment; filename="${codesFileName(organisation)}"`,
    });
  });

  async function setUp(c: Context<Web>, error?: string) {
    const pending = await pendingOwnSetUp(needs, changeOf(c));
    if (!pending) return goBack(c);
    const overlay = <SetUpOverlay pending={pending} svg={await qrSvg(pending.uri)} error={error} />;
    return showSecurity(c, needs, { overlay }, error ? 401 : 200);
  }

  function showCodes(c: Context<Web>, codes: string[], done: Told, error?: string) {
    const { organisation, person, policy } = c.var.visitor;
    const props = {
      organisation,
      account: person.screen_name,
      codes,
      mustSave: policy.policy.saveCodesFirst,
      now: needs.clock.now(),
    };
    return showSecurity(
      c,
      needs,
      { overlay: <CodesOverlay {...props} told={toldFields(done)} error={error} /> },
      error ? 400 : 200,
    );
  }
}
