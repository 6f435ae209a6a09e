// What the pages of a sign-in say, in English.
import { speech } from "../speech.ts";

const { counted } = speech("en");

export const signIn = {
  title: "Sign in",
  heading: (organisation: string) => `Sign in to ${organisation}`,
  login: "Screen name or e-mail",
  password: "Password",
  forgotten: "Forgot your password?",
  secondFactorRequired: (organisation: string) => `${organisation} now asks for a second step. Please sign in again.`,
  passwordChosen: "Your new password is saved. Sign in with it.",
  tookTooLong: "That took too long, or was finished in another window. Please sign in again.",
  sessionEnded: "Your session has ended. Sign in again.",
  wrongCodes: "Too many wrong codes were given, so you were signed out. Sign in again.",
  goingOn: (name: string) => `Going on to ${name}`,
  goOnTo: (name: string) => `Go on to ${name}`,
  cookieRefusedTitle: "Your browser did not keep the cookie",
  cookieRefused: (name: string) =>
    `${name} could not be opened: your browser did not take the cookie that lets you in there, or did not send it. Allow cookies for these addresses, then try again. If it goes on, tell whoever looks after ${name}.`,
  signedOut: "You are signed out.",
  enterCode: "Enter your code",
  openApp: "Open your authenticator app and type the six digits it shows.",
  openAppOfAnyLength: "Open your authenticator app and type the code it shows.",
  rememberFor: (length: string) => `Remember this browser for ${length}`,
  rememberHint: "No code is asked for here until then.",
  useRecoveryCode: "Use a recovery code instead",
  recoveryTitle: "Use a recovery code",
  recoveryLead: "Type one of the codes you saved when you set up two-factor authentication. Each works once.",
  useApp: "Use a code from your app instead",
  lostPhone: "I lost my phone",
  back: "Back to sign-in",
  lastTry: "That code is not right, and it was the last try. Please sign in again.",
  wrongCodeLeft: (tries: number) =>
    `That code is wrong or was used before. Wait for the next one and try again (${counted(tries, "try", "tries")} left).`,
  wrongRecoveryCodeLeft: (tries: number) =>
    `That code is wrong or was used before. Check it and try again (${counted(tries, "try", "tries")} left).`,
  confirmTitle: "Confirm that it is you",
  confirmByPassword: "Please confirm with your password before you go on.",
  confirmByCode: "Please confirm with a code before you go on.",
  codeFromApp: "Code from your authenticator app",
  leaveTitle: "Sign out",
  leaveHeading: (organisation: string) => `Sign out of ${organisation}?`,
  leaveLead: "An application asks for it. From then on you sign in again wherever this sign-in was used.",
  stay: "Stay signed in",
  suspendedTitle: "Suspended",
  suspendedHeading: (organisation: string) => `${organisation} is suspended`,
  suspendedLead: "Nobody can sign in at the moment. What you have set up is kept.",
  suspendedAsk: (organisation: string) =>
    `If you did not expect this, ask an administrator of ${organisation}, or whoever runs this service.`,
};

export type SignInWords = typeof signIn;
