// Sentences that several letters share: where a change came from, and what to do if it was not you.
import { describeUserAgent } from "../ui/index.ts";
import type { Words } from "../words/index.ts";
import { Address, Facts, List, type Sender } from "./parts.tsx";
import { type Details, numberIn, textIn } from "./rules.ts";

export interface Subject {
  /** In the reader's language. */
  words: Words;
  sender: Sender;
  /** How the letter greets its reader; none where it goes to an address that may be nobody's yet. */
  name: string | undefined;
  details: Details;
  /** The letter's own link. */
  link: string | undefined;
  now: number;
}

export function Origin({ subject: { words, details } }: { subject: Subject }) {
  const { letters } = words;
  const [at, address, browser] = [
    numberIn(details, "at"),
    textIn(details, "address"),
    textIn(details, "browser") ?? textIn(details, "userAgent"),
  ];
  const byOperator = address === "command line";
  return (
    <Facts
      facts={[
        [letters.when, at === undefined ? undefined : words.moment(at)],
        [letters.by, byOperator ? letters.operator : details.own === false ? letters.administrator : undefined],
        [letters.from, byOperator ? undefined : address],
        [letters.with, byOperator || !browser ? undefined : describeUserAgent(browser, words)],
      ]}
    />
  );
}

export function WhatToDo({ subject: { sender, words } }: { subject: Subject }) {
  const { choosePassword, cannotSignIn, seeSessions, tellAdministrator } = words.letters;
  return (
    <List
      items={[
        <>
          {choosePassword} <Address href={sender.at("/account")} />
        </>,
        <>
          {cannotSignIn} <Address href={sender.at("/forgot-password")} />
        </>,
        <>
          {seeSessions} <Address href={sender.at("/account/security")} />
        </>,
        tellAdministrator,
      ]}
    />
  );
}

/** Until when it works, where that is known. */
export const untilOf = ({ details, words }: Subject): string | undefined => {
  const until = numberIn(details, "until");
  return until === undefined ? undefined : words.moment(until);
};
