// What the pages say to those who lost their authenticator, in English.

export const help = {
  title: "Ask for help",
  lead: (organisation: string) =>
    `An administrator of ${organisation} checks that it is really you, then lets you set up a new authenticator.`,
  whatHappened: "What happened?",
  hint: "Such as 'My phone broke', and how you can be reached. Never write a password or code here.",
  approvedTitle: "Your request for help was approved",
  setUpNew: "Set up a new authenticator",
  worksUntil: (until: string) => `This works once, until ${until}.`,
  sentTitle: "Your request was sent",
  sentLead: (organisation: string) => `The administrators of ${organisation} were told. What happens next:`,
  nextCheck: "An administrator makes sure that it is really you. They may call you.",
  nextMail: "You get an e-mail once they have decided.",
  nextSignIn:
    "If they approve, sign in with your password within 24 hours, and you are taken to setting up a new authenticator.",
  notYou:
    "You have got an e-mail about this request just now. If it was not you who asked, cancel it by the link there.",
  cancelTitle: "Was this not you?",
  cancelLead: (when: string, browser: string, address: string) =>
    `On ${when} somebody who knows your password asked for help to sign in without your authenticator, with ${browser} from ${address}.`,
  cancelIfYou: "If that was you, close this page: there is nothing to do.",
  cancelButton: "This was not me: cancel the request",
  cancelledTitle: "The request is cancelled",
  cancelledLead: "Nobody can use it any more, and your authenticator stays as it is. The administrators were told.",
  changePasswordNow: "Change your password now",
  askerKnowsIt: "Whoever asked knows it.",
  changePassword: "Change password",
};

export type HelpWords = typeof help;
