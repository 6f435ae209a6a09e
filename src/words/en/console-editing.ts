// What the form says that edits a person, what it refuses, and what is asked before it is saved, in English.

export const consoleEditing = {
  title: (name: string) => `Edit ${name}`,
  back: (name: string) => `Back to ${name}`,
  notSavedYet: "Nothing was saved yet: see below.",
  who: "Who it is",
  emailHint: "Rules for domains and addresses follow it. You see what changes before anything is saved.",
  may: "What they may do",
  mayText: "Without any of these: sign in, and manage their own account.",
  signingIn: "Signing in",
  signingInText: "Set here, it wins over every rule of the policy.",
  policyHint: (level: string) => `For this person: ${level}.`,
  levelHints: {
    required: "Where nothing is set up, the next sign-in leads to set-up before anything else opens.",
    optional: "They may turn it on for themselves. Those who do are asked at sign-in.",
    off: "They are not asked, even where it is set up. What is set up is kept.",
  },
  reasonHint: "Needed where it is not as the policy says. Kept in the history.",
  untilHint: "Afterwards it is as the policy says again (days end at midnight UTC). Empty: until somebody changes it.",
  checkTitle: "Check before saving",
  checkLead: (name: string) =>
    `The rules follow the e-mail address and the account type. Nothing of ${name} is saved yet.`,
  changesFrom: (before: string, after: string) => `Two-factor authentication changes from ${before} to ${after}`,
  wouldSetUp: "Nothing is set up: the next sign-in leads to set-up, and sessions ask to sign in again.",
  whatChanges: "What changes",
  rulesSay: "The rules say now",
  rulesWouldSay: "They would say",
  lost: "Would no longer hold",
  gained: "Would newly hold",
  saveChanges: "Save changes",
  rules: {
    domain: (of: string, level: string) => `The rule for the domain ${of}: ${level}`,
    address: (of: string, level: string) => `The rule for the address ${of}: ${level}`,
    accountType: (of: string, level: string) => `The rule for the account type '${of}': ${level}`,
    person: (level: string) => `What an administrator set for this person: ${level}`,
    organisation: (level: string) => `The organisation's own level: ${level}`,
  },
  refused: {
    badAddress: "That is no e-mail address we can use. It looks like name@example.com.",
    addressTaken: "Somebody here has this e-mail address already.",
    badScreenName: "Give a screen name of at most 64 characters, without '@'.",
    screenNameTaken: "Somebody here has this screen name already. Choose another one.",
    badDisplayName: "Give a name of at most 100 characters.",
    unknownAccountType: (types: string) => `Choose one of: ${types}.`,
    reasonMissing: "Say in a few words why it is not as the policy says.",
    changedMeanwhile:
      "Somebody else changed this person while the form was open. It shows how they are now: look, and change it again.",
    endInThePast: "Choose a day that is not over yet, or leave it empty.",
  },
  problems: {
    notYourself: "That is your own account. Only another administrator may do that.",
    notYourOwnFactor: "You can't reset your own two-factor authentication. Ask another administrator.",
    changeYourOwnPassword: "Change your own password under Profile.",
    personDisabled: "This account is disabled.",
    noMailServer: "No mail server is set up, so nobody can be invited by mail.",
    administratorsOnly: "Only administrators of your organisation may do that.",
    operatorsOnly: "Only an operator of this installation may do that.",
    lastAdministrator: "Nobody else here is an active administrator. Make somebody else one first.",
    lastOperator: "Nobody else is an active operator of this installation. Make somebody else one first.",
  },
};

export type ConsoleEditingWords = typeof consoleEditing;
