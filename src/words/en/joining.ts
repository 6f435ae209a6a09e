// What the pages say on which people join, or choose another password, in English.

export const joining = {
  choose: "Choose a password",
  chooseAnother: "Choose another password",
  welcome: (organisation: string) => `Welcome to ${organisation}`,
  joinLead: (name: string) => `Hello ${name}. Choose a password to sign in with.`,
  anotherLead: (name: string) =>
    `Hello ${name}. You are signed out everywhere when you save it. Your second step stays as it is.`,
  signInAs: "You sign in as",
  newPassword: "New password",
  atLeast: (characters: number) => `At least ${characters} characters.`,
  tooShort: (characters: number) =>
    `Choose a password of at least ${characters} characters. A few words in a row are easy to remember.`,
  tooLong: (bytes: number) => `Choose a password of at most ${bytes} bytes.`,
  common: "This password is on lists that attackers try first. Choose another one.",
  ownName: "Choose a password that is not your name or address.",
  forgottenTitle: "Forgot your password?",
  forgottenLead: "We mail you a link by which you choose another one. Your second step stays as it is.",
  sendLink: "Send link",
  typeLogin: "Type your screen name or e-mail address.",
  tooManyLinks: (length: string) => `Too many links were asked for from here. Please wait ${length} and try again.`,
  askedTitle: "Look at your mail",
  asked: (organisation: string) =>
    `If ${organisation} knows that name or address, a letter with a link is on its way. The link works once, for one hour.`,
  noLetter: "No letter after a few minutes? Look among the spam, or ask your administrator for a link.",
  noPost: (organisation: string) =>
    `${organisation} sends no letters from here. Ask your administrator: they can give you a link by which you choose another password.`,
  confirmAddressTitle: "Confirm your e-mail address",
  confirmAddress: (email: string, name: string, organisation: string) =>
    `${email} becomes the address of the account of ${name} at ${organisation}.`,
  confirmAddressButton: "Confirm this address",
  confirmAddressElse: "Did you not ask for it? Then close this page: nothing is changed.",
  confirmedTitle: "Your address is confirmed",
  confirmed: (email: string) => `${email} is your e-mail address from now on.`,
  toProfile: "Go to your profile",
};

export type JoiningWords = typeof joining;
