// What the forms of an application say, and what stands in their way, in English.

export const consoleApplicationForms = {
  how: "How does it connect? Its own documentation says what it can do; OpenID Connect is best where it can.",
  about: {
    openid: "For what can sign people in with OpenID Connect, as most web applications, and apps on phones, can.",
    "forward-auth":
      "For what knows nothing of sign-in, behind nginx, Caddy or Traefik. The proxy asks here about every request.",
    duo: "For what has a setting for Duo's two-step sign-in: it is pointed at Countersign instead, and keeps its own passwords.",
  },
  goOnWith: (kind: string) => `Continue: ${kind}`,
  newLead: {
    openid: "An application with OpenID Connect, or an API that its tokens are sent to.",
    "forward-auth": "An application behind a proxy.",
    duo: "An application with the Duo protocol.",
  },
  changeTitle: (name: string) => `Change ${name}`,
  save: "Save",
  application: "Application",
  nameHint: "As its people know it: they read it when they sign in.",
  active: "People can sign in to it",
  activeHint: "Switched off, it is refused from the next request on. Nothing of it is lost.",
  doesItTakePart: "Does it take part?",
  takesPartHint: "People give a second factor there as the policy says.",
  notYetHint: "The password is enough there, for now. Everything else still asks as the policy says.",
  from: "Takes part from",
  fromHint: "For 'Not yet': from this day on (UTC) it takes part by itself. Left empty, somebody has to say so here.",
  noteHint: "Why not yet, or whom to ask. Administrators see it.",
  whereRuns: "Where does it run?",
  whereHint: "This stays as it is chosen now.",
  onServer: "On a server",
  onServerHint: "It can keep a secret, and gets one.",
  onDevices: "On people's own devices",
  onDevicesHint: "A phone or desktop app, or a page without a server: no secret, PKCE alone.",
  returnHint: {
    openid: "One a line: its redirect URIs, exactly as it sends them. An API that only looks at tokens has none.",
    duo: "One a line: the address that its users are sent back to, exactly as it sends it.",
  },
  afterSignOutHint: "One a line: where it may send people once they are signed out.",
  backChannelHint: "Told when somebody's session ends, so that it can end its own (back-channel logout).",
  unknownPeople: "People it names who are not known here",
  refuseThem: "Refuse them",
  letThemSetUp: "Let them set up a second factor there and then",
  hostsHint: (own: string) =>
    `One a line, with the port where it is not the usual one, such as wiki.example.com. They have to share a domain with ${own}.`,
  trouble: {
    name: "Give a name of at most 60 characters, on one line.",
    nameTaken: "Another application here has this name already. Choose another one.",
    note: "Write at most 300 characters.",
    day: "Write the day as year, month and day, such as 2027-02-01.",
    dayIsOver: "Choose a day that is still to come, or say that it takes part.",
    otherKind: "An application that connects this way has no such setting.",
    address: (typed: string) =>
      `'${typed}' can't be used. Write it exactly as the application sends it: with https, without #, name or password. Plain http works for localhost alone.`,
    addressOrOwnScheme: (typed: string) =>
      `'${typed}' can't be used. Write it exactly as the application sends it: with https, or with a scheme of its own such as com.example.app:/signed-in, without #, name or password. Plain http works for localhost alone.`,
    noAddress: "Give at least one address.",
    tooMany: "That is more than 20.",
    host: (typed: string) => `'${typed}' is no host. It looks like wiki.example.com, or wiki.example.com:8443.`,
    otherDomain: (typed: string, own: string) =>
      `'${typed}' shares no domain with ${own}, where people sign in, so the browser would not carry the sign-in over.`,
    needsHostName: (own: string) =>
      `People sign in at ${own}. To protect applications behind a proxy, Countersign itself needs a host name such as login.example.com (COUNTERSIGN_URL).`,
    ownHost: (host: string) => `People sign in at ${host}: it can't be an application as well.`,
    hostTaken: (host: string) => `Another application has ${host} already.`,
    noHost: "Give at least one host.",
    changedMeanwhile:
      "Somebody else changed this application while the form was open. It shows how it is now: look, and change it again.",
  },
  byKey: "The word of an application of the Duo protocol counts for a password. People add these, not API keys.",
  noSecret: "An application that connects this way has no secret.",
};

export type ConsoleApplicationFormsWords = typeof consoleApplicationForms;
