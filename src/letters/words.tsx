// What each letter says: what happened, when, from where, and what to do if it was not you.
import type { Child } from "hono/jsx";
import { absoluteTime, plural, relativeTime } from "../ui/index.ts";
import { helpLetters } from "./help-words.tsx";
import { MainLink, P, type Sender } from "./parts.tsx";
import { Origin, type Subject, untilWords, WhatToDo } from "./phrases.tsx";
import { type Details, numberIn, textIn } from "./rules.ts";

/** By kind: what happened, in a sentence or two. Everything else of an account's change is said for all alike. */
const happened: Record<string, (details: Details, sender: Sender) => Child> = {
  "person.address-changed": (d, { name }) => {
    const [from, to] = [textIn(d, "former"), textIn(d, "to")];
    const change = from && to ? ` from ${from} to ${to}` : "";
    return `The e-mail address of your account at ${name} was changed${change}. What we have to tell you goes to the new address from now on.`;
  },
  "person.password-changed": (_, { name }) =>
    `The password of your account at ${name} was changed. You were signed out everywhere else, and no browser is trusted any more.`,
  "person.invitation-accepted": (_, { name }) =>
    `You accepted the invitation of ${name} and chose a password. From now on you sign in with it.`,
  "sign-in.recovery-code-used": (d) => {
    const left = numberIn(d, "left");
    const more = left === undefined ? "" : ` It does not work again; ${plural(left, "code")} left.`;
    return `One of your recovery codes was used to sign in.${more} The next step was to set up an authenticator app again.`;
  },
  "authenticator.added": (d) =>
    `${named(d, "An authenticator app")} was set up for your account${d.replaced ? ", in place of an earlier one" : ""}. Its codes are asked for when you sign in.`,
  "authenticator.removed": (d) =>
    `${named(d, "An authenticator app")} was removed from your account. Its codes no longer work.`,
  "second-factor.disabled": () =>
    "Two-factor authentication of your account was turned off. From now on your password alone is enough to sign in.",
  "second-factor.reset": (d) => {
    const reason = textIn(d, "reason");
    const because = reason ? ` The reason that was given: “${reason}”.` : "";
    return `Two-factor authentication of your account was reset: authenticator apps, recovery codes and trusted browsers are gone, and you were signed out everywhere.${because}`;
  },
  "second-factor.overridden": (d) => {
    const [level, until] = [textIn(d, "level"), numberIn(d, "until")];
    const says = (level && Object.hasOwn(overrides, level) && overrides[level]) || "it was set for you alone";
    return `What is asked of your account was changed: ${says}${until === undefined ? "" : `, until ${absoluteTime(until)}`}.`;
  },
  "recovery-codes.made": () => "New recovery codes were made for your account. The old ones no longer work.",
  "trusted-browser.added": (d) => {
    const until = numberIn(d, "until");
    return `A browser is trusted now: no code is asked for there${until === undefined ? "" : ` until ${absoluteTime(until)}`}.`;
  },
  "trusted-browser.stolen": () =>
    "Somebody used a copy of what makes one of your browsers trusted. We ended the trust and everything that was signed in by it. They may know your password.",
};

const overrides: Record<string, string> = {
  policy: "two-factor authentication follows the rules that hold for everybody again",
  required: "two-factor authentication is required, whatever the rules for everybody say",
  optional: "two-factor authentication is optional, whatever the rules for everybody say",
  off: "two-factor authentication is off, whatever the rules for everybody say; your password alone is enough",
};

const named = (details: Details, what: string): string => {
  const name = textIn(details, "name");
  return name ? `${what} (“${name}”)` : what;
};

/** A letter about a change of the account. */
function Change({ kind, subject }: { kind: string; subject: Subject }) {
  const { details, sender } = subject;
  const what = Object.hasOwn(happened, kind) ? happened[kind]?.(details, sender) : undefined;
  const own = details.own !== false;
  return (
    <>
      <P>{what ?? `Something about your account at ${sender.name} was changed.`}</P>
      <Origin subject={subject} />
      <P>
        {own
          ? "Was it you? Then there is nothing to do. If it was not you, act now:"
          : "Did you expect this? Then there is nothing to do. If you did not:"}
      </P>
      <WhatToDo sender={sender} />
    </>
  );
}

/** Letters that are no event of the account. */
const others: Record<string, (subject: Subject) => Child> = {
  "person.invited": ({ sender, details, link }) => (
    <>
      <P>{sender.name} made an account for you. Choose a password, and you can sign in.</P>
      {link ? (
        <MainLink href={link} sender={sender}>
          Choose a password
        </MainLink>
      ) : null}
      <P>The link works once{untilWords(details)}. Did you not expect it? Then do nothing, and delete this letter.</P>
    </>
  ),
  "person.password-link": ({ sender, details, link }) => (
    <>
      <P>
        Somebody, we hope you, asked for a link to choose another password at {sender.name}. Your second step stays as
        it is.
      </P>
      {link ? (
        <MainLink href={link} sender={sender}>
          Choose another password
        </MainLink>
      ) : null}
      <P>
        The link works once{untilWords(details)}. Give it to nobody. If it was not you, do nothing: your password stays
        as it is. If such letters keep coming, tell your administrator.
      </P>
    </>
  ),
  "person.address-confirmation": ({ sender, details, link }) => (
    <>
      <P>Somebody wants to use this address for an account at {sender.name}. It counts once you confirm it.</P>
      {link ? (
        <MainLink href={link} sender={sender}>
          Confirm this address
        </MainLink>
      ) : null}
      <P>The link works once{untilWords(details)}. If it was not you, do nothing: then the address is not used.</P>
    </>
  ),
  "person.address-change-asked": (subject) => (
    <>
      <P>
        The e-mail address of your account at {subject.sender.name} is to become{" "}
        {textIn(subject.details, "to") ?? "another one"}, as soon as that is confirmed.
      </P>
      <Origin subject={subject} />
      <P>
        Was it you? Then confirm the letter at the new address. If it was not you, act now; a new password stops it:
      </P>
      <WhatToDo sender={subject.sender} />
    </>
  ),
  "deadline.near": ({ sender, details, now }) => {
    const bindsFrom = numberIn(details, "bindsFrom") ?? now;
    return (
      <>
        <P>
          {sender.name} asks for two-factor authentication from {absoluteTime(bindsFrom)},{" "}
          {relativeTime(bindsFrom, now)}. From then on you can't go on without it. It takes two minutes: you need an
          authenticator app on your phone.
        </P>
        <MainLink href={sender.at("/account/security")} sender={sender}>
          Set it up now
        </MainLink>
        <P>You may also wait: then setting it up is part of your first sign-in after that moment.</P>
      </>
    );
  },
  ...helpLetters,
};

export const hasWordsFor = (kind: string): boolean => Object.hasOwn(happened, kind) || Object.hasOwn(others, kind);

export function LetterBody({ kind, subject }: { kind: string; subject: Subject }) {
  return (
    <>
      {subject.name ? <P>Hello {subject.name},</P> : null}
      {Object.hasOwn(others, kind) ? others[kind]?.(subject) : <Change kind={kind} subject={subject} />}
    </>
  );
}
