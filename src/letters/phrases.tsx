// Sentences that several letters share: where a change came from, and what to do if it was not you.
import { absoluteTime, describeUserAgent } from "../ui/index.ts";
import { Address, Facts, List, type Sender } from "./parts.tsx";
import { type Details, numberIn, textIn } from "./rules.ts";

export interface Subject {
  sender: Sender;
  /** How the letter greets its reader; none where it goes to an address that may be nobody's yet. */
  name: string | undefined;
  details: Details;
  /** The letter's own link. */
  link: string | undefined;
  now: number;
}

export function Origin({ subject: { details } }: { subject: Subject }) {
  const [at, address, browser] = [
    numberIn(details, "at"),
    textIn(details, "address"),
    textIn(details, "browser") ?? textIn(details, "userAgent"),
  ];
  const byOperator = address === "command line";
  return (
    <Facts
      facts={[
        ["When", at === undefined ? undefined : absoluteTime(at)],
        ["By", byOperator ? "the operator of this service" : details.own === false ? "an administrator" : undefined],
        ["From", byOperator ? undefined : address],
        ["With", byOperator || !browser ? undefined : describeUserAgent(browser)],
      ]}
    />
  );
}

export function WhatToDo({ sender: { at } }: { sender: Sender }) {
  return (
    <List
      items={[
        <>
          Choose another password: <Address href={at("/account")} />
        </>,
        <>
          You can't sign in? Ask for a link: <Address href={at("/forgot-password")} />
        </>,
        <>
          See where you are signed in, and end what you don't know: <Address href={at("/account/security")} />
        </>,
        "Tell your administrator.",
      ]}
    />
  );
}

export const untilWords = (details: Details): string => {
  const until = numberIn(details, "until");
  return until === undefined ? "" : `, until ${absoluteTime(until)}`;
};
