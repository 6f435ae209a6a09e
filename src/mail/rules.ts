// When a letter is tried again, when it is given up, and what is said of a mail server that did not take it. Pure.
import { hour, minute } from "../kernel/clock.ts";

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

export const noServer = "No mail server is set up.";

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
  return answer === "" ? `${happened(error)}.` : `${happened(error)}: ${answer}`;
}

function happened({ code, command, responseCode }: SmtpError): string {
  switch (code) {
    case "EDNS":
      return "The mail server's name can't be found";
    case "ECONNECTION":
    case "ESOCKET":
    case "ECONNREFUSED":
      return "The mail server can't be reached, or it hung up";
    case "ETIMEDOUT":
    case "EABORT":
      return "The mail server took too long";
    case "ETLS":
      return "No safe connection (TLS) to the mail server came about";
    case "EAUTH":
    case "ENOAUTH":
      return "The mail server refused the user name or password of COUNTERSIGN_SMTP_URL";
    case "EENVELOPE":
      return command === "MAIL FROM"
        ? "The mail server refused the sender of COUNTERSIGN_MAIL_FROM"
        : "The mail server refused the recipient";
    case "EMESSAGE":
      return typeof responseCode === "number" && responseCode >= 500
        ? "The mail server refused the letter"
        : "The mail server did not take the letter this time";
    default:
      return "The mail server did not take the letter";
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
