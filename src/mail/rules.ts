// When a letter is tried again, when it is given up, and what is said of a mail server that did not take it. Pure.
import { hour, minute } from "../kernel/clock.ts";
import { words } from "../words/index.ts";

/** A process that took a letter has it to itself for so long; sending ends well before. */
export const lease = 5 * minute;
export const sendsFor = 30_000;

const firstWait = minute;
const longestWait = 6 * hour;
/** With the waits between them about three days. */
export const mostTries = 21;

/** In ms after the try of this number; `undefined` after the last one. */
export function waitAfter(tries: number): number | undefined {
  return tries >= mostTries ? undefined : Math.min(longestWait, firstWait * 2 ** (tries - 1));
}

/** No letter waits longer, so a moment beyond was set by a clock that has gone back since. */
export const tooFarFrom = (now: number): number => now + 2 * longestWait;

/** Kept in English, as it comes, and put into other words where somebody reads it. */
const { failures, failed, failedSaying } = words.en.consoleMail;

export const noServer = failed(failures.noServer);

/** What nodemailer says of a failure. */
export interface SmtpError {
  code?: unknown;
  command?: unknown;
  responseCode?: unknown;
  response?: unknown;
}

/** Plain words for the operator: what happened, then what the server said. */
export function failureWords(error: SmtpError): string {
  const answer = typeof error.response === "string" ? said(error.response) : "";
  return answer === "" ? failed(happened(error)) : failedSaying(happened(error), answer);
}

function happened({ code, command, responseCode }: SmtpError): string {
  switch (code) {
    case "EDNS":
      return failures.name;
    case "ECONNECTION":
    case "ESOCKET":
    case "ECONNREFUSED":
      return failures.reach;
    case "ETIMEDOUT":
    case "EABORT":
      return failures.time;
    case "ETLS":
      return failures.safe;
    case "EAUTH":
    case "ENOAUTH":
      return failures.credentials;
    case "EENVELOPE":
      return command === "MAIL FROM" ? failures.sender : failures.recipient;
    case "EMESSAGE":
      return typeof responseCode === "number" && responseCode >= 500 ? failures.letter : failures.letterNow;
    default:
      return failures.other;
  }
}

const longestAnswer = 200;

/** One line, and without anything that looks like an address of the web: an answer may quote the letter's own link. */
function said(response: string): string {
  const line = response
    .replace(/[\s\p{C}]+/gu, " ")
    .replace(/\S*(:\/\/|%3a%2f%2f|token)\S*/gi, "…")
    .replace(/[\w-]{22}\.[\w-]{20,}/g, "…")
    .trim();
  return line.length > longestAnswer ? `${line.slice(0, longestAnswer)}…` : line;
}
