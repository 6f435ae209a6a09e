// The frame around a signed-in person's pages: where they can go, who they are, and the way out.
import type { Child } from "hono/jsx";
import type { Person } from "../people/actions.ts";
import { type AppPage, type NavItem, Page, useWords } from "../ui/index.ts";
import type { Words } from "../words/index.ts";
import type { Visitor } from "./actions.ts";
import { backPath } from "./embedding.ts";

export type Place =
  | typeof backPath
  | "/account"
  | "/account/security"
  | "/admin"
  | "/admin/people"
  | "/admin/help-requests"
  | "/admin/policy"
  | "/admin/single-sign-on"
  | "/admin/applications"
  | "/admin/api-keys"
  | "/admin/webhooks"
  | "/admin/mail"
  | "/admin/audit"
  | "/admin/organisation"
  | "/admin/organisations";

export interface AppFrameProps
  extends Pick<AppPage, "title" | "heading" | "lead" | "notices" | "overlay" | "wide" | "actions"> {
  visitor: Visitor;
  /** Which entry of the navigation this page belongs to. */
  current: Place;
  children?: Child;
}

export function AppFrame({ visitor, current, children, ...page }: AppFrameProps) {
  const { organisation, person } = visitor;
  return (
    <Page
      kind="app"
      organisation={organisation}
      nav={navigation(visitor, useWords().account).map((item) => ({ ...item, current: item.href === current }))}
      person={{
        name: person.display_name,
        href: visitor.vouchedBy ? "/account/security" : "/account",
        picture: pictureAddress(person),
      }}
      signOut={{ action: "/account/sign-out" }}
      console={current.startsWith("/admin")}
      {...page}
    >
      {children}
    </Page>
  );
}

/** The visitor's own picture; the hash makes a new picture a new address. */
export const pictureAddress = (person: Person): string | null =>
  person.picture_hash === null ? null : `/account/picture?v=${person.picture_hash}`;

/** What the visitor's roles open, and nothing else. */
function navigation(
  { roles, vouchedBy, openHelpRequests: count = 0 }: Visitor,
  { nav }: Words["account"],
): (NavItem & { href: Place })[] {
  if (vouchedBy)
    return [
      { href: backPath, label: vouchedBy.name },
      { href: "/account/security", label: nav.security },
    ];
  const own: (NavItem & { href: Place })[] = [
    { href: "/account", label: nav.profile },
    { href: "/account/security", label: nav.security },
  ];
  if (roles.has("administrator")) own.push({ href: "/admin", label: nav.adoption });
  if (roles.has("helper") || roles.has("administrator"))
    own.push(
      { href: "/admin/people", label: nav.people },
      { href: "/admin/help-requests", label: nav.helpRequests, count },
    );
  if (!roles.has("administrator")) return own;
  own.push(
    { href: "/admin/policy", label: nav.policy },
    { href: "/admin/applications", label: nav.applications },
    { href: "/admin/single-sign-on", label: nav.singleSignOn },
    { href: "/admin/api-keys", label: nav.apiKeys },
    { href: "/admin/webhooks", label: nav.webhooks },
    { href: "/admin/mail", label: nav.mail },
    { href: "/admin/audit", label: nav.audit },
  );
  own.push({ href: "/admin/organisation", label: nav.organisation });
  if (roles.has("operator")) own.push({ href: "/admin/organisations", label: nav.organisations });
  return own;
}
