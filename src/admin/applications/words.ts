// The words of the pages about applications: kinds, refusals.
import type { ApplicationKind } from "../../applications/rules.ts";

export const kindWords: Record<ApplicationKind, string> = {
  openid: "OpenID Connect",
  "forward-auth": "Behind a proxy",
  duo: "Duo protocol",
  embedded: "Built in",
};

/** Those that can be added here, with what each is for. */
export const addedKinds = ["openid", "forward-auth", "duo"] as const;
export type AddedKind = (typeof addedKinds)[number];

export const readAddedKind = (text: string): AddedKind | undefined => addedKinds.find((kind) => kind === text);

export const kindAbout: Record<AddedKind, string> = {
  openid: "For what can sign people in with OpenID Connect, as most web applications, and apps on phones, can.",
  "forward-auth":
    "For what knows nothing of sign-in, behind nginx, Caddy or Traefik. The proxy asks here about every request.",
  duo: "For what has a setting for Duo's two-step sign-in: it is pointed at Countersign instead, and keeps its own passwords.",
};

export const troubleWords = {
  name: "Give a name of at most 60 characters, on one line.",
  nameTaken: "Another application here has this name already. Choose another one.",
  note: "Write at most 300 characters.",
  day: "Write the day as year, month and day, such as 2027-02-01.",
  dayIsOver: "Choose a day that is still to come, or say that it takes part.",
  otherKind: "An application that connects this way has no such setting.",
  address: (typed: string, ownScheme: boolean): string =>
    `'${shortened(typed)}' can't be used. Write it exactly as the application sends it: with https${
      ownScheme ? ", or with a scheme of its own such as com.example.app:/signed-in," : ","
    } without #, name or password. Plain http works for localhost alone.`,
  noAddress: "Give at least one address.",
  tooMany: "That is more than 20.",
  host: (typed: string): string =>
    `'${shortened(typed)}' is no host. It looks like wiki.example.com, or wiki.example.com:8443.`,
  otherDomain: (typed: string, own: string): string =>
    own.includes(".")
      ? `'${shortened(typed)}' shares no domain with ${own}, where people sign in, so the browser would not carry the sign-in over.`
      : `People sign in at ${own}. To protect applications behind a proxy, Countersign itself needs a host name such as login.example.com (COUNTERSIGN_URL).`,
  ownHost: (host: string): string => `People sign in at ${host}: it can't be an application as well.`,
  hostTaken: (host: string): string => `Another application has ${host} already.`,
  noHost: "Give at least one host.",
  changedMeanwhile:
    "Somebody else changed this application while the form was open. It shows how it is now: look, and change it again.",
};

const shortened = (text: string): string => (text.length > 80 ? `${text.slice(0, 79)}…` : text);
