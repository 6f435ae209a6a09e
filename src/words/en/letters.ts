// What letters say, in English.
import { speech } from "../speech.ts";

const { counted } = speech("en");

export const letters = {
  titles: {
    "person.address-changed": "Your e-mail address was changed",
    "person.password-changed": "Your password was changed",
    "person.invitation-accepted": "Your account is ready",
    "sign-in.recovery-code-used": "A recovery code was used",
    "authenticator.added": "An authenticator app was set up",
    "authenticator.removed": "An authenticator app was removed",
    "second-factor.disabled": "Two-factor authentication was turned off",
    "second-factor.reset": "Two-factor authentication was reset",
    "second-factor.overridden": "Your two-factor authentication setting was changed",
    "recovery-codes.made": "New recovery codes were made",
    "recovery-codes.imported": "Recovery codes were brought from another system",
    "api-key.added": "An API key was made",
    "trusted-browser.added": "A browser is trusted now",
    "identity.linked": "Your account is linked to single sign-on",
    "identity.unlinked": "A link to single sign-on was ended",
    "session.stopped": "You were signed out after wrong codes",
    "trusted-browser.stolen": "A copied browser trust was stopped",
    "person.invited": "You are invited",
    "person.password-link": "Choose another password",
    "person.address-confirmation": "Confirm your new e-mail address",
    "person.address-change-asked": "A change of your e-mail address was asked for",
    "deadline.near": "Set up two-factor authentication",
    "help-request.asked": "Somebody asked for help with your account",
    "help-request.waiting": "A request for help waits",
    "help-request.pass-used": "The help with your account was used",
    "help-request.cancelled": "The request for help was stopped",
    "help-request.disowned": "A request for help was not its owner's",
    "help-request.approved": "Your request for help was approved",
    "help-request.lapsed": "Your request for help has lapsed",
    "help-request.declined": "Your request for help was declined",
    "export.asked": "An export of all people was asked for",
    "export.agreed": "An export of all people was agreed to",
    "export.withdrawn": "An export of all people was withdrawn",
    "export.taken": "An export of all people was taken",
  },
  /** Of what has no title of its own. */
  otherTitle: "Your account was changed",
  greeting: (name: string) => `Hello ${name},`,
  footer: "Sent by a machine: answers are not read. Never give a code or a password to anybody who asks for it.",

  when: "When",
  by: "By",
  from: "From",
  with: "With",
  operator: "the operator of this service",
  administrator: "an administrator",

  choosePassword: "Choose another password:",
  cannotSignIn: "You can't sign in? Ask for a link:",
  seeSessions: "See where you are signed in, and end what you don't know:",
  tellAdministrator: "Tell your administrator.",
  wasItYou: "Was it you? Then there is nothing to do. If it was not you, act now:",
  expected: "Did you expect this? Then there is nothing to do. If you did not:",

  changed: {
    keyMade: (organisation: string) =>
      `A key was made with which a program can act at ${organisation}, without a second step. If it was not you, end it on the page 'API keys' of your account and change your password.`,
    something: (organisation: string) => `Something about your account at ${organisation} was changed.`,
    address: (organisation: string) =>
      `The e-mail address of your account at ${organisation} was changed. What we have to tell you goes to the new address from now on.`,
    addressFromTo: (organisation: string, from: string, to: string) =>
      `The e-mail address of your account at ${organisation} was changed from ${from} to ${to}. What we have to tell you goes to the new address from now on.`,
    password: (organisation: string) =>
      `The password of your account at ${organisation} was changed. You were signed out everywhere else, and no browser is trusted any more.`,
    joined: (organisation: string) =>
      `You accepted the invitation of ${organisation} and chose a password. From now on you sign in with it.`,
    recoveryCodeUsed: (left: number | undefined) =>
      `One of your recovery codes was used to sign in.${
        left === undefined ? "" : ` It does not work again; ${counted(left, "code", "codes")} left.`
      } The next step was to set up an authenticator app again.`,
    app: "An authenticator app",
    appNamed: (name: string) => `An authenticator app (“${name}”)`,
    added: (app: string) => `${app} was set up for your account. Its codes are asked for when you sign in.`,
    replaced: (app: string) =>
      `${app} was set up for your account, in place of an earlier one. Its codes are asked for when you sign in.`,
    removed: (app: string) => `${app} was removed from your account. Its codes no longer work.`,
    disabled:
      "Two-factor authentication of your account was turned off. From now on your password alone is enough to sign in.",
    reset:
      "Two-factor authentication of your account was reset: authenticator apps, recovery codes and trusted browsers are gone, and you were signed out everywhere.",
    reason: (reason: string) => `The reason that was given: “${reason}”.`,
    overridden: (how: string) => `What is asked of your account was changed: ${how}.`,
    overriddenUntil: (how: string, until: string) =>
      `What is asked of your account was changed: ${how}, until ${until}.`,
    overrides: {
      policy: "two-factor authentication follows the rules that hold for everybody again",
      required: "two-factor authentication is required, whatever the rules for everybody say",
      optional: "two-factor authentication is optional, whatever the rules for everybody say",
      off: "two-factor authentication is off, whatever the rules for everybody say; your password alone is enough",
    },
    overriddenSomehow: "it was set for you alone",
    codesMade: "New recovery codes were made for your account. The old ones no longer work.",
    codesImported:
      "Recovery codes from another system were brought to your account. Each can stand in for your authenticator app once.",
    trusted: (until: string | undefined) =>
      `A browser is trusted now: no code is asked for there${until === undefined ? "" : ` until ${until}`}.`,
    linked:
      "Your account was linked to an identity provider of your company: whoever signs in there as you comes into your account here.",
    unlinked:
      "An administrator ended the link between your account and an identity provider. Sessions that came through it ended.",
    stopped:
      "Somebody who was signed in as you gave a wrong code several times in a row, so we ended that session. Whoever it was did not get further.",
    stolen:
      "Somebody used a copy of what makes one of your browsers trusted. We ended the trust and everything that was signed in by it. They may know your password.",
  },

  linkOnce: (until: string | undefined) => `The link works once${until === undefined ? "" : `, until ${until}`}.`,
  invited: {
    what: (organisation: string) => `${organisation} made an account for you. Choose a password, and you can sign in.`,
    button: "Choose a password",
    unexpected: "Did you not expect it? Then do nothing, and delete this letter.",
  },
  passwordLink: {
    what: (organisation: string) =>
      `Somebody, we hope you, asked for a link to choose another password at ${organisation}. Your second step stays as it is.`,
    button: "Choose another password",
    unexpected:
      "Give it to nobody. If it was not you, do nothing: your password stays as it is. If such letters keep coming, tell your administrator.",
  },
  addressConfirmation: {
    what: (organisation: string) =>
      `Somebody wants to use this address for an account at ${organisation}. It counts once you confirm it.`,
    button: "Confirm this address",
    unexpected: "If it was not you, do nothing: then the address is not used.",
  },
  addressChangeAsked: {
    what: (organisation: string, to: string | undefined) =>
      `The e-mail address of your account at ${organisation} is to become ${to ?? "another one"}, as soon as that is confirmed.`,
    wasItYou:
      "Was it you? Then confirm the letter at the new address. If it was not you, act now; a new password stops it:",
  },
  deadline: {
    what: (organisation: string, from: string, away: string) =>
      `${organisation} asks for two-factor authentication from ${from}, ${away}. From then on you can't go on without it. It takes two minutes: you need an authenticator app on your phone.`,
    button: "Set it up now",
    later: "You may also wait: then setting it up is part of your first sign-in after that moment.",
  },

  exports: {
    asked: (organisation: string) =>
      `An export of all people of ${organisation}, with what they sign in by, was asked for. It takes the consent of an administrator and of the operator, and nothing leaves before both are given.`,
    agreed: (organisation: string) =>
      `Both sides have consented to an export of all people of ${organisation}, with what they sign in by. Within 24 hours it can be taken, once.`,
    withdrawn: (organisation: string) =>
      `The export of all people of ${organisation} was withdrawn. Nothing was handed over.`,
    taken: (organisation: string) =>
      `The export of all people of ${organisation}, with what they sign in by, was taken. Whoever has its keys can read it.`,
    fingerprint: (text: string) => `Fingerprint of the keys it is sealed to: ${text}`,
    stop: "If you know nothing of it, ask the other administrators and whoever runs this service at once, and withdraw it if it was not taken yet.",
  },
  help: {
    somebody: "Somebody",
    waiting: (asker: string) =>
      `${asker} lost the authenticator and asks for help. It waits for somebody to decide it.`,
    disowned: (asker: string) =>
      `${asker} says that the request for help was not theirs; it was stopped. Somebody else knows their password: see that they choose another one.`,
    seeRequest: "See the request",
    passUsed: (organisation: string) =>
      `The help that an administrator of ${organisation} approved was used: somebody gave your password and may set up an authenticator app, which takes the place of the old one.`,
    cancelled: (organisation: string) =>
      `Somebody followed the link “This was not me”: the request for help with your account at ${organisation} was stopped. Whoever made it knows your password, so choose another one:`,
    asked: (organisation: string) =>
      `Somebody gave your password at ${organisation}, said that your authenticator is lost, and asked an administrator for help.`,
    waitOrStop: "Was it you? Then wait for the administrator. If it was not you, stop it; it takes effect at once:",
    notMe: "This was not me",
    approved: (organisation: string, until: string | undefined) =>
      `An administrator of ${organisation} approved your request. Sign in with your password${
        until === undefined ? "" : `, until ${until}`
      }, and set up an authenticator app again. The old one goes once the new one works.`,
    signIn: "Sign in",
    stopIt: "Did you not ask for help? Then stop it now; it takes effect at once:",
    tellThem: "Did you not ask for help? Then choose another password and tell your administrator.",
    declined: (organisation: string) =>
      `An administrator of ${organisation} declined your request. Nothing about your account was changed.`,
    lapsed: (organisation: string) =>
      `Nobody at ${organisation} decided your request for help within 14 days, so it has lapsed. Nothing about your account was changed. Do you still need help? Then sign in with your password and ask again:`,
    somebodyKnows: "Did you not ask for help? Then somebody knows your password:",
    note: (note: string) => `The administrator wrote: “${note}”`,
  },
};

export type LetterWords = typeof letters;
