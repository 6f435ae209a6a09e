// What the pages about applications say, in English.
import { speech } from "../speech.ts";

const { counted } = speech("en");

const part = (count: number): string => counted(count, "application takes part", "applications take part");

export const consoleApplications = {
  title: "Applications",
  add: "Add application",
  removed: "The application was removed. Nobody gets there from here.",
  allTakePart: (yes: number) => `${part(yes)} in two-factor sign-in.`,
  someTakePart: (yes: number, notYet: number) => `${part(yes)} in two-factor sign-in, ${notYet} not yet.`,
  name: "Name",
  twoFactor: "Two-factor sign-in",
  lastSignIn: "Last sign-in",
  lastDays: "Last 30 days",
  off: (kind: string) => `${kind}, switched off`,
  none: "No applications yet",
  noneText:
    "An application is something that people sign in to through Countersign: by OpenID Connect, behind a proxy, or by the Duo protocol. Each takes part in two-factor sign-in from its first day, or not yet, as you say.",
  takesPart: "Takes part",
  notYet: "Not yet",
  fromDay: (day: string) => `From ${day}`,
  fromDayWith: (day: string, note: string) => `From ${day}: ${note}`,
  notInAYear: "Not in a year",
  never: "Never",
  noSignIns: "No sign-ins",
  withSecondFactor: (n: number) => `${n} with a second factor`,
  without: (n: number) => `${n} without`,
  done: {
    added: "The application was added.",
    saved: "Saved. It holds from the next request on.",
  },
  switchedOff: "It is switched off: nobody can sign in to it. 'Change' switches it on.",
  change: "Change",
  overview: "Overview",
  connectsBy: "Connects by",
  note: "Note",
  added: "Added",
  connection: "Connection",
  connectionText: "What its settings ask for. Nothing here is secret.",
  clientId: "Client ID",
  clientSecret: "Client secret",
  secret: "Secret",
  secretText:
    "Its secret was shown when it was made, and is shown never again. A new one makes the old one void at once: have the application's settings open.",
  newSecret: "New secret",
  remove: "Remove",
  removeText: "Nobody gets there from here any more, and its counts go. To stop for a while, switch it off instead.",
  removeNow: "Remove application",
  removeTitle: (name: string) => `Remove ${name}?`,
  removeLead: "This can't be undone: its client ID and its secret are never given again.",
  hosts: "Hosts",
  returnAddresses: "Return addresses",
  afterSignOut: "After sign-out",
  backChannel: "Back-channel address",
  runs: "Runs",
  runsAt: {
    public: "On people's own devices, without a secret (PKCE alone)",
    confidential: "On a server, with a secret",
  },
  unknownPeople: "People not known here",
  unknown: {
    enrol: "Set up a second factor there and then",
    refuse: "Are refused",
  },
  noAddresses: "None: nobody signs in to it; it asks about tokens",
  wasAdded: (name: string) => `${name} was added`,
  newSecretOf: (name: string) => `New secret of ${name}`,
  forItsSettings: "For its settings",
  shownOnce: "The secret is shown only now. Countersign keeps no copy that anybody can read.",
  goTo: (name: string) => `Go to ${name}`,
  facts: {
    issuer: "Issuer",
    discovery: "Discovery address",
    authorization: "Authorization address",
    token: "Token address",
    signOut: "Sign-out address",
    apiHost: "API host name",
    nginx: "nginx asks at",
    otherProxies: "Caddy and Traefik ask at",
  },
  kinds: {
    "forward-auth": "Behind a proxy",
    duo: "Duo protocol",
    embedded: "Built in",
  },
};

export type ConsoleApplicationsWords = typeof consoleApplications;
