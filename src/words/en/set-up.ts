// What the pages say on which a second factor is set up, in English.
import { speech } from "../speech.ts";

const { counted } = speech("en");

export const setUp = {
  title: "Set up two-factor authentication",
  scan: "Scan this code",
  addToApp: (reason: string) => `${reason} Add this to your authenticator app.`,
  sixDigits: "The six digits your app shows",
  confirm: "Confirm and activate",
  because: (organisation: string) => `${organisation} asks for a second step at sign-in.`,
  helpApproved: "Your request for help was approved.",
  recoveryCodeAccepted: "Recovery code accepted.",
  codesLeft: (left: number) => `${counted(left, "code", "codes")} left.`,
  oldKeepsWorking: "Until the new authenticator is confirmed, the old one keeps working.",
  lastRecoveryCode: "That was your last recovery code",
  fewCodes: (left: number) => `Only ${counted(left, "recovery code", "recovery codes")} left`,
  doesNotMatch: "That code does not match. Wait for the next one and try again.",
  clockAhead: (minutes: string) =>
    `Your phone's clock is about ${minutes} ahead. Set it to automatic time, then try again.`,
  clockBehind: (minutes: string) =>
    `Your phone's clock is about ${minutes} behind. Set it to automatic time, then try again.`,
  newCodeToScan: "That took too long: here is a new code to scan.",
  saveTitle: "Save your recovery codes",
  isOn: "Two-factor authentication is on.",
  newIsReady: "The new authenticator app is ready. The old one and your old recovery codes no longer work.",
  saveLead: (done: string) =>
    `${done} If you lose your phone, each of these codes lets you in once. They are shown only now.`,
  goneTitle: "Your recovery codes were shown",
  goneLead:
    "For your safety they are shown only once. If you did not save them, make new ones: the ones from before stop working.",
  showNew: "Show new recovery codes",
  orSavedHow: "Or, if you saved them, how?",
  offerLead: (organisation: string, from: string) =>
    `${organisation} will require a second step from ${from}. It takes about a minute.`,
  setUpNow: "Set up now",
  notNow: (days: string) => `Not now (${days} left)`,
};

export type SetUpWords = typeof setUp;
