// What each scope opens of the JSON API, operation by operation, and what no key opens, with the reason. An operation that
// stands in neither list is closed to every key; a test misses it there.
import type { Scope } from "./rules.ts";

/** As routes are written below `/api/v1`. */
type Opened = readonly [Scope, operations: readonly string[]];

const opened: readonly Opened[] = [
  ["read:me", ["GET /me"]],
  [
    "read:people",
    [
      ...["GET /people", "GET /people.csv", "GET /people/{id}", "GET /people/{id}/requirement"],
      ...["GET /people/{id}/sessions", "GET /people/{id}/trusted-browsers", "GET /people/{id}/identities"],
      ...["GET /people/import/{import}", "GET /people/bulk/{bulk}", "GET /people/bulk/{bulk}/left-out.csv"],
      ...["GET /adoption", "GET /adoption.csv"],
    ],
  ],
  [
    "write:people",
    [
      ...["POST /people", "PATCH /people/{id}", "POST /people/{id}/invitation"],
      ...["POST /people/{id}/disable", "POST /people/{id}/enable"],
    ],
  ],
  [
    "write:sessions",
    [
      ...["DELETE /people/{id}/sessions", "DELETE /people/{id}/sessions/{session}"],
      "DELETE /people/{id}/trusted-browsers/{browser}",
    ],
  ],
  [
    "write:second-factors",
    [
      ...["DELETE /people/{id}/second-factor", "PUT /people/{id}/override", "DELETE /people/{id}/override"],
      // It gives the tries at the codes back as well.
      "POST /people/{id}/unlock",
    ],
  ],
  ["delete:people", ["DELETE /people/{id}"]],
  ["bulk:people", ["POST /people/bulk"]],
  ["import:people", ["POST /people/import"]],
  ["read:policy", ["GET /policy", "GET /policy/explanation", "POST /policy/preview", "GET /account-types"]],
  ["write:policy", ["PUT /policy", "POST /account-types", "DELETE /account-types/{name}"]],
  ["read:applications", ["GET /applications", "GET /applications/{id}"]],
  [
    "write:applications",
    [
      ...["POST /applications", "PATCH /applications/{id}", "DELETE /applications/{id}"],
      "POST /applications/{id}/secret",
    ],
  ],
  ["read:identity-providers", ["GET /identity-providers", "GET /identity-providers/{id}"]],
  [
    "write:identity-providers",
    [
      ...["POST /identity-providers", "PATCH /identity-providers/{id}", "DELETE /identity-providers/{id}"],
      "DELETE /people/{id}/identities/{provider}",
    ],
  ],
  ["read:webhooks", ["GET /webhooks", "GET /webhooks/{id}", "GET /webhooks/{id}/deliveries"]],
  [
    "write:webhooks",
    [
      ...["POST /webhooks", "PATCH /webhooks/{id}", "DELETE /webhooks/{id}", "POST /webhooks/{id}/secret"],
      ...["POST /webhooks/{id}/test", "POST /webhooks/{id}/deliveries/again"],
      "POST /webhooks/{id}/deliveries/{delivery}/again",
    ],
  ],
  ["read:help-requests", ["GET /help-requests", "GET /help-requests.csv", "GET /help-requests/{id}"]],
  ["write:help-requests", ["POST /help-requests/{id}/approval", "POST /help-requests/{id}/decline"]],
  ["read:audit", ["GET /audit-events", "GET /audit-events.csv", "GET /audit-events.jsonl"]],
  ["read:mail", ["GET /mail"]],
  ["write:mail", ["POST /mail/{letter}/again"]],
  ["read:organisation", ["GET /organisation"]],
  ["write:organisation", ["PATCH /organisation", "PUT /organisation/logo", "DELETE /organisation/logo"]],
  ["read:api-keys", ["GET /api-keys"]],
  ["end:api-keys", ["DELETE /api-keys/{id}"]],
  ["read:organisations", ["GET /organisations", "GET /organisations/{id}"]],
  ["write:organisations", ["POST /organisations", "PATCH /organisations/{id}"]],
];

type Closed = readonly [reason: string, operations: readonly string[]];

const closed: readonly Closed[] = [
  ["No API key makes another one: that takes a person who is signed in.", ["POST /api-keys", "POST /me/api-keys"]],
  [
    "An organisation is removed by a person who is signed in, and by no API key: nothing brings it back.",
    ["DELETE /organisations/{id}"],
  ],
  [
    "Passwords and authenticators of another system are brought in by a person who is signed in, or on the machine itself, and by no API key.",
    ["POST /people/moving"],
  ],
  [
    "What everybody's keys are in is asked for, agreed to and taken by people who are signed in, and by no API key.",
    [
      ...["GET /organisation/exports", "POST /organisation/exports", "DELETE /organisation/exports/{export}"],
      ...["POST /organisation/exports/{export}/consent", "POST /organisation/exports/{export}/file"],
      ...["GET /organisations/{id}/exports", "POST /organisations/{id}/exports"],
      ...["POST /organisations/{id}/exports/{export}/consent", "DELETE /organisations/{id}/exports/{export}"],
    ],
  ],
  [
    "One's own account is looked after by oneself, signed in, and by no API key.",
    [
      ...["PATCH /me", "POST /me/email", "DELETE /me/pending-email", "POST /me/password"],
      ...["PUT /me/picture", "DELETE /me/picture", "GET /me/activity"],
      ...["GET /me/authenticators", "POST /me/authenticators", "POST /me/authenticators/confirmation"],
      ...["PATCH /me/authenticators/{id}", "DELETE /me/authenticators/{id}", "DELETE /me/second-factor"],
      ...["GET /me/recovery-codes", "POST /me/recovery-codes", "POST /me/recovery-codes/saved"],
      ...["GET /me/trusted-browsers", "DELETE /me/trusted-browsers/{id}"],
      ...["GET /me/sessions", "DELETE /me/sessions", "DELETE /me/sessions/{id}"],
      ...["GET /me/api-keys", "DELETE /me/api-keys/{id}"],
    ],
  ],
  ["An API key is no session.", ["GET /session", "DELETE /session", "POST /session/proofs"]],
];

interface Entry {
  /** How many segments are names of things: the fewer, the sooner it is meant. */
  names: number;
  method: string;
  address: RegExp;
  scope?: Scope;
  reason?: string;
}

const entries: readonly Entry[] = [
  ...opened.flatMap(([scope, operations]) => operations.map((one) => entry(one, { scope }))),
  ...closed.flatMap(([reason, operations]) => operations.map((one) => entry(one, { reason }))),
].sort((a, b) => a.names - b.names);

function entry(operation: string, rest: Pick<Entry, "scope" | "reason">): Entry {
  const [method = "", path = ""] = operation.split(" ");
  const names = path.split("{").length - 1;
  const pattern = path.replaceAll(".", "\\.").replace(/\{\w+\}/g, "[^/]+");
  return { names, method, address: new RegExp(`^${pattern}$`), ...rest };
}

const found = (method: string, path: string): Entry | undefined => {
  const asked = method === "HEAD" ? "GET" : method;
  return entries.find((one) => one.method === asked && one.address.test(path));
};

/** The scope that a request needs; `undefined` where no key gets through. @param path below `/api/v1` */
export const scopeFor = (method: string, path: string): Scope | undefined => found(method, path)?.scope;

/** Why no key gets through; `undefined` where one does, or where nobody has thought of it. */
export const closedBecause = (method: string, path: string): string | undefined => found(method, path)?.reason;
