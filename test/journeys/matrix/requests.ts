// A plausible, valid request for every route: what its own page or a careful program would send.

import { digestOf } from "../../../src/admin/bulk/choosing.ts";
import { asSeen } from "../../../src/admin/editing.ts";
import { fingerprintOf } from "../../../src/admin/exporting/rules.ts";
import { totp } from "../../../src/otp/index.ts";
import { policyOfNewOrganisation } from "../../../src/policy/rules.ts";
import { callback, secretOf } from "../../support/openid.ts";
import { settingsForm } from "../../support/policy-form.ts";
import { password } from "../../support/world.ts";
import { ageRecipient, type Caller, type Cast, type Things } from "./cast.ts";

/** Names a route as `app.routes` does, e.g. `POST /admin/people/:id/reset`. */
export type Route = `${string} ${string}`;

export interface Sent {
  query?: Record<string, string>;
  form?: Record<string, string>;
  json?: unknown;
  picture?: Buffer;
  /** A CSV file. */
  csv?: string;
  /** A file of another system. */
  upload?: string;
}

const ageFingerprint = fingerprintOf([ageRecipient]);
const moving = "otpauth://totp/Old:new@acme.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\n";

interface Situation {
  cast: Cast;
  caller: Caller;
  /** What the caller's app shows; some digits for those who have none. */
  code: string;
  /** What the app shows that the caller is setting up. */
  pendingCode: string;
}

export interface Known {
  sends?: (situation: Situation) => Sent;
  /** Whose things the address names; without it they are kim's, who is somebody else to every caller. */
  names?: (cast: Cast) => Partial<Things>;
  /** In which sign-in those call that are in one of its kind; without it, the one that has to set up or gives a code. */
  in?: "saving" | "offered" | "helped";
  /** Whose rows may change, beside the caller's own. */
  concerns?: (cast: Cast) => string[];
}

/** A PNG of one pixel. */
export const pixel = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

const newPassword = "nine green bottles in a row";
const savedCodes = Array.from({ length: 10 }, (_, i) => `0000-0000-0000-000${i}`).join(" ");
const policy = { ...policyOfNewOrganisation, organisation: "optional", accountTypes: { client: "required" } };

const asLou: Known = {
  sends: ({ cast }) => ({ json: { login: cast.lou.person.email, password } }),
  concerns: ({ lou }) => [lou.person.id],
};
const aboutKim = { concerns: ({ kim }: Cast) => [kim.person.id] };
const toIvy = { names: ({ ivy }: Cast) => ({ person: ivy.person.id }) };
const addressChange = ({ cast }: Situation) => ({ token: cast.addressChange });
const toLou: Known["concerns"] = ({ lou }) => [lou.person.id];
const invitation = ({ cast }: Situation) => ({ token: cast.invitation });

const disabled = { names: ({ dan }: Cast) => ({ person: dan.person.id }) };
// The same person in both states.
const overridden = disabled;

const ofWiki = { client_id: "wiki", client_secret: secretOf("wiki") };
const openIdRequest = {
  ...{ client_id: "wiki", response_type: "code", scope: "openid", redirect_uri: callback, state: "state" },
  ...{ code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", code_challenge_method: "S256" },
};

const known: Record<Route, Known> = {
  "POST /api/v1/sign-ins": asLou,
  "POST /api/v1/sign-ins/current/answers": { sends: ({ code }) => ({ json: { method: "totp", code } }) },
  "POST /api/v1/sign-ins/current/enrolment": { sends: () => ({ json: {} }) },
  "POST /api/v1/sign-ins/current/enrolment/confirmation": { sends: ({ pendingCode: code }) => ({ json: { code } }) },
  "POST /api/v1/sign-ins/current/enrolment/completion": { sends: () => ({ json: { saved: "printed" } }), in: "saving" },
  "POST /api/v1/sign-ins/current/enrolment/postponement": { sends: () => ({ json: {} }), in: "offered" },
  "POST /api/v1/sign-ins/current/help": { sends: () => ({ json: { message: "lost" } }) },
  "POST /api/v1/sign-ins/current/pass": { sends: () => ({ json: {} }), in: "helped" },
  "POST /api/v1/session/proofs": { sends: ({ code }) => ({ json: { method: "totp", code } }) },
  "GET /api/v1/people": { sends: () => ({ query: { search: "kim", limit: "10" } }) },
  "POST /api/v1/people": { sends: () => ({ json: { email: "new@acme.example", displayName: "New" } }) },
  "POST /api/v1/people/:id/invitation": toIvy,
  "PATCH /api/v1/people/:id": { sends: () => ({ json: { displayName: "Another name", helper: true } }) },
  "PUT /api/v1/people/:id/override": { sends: () => ({ json: { level: "off", reason: "on leave" } }) },
  "DELETE /api/v1/people/:id/override": overridden,
  "GET /api/v1/people/:id/requirement": { sends: () => ({ query: { email: "another@acme.example" } }) },
  "POST /api/v1/people/:id/disable": { sends: () => ({ json: { reason: "left" } }) },
  "POST /api/v1/people/:id/enable": disabled,
  "DELETE /api/v1/people/:id/second-factor": { sends: () => ({ json: { reason: "lost phone" } }) },
  "PUT /api/v1/policy": { sends: () => ({ json: { ...policy, helpRequests: false } }) },
  "GET /api/v1/policy/explanation": { sends: ({ cast }) => ({ query: { login: cast.kim.person.screen_name } }) },
  "POST /api/v1/policy/preview": { sends: () => ({ json: { ...policy, helpRequests: false } }) },
  "POST /api/v1/account-types": { sends: () => ({ json: { name: "guest" } }) },
  "GET /api/v1/help-requests": { sends: () => ({ query: { status: "open", limit: "10" } }) },
  "POST /api/v1/help-requests/:id/approval": { sends: () => ({ json: { note: "called" } }), ...aboutKim },
  "POST /api/v1/help-requests/:id/decline": { sends: () => ({ json: { note: "not them" } }), ...aboutKim },
  "PATCH /api/v1/me": { sends: () => ({ json: { displayName: "Another name" } }) },
  "POST /api/v1/me/email": { sends: () => ({ json: { email: "another@acme.example", password } }) },
  "POST /api/v1/me/password": { sends: () => ({ json: { currentPassword: password, newPassword } }) },
  "PUT /api/v1/me/picture": { sends: () => ({ picture: pixel }) },
  "POST /api/v1/me/authenticators": { sends: () => ({ json: { name: "Third" } }) },
  "POST /api/v1/me/authenticators/confirmation": { sends: ({ pendingCode: code }) => ({ json: { code } }) },
  "PATCH /api/v1/me/authenticators/:id": { sends: () => ({ json: { name: "Old phone" } }) },
  "DELETE /api/v1/me/second-factor": { sends: ({ code }) => ({ json: { code } }) },
  "POST /api/v1/me/recovery-codes": { sends: () => ({ json: { password } }) },
  "POST /api/v1/me/recovery-codes/saved": { sends: () => ({ json: { saved: "copied" } }) },

  "POST /sign-in": {
    sends: ({ cast }) => ({ form: { login: cast.lou.person.email, password, resume: "/account" } }),
    concerns: ({ lou }) => [lou.person.id],
  },
  "POST /sign-in/code": { sends: ({ code }) => ({ form: { code } }) },
  "POST /sign-in/recovery-code": { sends: ({ caller }) => ({ form: { code: caller.who?.recoveryCodes[0] ?? "0" } }) },
  "POST /sign-in/help": { sends: () => ({ form: { message: "lost" } }) },
  "POST /sign-in/pass": { in: "helped" },
  "GET /sign-in/confirm": { sends: () => ({ query: { resume: "/account/security" } }) },
  "POST /sign-in/confirm": { sends: ({ code }) => ({ form: { code, resume: "/account/security" } }) },
  "POST /set-up": { sends: ({ pendingCode: code }) => ({ form: { code } }) },
  "POST /set-up/not-now": { in: "offered" },
  "POST /set-up/new-codes": { in: "saving" },
  "POST /set-up/codes": { sends: () => ({ form: { codes: savedCodes } }), in: "saving" },
  "POST /set-up/done": { sends: () => ({ form: { saved: "printed", codes: savedCodes } }), in: "saving" },

  "GET /openid/:slug/authorize": { sends: () => ({ query: openIdRequest }) },
  "POST /openid/:slug/token": {
    sends: () => ({
      form: { grant_type: "authorization_code", code: "none", redirect_uri: openIdRequest.redirect_uri, ...ofWiki },
    }),
  },
  "POST /openid/:slug/introspect": { sends: () => ({ form: { token: "none", ...ofWiki } }) },
  "POST /openid/:slug/revoke": { sends: () => ({ form: { token: "none", ...ofWiki } }) },
  "GET /openid/:slug/sign-out": { sends: () => ({ query: { client_id: "wiki" } }) },
  "POST /openid/:slug/sign-out": { sends: () => ({ form: { client_id: "wiki" } }) },

  "GET /admin/people/download": { sends: () => ({ query: { type: "staff", requirement: "optional" } }) },
  "GET /api/v1/people.csv": { sends: () => ({ query: { secondFactor: "set-up", sort: "email" } }) },
  "POST /admin/people/import": { sends: () => ({ csv: "email,displayName\nnew@acme.example,New\n" }) },
  "POST /admin/people/moving": { sends: () => ({ upload: moving }) },
  "POST /api/v1/people/moving": { sends: () => ({ csv: moving }) },
  "POST /api/v1/people/import": { sends: () => ({ csv: "email,displayName\nnew@acme.example,New\n" }) },
  "GET /admin/people": { sends: () => ({ query: { search: "kim" } }) },
  "POST /admin/people/bulk": {
    sends: ({ cast }) => ({ form: { action: "disable", who: "everyone", search: cast.kim.person.screen_name } }),
  },
  "POST /admin/people/bulk/:bulk": {
    sends: ({ cast }) => ({ form: { step: "confirm", seen: digestOf([cast.kim.person.id]), reason: "left" } }),
  },
  "POST /api/v1/people/bulk": {
    sends: ({ cast }) => ({ json: { action: "disable", people: [cast.kim.person.id], reason: "left" } }),
  },
  "POST /admin/people/new": { sends: () => ({ form: { email: "new@acme.example", accountType: "staff" } }) },
  "POST /admin/people/:id/invitation": toIvy,
  "POST /admin/people/:id/edit": {
    sends: ({ cast: { kim } }) => ({
      form: {
        email: kim.person.email,
        screenName: kim.person.screen_name,
        displayName: "Another name",
        accountType: kim.person.account_type,
        override: "off",
        reason: "on leave",
        seen: asSeen(kim.person),
      },
    }),
  },
  "POST /admin/people/:id/disable": { sends: () => ({ form: { reason: "left" } }) },
  "POST /admin/people/:id/enable": disabled,
  "POST /admin/people/:id/reset": { sends: () => ({ form: { reason: "lost phone" } }) },
  "POST /admin/help-requests/:id/approval": { sends: () => ({ form: { note: "called" } }), ...aboutKim },
  "POST /admin/help-requests/:id/decline": { sends: () => ({ form: { note: "not them" } }), ...aboutKim },
  "GET /help-requests/cancellation": {
    sends: ({ cast }) => ({ query: { token: cast.cancellation } }),
    ...aboutKim,
  },
  "POST /help-requests/cancellation": {
    sends: ({ cast }) => ({ form: { token: cast.cancellation } }),
    ...aboutKim,
  },
  "POST /admin/policy": { sends: () => ({ form: { ...settingsForm, trustDays: "30" } }) },
  "POST /admin/policy/preview": { sends: ({ cast }) => ({ form: cast.draft }) },
  "GET /admin/policy/preview/people": { sends: () => ({ query: { group: "withoutSetUp" } }) },
  "GET /admin/policy/preview/people.csv": { sends: () => ({ query: { group: "withoutSetUp" } }) },
  "POST /admin/policy/rules": {
    sends: () => ({ form: { version: "1", act: "add", newRule: "new.example", newLevel: "off" } }),
  },
  "POST /admin/policy/rules/many": {
    sends: () => ({ form: { version: "1", lines: "new.example off\n*.more.example", level: "required", how: "add" } }),
  },
  "POST /admin/policy/account-types": { sends: () => ({ form: { name: "guest" } }) },
  "POST /admin/policy/account-types/removal": { sends: () => ({ form: { name: "partner" } }) },

  "POST /api/v1/applications": {
    sends: () => ({ json: { name: "Shop", kind: "openid", redirectAddresses: ["https://shop.example/cb"] } }),
  },
  "PATCH /api/v1/applications/:id": { sends: () => ({ json: { name: "Notes", takesPart: "not-yet" } }) },
  "POST /admin/applications/new/:kind": {
    sends: () => ({ form: { name: "Shop", takesPart: "yes", redirectAddresses: "https://shop.example/cb" } }),
  },
  "POST /admin/applications/:id/edit": {
    sends: ({ cast }) => ({
      form: {
        ...{ name: "Notes", takesPart: "not-yet", redirectAddresses: "https://wiki.example/cb", active: "yes" },
        seen: cast.applicationSeen,
      },
    }),
  },

  "POST /api/v1/me/api-keys": { sends: () => ({ json: { name: "Job", scopes: ["read:me"], days: 30 } }) },
  "POST /api/v1/api-keys": { sends: () => ({ json: { name: "Job", scopes: ["read:people"] } }) },
  "POST /account/api-keys/new": { sends: () => ({ form: { name: "Job", days: "30", "may-read-me": "yes" } }) },
  "POST /admin/api-keys/new": { sends: () => ({ form: { name: "Job", days: "30", "may-read-people": "yes" } }) },

  "GET /o/:slug": { sends: () => ({ query: { to: "/account" } }) },
  "GET /logo": { sends: ({ cast }) => ({ query: { v: cast.logo } }) },
  "PATCH /api/v1/organisation": { sends: () => ({ json: { name: "Acme & Sons", accent: "teal" } }) },
  "PUT /api/v1/organisation/logo": { sends: () => ({ picture: pixel }) },
  "POST /admin/organisation": { sends: () => ({ form: { name: "Acme & Sons", accent: "teal" } }) },
  "POST /admin/organisation/logo": { sends: () => ({ picture: pixel }) },
  "POST /api/v1/organisation/exports": { sends: () => ({ json: { recipients: [ageRecipient] } }) },
  "POST /api/v1/organisation/exports/:export/consent": { sends: () => ({ json: { fingerprint: ageFingerprint } }) },
  "POST /api/v1/organisation/exports/:export/file": { sends: () => ({ json: {} }) },
  "POST /api/v1/organisations/:id/exports": { sends: () => ({ json: { recipients: [ageRecipient] } }) },
  "POST /api/v1/organisations/:id/exports/:export/consent": {
    sends: () => ({ json: { fingerprint: ageFingerprint } }),
  },
  "POST /admin/organisation/exports": { sends: () => ({ form: { recipients: ageRecipient } }) },
  "POST /admin/organisation/exports/:export/consent": { sends: () => ({ form: { fingerprint: ageFingerprint } }) },
  "POST /admin/organisations/:id/exports": { sends: () => ({ form: { recipients: ageRecipient } }) },
  "POST /admin/organisations/:id/exports/:export/consent": { sends: () => ({ form: { fingerprint: ageFingerprint } }) },
  "POST /api/v1/organisations": {
    sends: () => ({ json: { name: "New", slug: "new", administrator: { email: "ann@new.example" } } }),
  },
  "PATCH /api/v1/organisations/:id": { sends: () => ({ json: { status: "suspended" } }) },
  "DELETE /api/v1/organisations/:id": { sends: () => ({ json: { name: "Third" } }) },
  "POST /admin/organisations/new": {
    sends: () => ({ form: { name: "New", slug: "new", administrator: "ann@new.example", accent: "blue" } }),
  },
  "POST /admin/organisations/:id/host-name": { sends: () => ({ form: { hostName: "new.example" } }) },
  "POST /admin/organisations/:id/removal": { sends: () => ({ form: { name: "Third" } }) },

  "POST /admin/single-sign-on/new": {
    sends: () => ({
      form: {
        ...{ name: "New ID", issuer: "https://id.example", clientId: "us", nameClaim: "name", accountType: "staff" },
        exempts: "yes",
      },
    }),
  },
  "POST /admin/single-sign-on/:id/change": {
    sends: () => ({ form: { name: "Another", clientId: "us", nameClaim: "name", accountType: "staff" } }),
  },
  "POST /api/v1/identity-providers": {
    sends: () => ({
      json: { name: "New ID", issuer: "https://id.example", clientId: "us", accountType: "staff" },
    }),
  },
  "PATCH /api/v1/identity-providers/:id": { sends: () => ({ json: { exempts: false } }) },

  "POST /admin/webhooks/new": {
    sends: () => ({ form: { url: "https://siem.example/", which: "chosen", "event:installation.restored": "yes" } }),
  },
  "POST /admin/webhooks/:id/change": {
    sends: () => ({ form: { url: "https://siem.example/", which: "chosen", "event:installation.restored": "yes" } }),
  },
  "POST /api/v1/webhooks": {
    sends: () => ({ json: { url: "https://siem.example/", events: ["installation.restored"] } }),
  },
  "PATCH /api/v1/webhooks/:id": { sends: () => ({ json: { url: "https://siem.example/" } }) },

  "POST /account/profile": { sends: () => ({ form: { displayName: "Another name", screenName: "another" } }) },
  "POST /account/email": { sends: () => ({ form: { email: "another@acme.example", password } }) },
  "POST /account/password": { sends: () => ({ form: { currentPassword: password, newPassword } }) },
  "POST /account/picture": { sends: () => ({ picture: pixel }) },
  "POST /account/security/authenticators/:id/name": { sends: () => ({ form: { name: "Old phone" } }) },
  "POST /account/security/disable": { sends: ({ code }) => ({ form: { code } }) },
  "POST /account/security/enable": { sends: () => ({ form: { password } }) },
  "POST /account/security/authenticators/new": { sends: () => ({ form: { name: "Third" } }) },
  "POST /account/security/set-up": { sends: ({ pendingCode: code }) => ({ form: { code } }) },
  "POST /account/security/codes": { sends: () => ({ form: { password } }) },
  "POST /account/security/codes/saved": {
    sends: () => ({ form: { saved: "copied", codes: savedCodes, done: "codes" } }),
  },
  "POST /account/security/codes/download": { sends: () => ({ form: { codes: savedCodes } }) },

  "POST /first-run": {
    sends: () => ({ form: { organisation: "Evil", name: "Eve", email: "eve@evil.example", password: newPassword } }),
  },
  "GET /invitation": {
    sends: (situation) => ({ query: invitation(situation) }),
    concerns: ({ ivy }) => [ivy.person.id],
  },
  "POST /invitation": {
    sends: (situation) => ({ form: { ...invitation(situation), password: newPassword } }),
    concerns: ({ ivy }) => [ivy.person.id],
  },
  "POST /forgot-password": { sends: ({ cast }) => ({ form: { login: cast.lou.person.email } }), concerns: toLou },
  "GET /confirm-address": { sends: (situation) => ({ query: addressChange(situation) }), concerns: toLou },
  "POST /confirm-address": { sends: (situation) => ({ form: addressChange(situation) }), concerns: toLou },
};

/** Routes whose request is written here; each of them has to be there. */
export const knownRoutes = Object.keys(known) as Route[];
export const requestFor = (route: Route): Known => known[route] ?? {};

export function situationOf(cast: Cast, caller: Caller): Situation {
  const at = cast.world.clock.now();
  const shown = (secret: Buffer | undefined) => (secret && secret.length > 0 ? totp({ secret, at }) : "123456");
  return { cast, caller, code: shown(caller.who?.secret), pendingCode: shown(caller.pending) };
}

/** The parameters of a route's address, as somebody's things. */
export function fill(path: string, things: Things): string {
  return path.replace(/([^/]*)\/:(\w+)/g, (_, before: string, name: string) => {
    // An address that was left open: any name of it will do.
    if (name === "step") return `${before}/done`;
    if (name === "slug") return `${before}/${things.slug}`;
    if (name === "request") return `${before}/none`;
    if (before === "account-types") return `${before}/partner`;
    if (before === "api-keys")
      return `${before}/${path.includes("/me/") || path.startsWith("/account/") ? things.ownKey : things.organisationKey}`;
    if (name === "kind") return `${before}/openid`;
    const kind = name === "id" ? (before as keyof typeof namedBy) : (`${name}s` as keyof typeof namedBy);
    const thing = namedBy[kind];
    if (thing === undefined) throw new Error(`${path}: whose ${before} is that?`);
    return `${before}/${things[thing]}`;
  });
}

const namedBy: Record<string, keyof Things> = {
  people: "person",
  exports: "export",
  organisations: "organisation",
  applications: "application",
  authenticators: "authenticator",
  sessions: "session",
  browsers: "browser",
  "trusted-browsers": "browser",
  "help-requests": "helpRequest",
  letters: "letter",
  bulks: "bulk",
  imports: "import",
  "single-sign-on": "provider",
  "identity-providers": "provider",
  providers: "provider",
  webhooks: "webhook",
  deliveries: "delivery",
  deliverys: "delivery",
  at: "provider",
};

/** Whether an address names things of one's own: then it is called with those and with somebody else's. */
export const namesOwnThings = (path: string): boolean =>
  path.includes("/:id") &&
  !/\/(people|admin|help-requests|single-sign-on|identity-providers|webhooks|applications|at)\/|v1\/api-keys\//.test(
    path,
  );
