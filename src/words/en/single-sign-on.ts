// What is said where an identity provider signs people in, in English.

export const singleSignOn = {
  signInWith: (provider: string) => `Sign in with ${provider}`,
  use: "Use single sign-on",
  typeAddress: "Type your e-mail address first: it tells where your company signs you in.",
  notServed: "There is no single sign-on for that address here. Sign in with your password.",
  leavingTitle: (provider: string) => `On to ${provider}`,
  leavingLead: (provider: string) => `${provider} signs you in. You come back here by yourself.`,
  goOn: (provider: string) => `Continue with ${provider}`,
  refusedTitle: "You were not signed in",
  again: "Back to sign-in",
  refused: {
    cancelled: (provider: string) => `${provider} did not sign you in, or you stopped there. You can try again.`,
    foreign:
      "This browser did not begin this sign-in, or it was finished already, or it took too long. Please start again.",
    answer: (provider: string) =>
      `What ${provider} answered is not as it should be, so nobody was signed in. Try again, and tell your administrator if it happens again.`,
    unreachable: (provider: string) =>
      `${provider} can't be reached, or does not answer as it should. Please try again in a few minutes.`,
    noAddress: (provider: string) =>
      `${provider} did not tell your e-mail address, so we don't know who you are here. Tell your administrator.`,
    unverified: (provider: string) =>
      `${provider} does not say that your e-mail address is really yours, so it can't open an account here. Tell your administrator.`,
    otherDomain: (provider: string) =>
      `${provider} does not sign in people with your e-mail address here. Sign in the way you did before, or ask your administrator.`,
    unknown: "You have no account here yet. Ask your administrator to invite you.",
    disabled: "Your account here is disabled. Ask your administrator.",
    clash: (provider: string) =>
      `Your e-mail address belongs to an account here that is linked with somebody else at ${provider}. Ask your administrator to end that link.`,
    notFresh: (provider: string) =>
      `${provider} did not ask you to sign in anew, or does not say when it did, so this can't be confirmed by it. Tell your administrator.`,
    somebodyElse: (provider: string) =>
      `You signed in at ${provider} as somebody else. Sign in there as yourself and try again.`,
    turnedOff: (provider: string) => `Signing in with ${provider} is turned off here. Ask your administrator.`,
    linkOver: "This took too long, or was finished already. Please sign in again.",
    signedInAsOther: "You are signed in here as somebody else. Sign out first, and begin again.",
  },
  linkTitle: (provider: string) => `Link to ${provider}`,
  linkProve: (provider: string, email: string) =>
    `${email} has an account here already. Show once that it is yours: sign in here the way you did before. From then on ${provider} signs you in.`,
  linkSignIn: "Sign in to link",
  linkAsk: (provider: string, email: string) =>
    `From now on whoever signs in at ${provider} as ${email} comes into your account here. Link only if that is you.`,
  linkNow: "Link and continue",
  onlyWay: (provider: string) => `Your company signs you in with ${provider}. Passwords are not used here.`,
  confirmBy: (provider: string) => `Please confirm by signing in at ${provider} once more before you go on.`,
  handledBy: (provider: string) =>
    `You sign in with ${provider}, which handles the second step. There is nothing to set up here.`,
  noPassword: (provider: string) => `You sign in with ${provider} and have no password here.`,
};

export type SingleSignOnWords = typeof singleSignOn;
