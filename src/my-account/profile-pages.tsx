// `/account`: names, e-mail, password and picture, each a form of its own.
import type { Context, Hono } from "hono";
import { answerPage } from "../access/language.tsx";
import type { Web } from "../access/web.ts";
import { limitBody, mostBytes, readForm } from "../http/body.ts";
import { keptType, mostPictureBytes, readUpload } from "../http/picture.ts";
import { pendingAddressOf } from "../invitations/address-changes.ts";
import { notFound, Problem } from "../kernel/problem.ts";
import { passwordMessage } from "../passwords/rules.ts";
import { keyOf } from "../people/actions.ts";
import { pictureOf } from "../people/pictures/actions.ts";
import { readLanguage } from "../words/index.ts";
import { secondFactorOf } from "./overview.ts";
import {
  changeAddress,
  changePassword,
  changePicture,
  changeProfile,
  removePicture,
  shortestPasswordOf,
  withdrawAddressChange,
} from "./profile.ts";
import { type ProfileField, ProfilePage, type ProfilePageProps } from "./profile-views.tsx";
import { mayEnable } from "./rules.ts";
import { type AccountWebNeeds, changeOf, keepSession, orConfirm, troubleOf } from "./web.ts";
import { type Done, readTold, refusal, toldFields } from "./words.ts";

export const picturePath = "/account/picture";

type Shown = Pick<ProfilePageProps, "done" | "error" | "typed">;

export function addProfilePages(pages: Hono<Web>, needs: AccountWebNeeds): void {
  // The picture, and what a form wraps around it.
  const limitUpload = limitBody(mostPictureBytes + mostBytes);

  pages.get("/account", (c) => show(c, { done: readTold(c.req.query()) }));

  // What a phone asks for that has put the page with an error away, and has only its address left.
  for (const path of ["/account/profile", "/account/email", "/account/password"]) {
    pages.get(path, (c) => c.redirect("/account", 303));
  }

  pages.post("/account/profile", async (c) => {
    const form = await readForm(c);
    const typed = {
      displayName: form.get("displayName"),
      screenName: form.get("screenName"),
      language: readLanguage(form.get("language")) ?? ("" as const),
    };
    try {
      const result = await changeProfile(needs, changeOf(c), typed);
      if (result.outcome === "changed") return done(c, "profile");
      const { field, message, status } = refusal(result.outcome, c.var.words);
      return show(c, { error: { field, message }, typed }, status);
    } catch (error) {
      if (!(error instanceof Problem && error.code === "screen-name-kept")) throw error;
      const message = error.messageIn(c.var.words);
      return show(c, { error: { field: "screenName", message }, typed }, error.status);
    }
  });

  pages.post("/account/email", (c) => orConfirm(c, "/account", () => changeEmail(c)));

  async function changeEmail(c: Context<Web>): Promise<Response> {
    const form = await readForm(c);
    const typed = { email: form.get("email") };
    try {
      const result = await changeAddress(needs, changeOf(c), { ...typed, password: form.get("password") });
      if (result.outcome === "changed") return done(c, "email");
      if (result.outcome === "asked") return done(c, "email-asked");
      if (result.outcome === "wrong-password") {
        return show(c, { error: { field: "password", message: c.var.words.problems.wrongPassword }, typed }, 401);
      }
      if (result.outcome === "asked-too-often") return trouble(c, result.refusal, "email", { typed });
      const { field, message, status } = refusal(result.outcome, c.var.words);
      return show(c, { error: { field, message }, typed }, status);
    } catch (error) {
      return trouble(c, error, "password", { typed });
    }
  }

  pages.post("/account/email/withdrawal", async (c) => {
    await withdrawAddressChange(needs, changeOf(c));
    return done(c, "email-withdrawn");
  });

  pages.post("/account/password", async (c) => {
    const form = await readForm(c);
    const passwords = { currentPassword: form.get("currentPassword"), newPassword: form.get("newPassword") };
    try {
      const result = await changePassword(needs, changeOf(c), passwords);
      if (result.outcome === "wrong-password") {
        return show(c, { error: { field: "currentPassword", message: c.var.words.problems.wrongPassword } }, 401);
      }
      if (result.outcome === "bad-password") {
        const message = passwordMessage(result.verdict, result.shortest, c.var.words);
        return show(c, { error: { field: "newPassword", message } }, 400);
      }
      keepSession(c, needs.site, result.session);
      return done(c, "password", result.signedOut > 0);
    } catch (error) {
      return trouble(c, error, "currentPassword");
    }
  });

  pages.post(picturePath, async (c) => {
    try {
      await limitUpload(c, async () => {});
      const result = await changePicture(needs, changeOf(c), await readUpload(c, "picture"));
      if (result.outcome === "drawn") return done(c, "picture");
      const status = result.outcome === "too-large" ? 413 : 400;
      return show(c, { error: { field: "picture", message: c.var.words.account.refused[result.outcome] } }, status);
    } catch (error) {
      if (error instanceof Problem && error.code === "too-large") {
        return show(c, { error: { field: "picture", message: c.var.words.account.refused["too-large"] } }, 413);
      }
      return trouble(c, error, "picture");
    }
  });

  pages.post(`${picturePath}/removal`, async (c) => {
    await removePicture(needs, changeOf(c));
    return done(c, "picture-removed");
  });

  pages.get(picturePath, async (c) => {
    const picture = await pictureOf(needs.db, keyOf(c.var.visitor.person));
    if (!picture) throw notFound("picture");
    // The address carries the picture's hash, so what is kept under it never grows stale.
    return c.body(new Uint8Array(picture.body), 200, {
      "content-type": keptType,
      "cache-control": "private, max-age=86400",
    });
  });

  const done = (c: Context<Web>, what: Done, elsewhere = false) =>
    c.redirect(`/account?${new URLSearchParams(toldFields({ done: what, elsewhere }))}`, 303);

  function trouble(c: Context<Web>, error: unknown, field: ProfileField, shown: Shown = {}) {
    const { message, status } = troubleOf(c, error);
    return show(c, { ...shown, error: { field, message } }, status);
  }

  async function show(c: Context<Web>, shown: Shown, status = 200) {
    const { visitor } = c.var;
    const shortest = await shortestPasswordOf(needs, { visitor });
    const { authenticators } = await secondFactorOf(needs, visitor);
    const invite = mayEnable(visitor.requirement.level, authenticators.length);
    const pending = await pendingAddressOf(needs.db, needs, visitor.person);
    return answerPage(
      c,
      <ProfilePage
        visitor={visitor}
        shortest={shortest}
        invite={invite}
        confirms={needs.post.sends}
        pending={pending}
        {...shown}
      />,
      status,
    );
  }
}
