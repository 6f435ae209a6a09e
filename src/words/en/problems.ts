// What stands in somebody's way, as pages say it, in English.

export const problems = {
  wait: (length: string) => `Too many wrong tries. Please wait ${length} and try again.`,
  waitForLetters: (length: string) =>
    `Letters went to several new addresses lately. Please wait ${length} and try again.`,
  codesRefused:
    "Too many wrong codes were given for this account. Use a recovery code, or ask your administrator for help.",
  busy: "Too many people are signing in at this moment. Please try again in a few seconds.",
  picturesBusy: "Many pictures are being uploaded at this moment. Please try again shortly.",
  wrongCredentials: "That screen name or e-mail and that password do not match. Check both and try again.",
  wrongPassword: "That is not your password.",
  wrongCode: "That code is wrong or was used before. Wait for the next one and try again.",
  secondStepUnavailable:
    "Your authenticator can't be checked at the moment. Use a recovery code, or tell your administrator.",
  signInEnded: "This sign-in has ended. Please start again.",
  saveCodesFirst: "Save your recovery codes first: download, copy or print them.",
  helpNotOffered: "Your organisation does not take requests for help here.",
  helpAlreadyAsked: "You have asked for help already, and it was not decided yet. You get an e-mail as soon as it is.",
  helpApproved: "Your request for help was approved. Go back and set up a new authenticator.",
  helpTooOften: "You have asked for help several times today. Please wait until tomorrow, or call your administrator.",
  helpOver:
    "There is nothing to cancel any more: the request was cancelled, declined or carried out, or its time is over. If something looks wrong, tell your administrator now.",
  invitationOver: "This invitation was used or is too old. Ask your administrator for a new one.",
  addressChangeOver: "This link was used, or is too old. Change the address under Profile again.",
  notFound: "There is no such page.",
  internal: "Something went wrong on our side. Nothing was changed. Please try again.",
  applicationRequest:
    "The application that sent you here asked in a way that can't be accepted, or too late. Go back to it and try again.",
  unavailable: "We can't reach our records right now. Please try again in a moment.",
  forgery: "This request came from another site. Go back to the page and try again from there.",
  requiredByPolicy: "Your organisation requires two-factor authentication, so it can't be turned off here.",
  offByPolicy: "Your organisation has switched two-factor authentication off for you.",
  openIdRequest: (error: string) =>
    `The application that sent you here asked in a way that can't be answered. Whoever runs it needs to know this: ${error}`,
  keptByApplication: (application: string) => `${application} keeps your address and password. Change them there.`,
  keysByApplication: (application: string) => `API keys are for people who sign in here, not at ${application}.`,
  titles: {
    signInAgain: "Please sign in again",
    notAllowed: "Not allowed",
    notFound: "Not found",
    notPossible: "Not possible here",
    ended: "This has ended",
    tooLarge: "Too large",
    wait: "Please wait",
    tryShortly: "Please try again shortly",
    notSetUp: "Not set up yet",
    setUpAlready: "Set up already",
    invitationOver: "This invitation is over",
    confirmFirst: "Please confirm first",
    other: "That did not work",
  },
  tryAgain: "Try again",
  toAccount: "To your account",
  signIn: "Sign in",
};

export type ProblemsWords = typeof problems;
