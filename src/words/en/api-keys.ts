// What the pages about API keys say, in English.

export const apiKeys = {
  title: "API keys",
  lead: "For programs that act for you: jobs, scripts, other systems. They are never asked for a second step, so give each key only what its program needs.",
  leadOfOrganisation:
    "For programs that act for the organisation, whoever made the key. They are never asked for a second step, so give each key only what its program needs.",
  daysHintOfOrganisation: "At most 365.",
  noneTitle: "No API keys yet",
  noneText: "A key opens the JSON API for a program, without a browser and without a second step.",
  make: "Make API key",
  name: "Name",
  nameHint: "What it is for, such as 'Nightly export'.",
  scopes: "What it may do",
  days: "Days until it ends",
  daysHint:
    "At most 365. It also ends when your password changes, when you lose a role, and when your account is disabled.",
  end: "End",
  endKey: (name: string) => `End the key ${name}`,
  ended: "The key was ended. Nothing gets in by it any more.",
  made: (name: string) => `The key ${name} was made`,
  key: "API key",
  once: "It is shown only now. Put it where the program finds it, and nowhere else.",
  done: "Done",
  lastUsed: "Last used",
  never: "Never",
  until: "Ends",
  allows: "May",
  badName: "Give a name of at most 60 characters, on one line.",
  badScopes: "Choose at least one thing that it may do.",
  badDays: "Give a whole number of days, from 1 to 365.",
  tooMany: "There are 20 keys already. End one first.",
  secondFactorFirst:
    "Set up two-factor authentication first: keys are made only by who has just given a second factor.",
  sectionText: "Keys for programs that act for you.",
  manage: "Manage API keys",
  may: {
    "read:me": "See your own profile",
    "read:people": "See people",
    "write:people": "Add and change people who hold no role, disable and enable them",
    "read:policy": "See the policy and account types",
    "write:policy": "Change the policy: this can switch two-factor sign-in off",
    "read:applications": "See applications",
    "write:applications": "Add, change and remove applications, and make their secrets",
    "read:audit": "See the audit trail, and download it",
  },
};

export type ApiKeysWords = typeof apiKeys;
