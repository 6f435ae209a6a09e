// The catalogue of security events: every name that can be recorded, what its details hold, and how long it is kept. Never a
// secret.
import { day } from "../kernel/clock.ts";
import type { Source } from "../kernel/source.ts";

export const eventCatalogue = {
  "organisation.created": "The organisation was made at first run or by command; details: name.",
  "organisation.changed": "Name, accent or logo of the organisation changed; details: which.",
  "organisation.added": "An operator added another organisation; details: which. Recorded with the operator's own.",
  "organisation.suspended":
    "An operator suspended an organisation; details: which. Recorded with the operator's own and with the one it is about.",
  "organisation.resumed": "An operator resumed a suspended organisation; details: which. Recorded in the same way.",
  "organisation.removed":
    "An operator removed an organisation with everything of it; details: which. Recorded with the operator's own.",
  "organisation.address-changed": "An operator gave an organisation another host name, or none; details: which.",
  "installation.key-rotated":
    "The command line put a new key in front of the ring; details: its name. Recorded with the operator's own.",
  "installation.key-retired":
    "The command line dropped an old key, under which nothing was left; details: its name. Recorded with the operator's own.",
  "installation.restored":
    "The command line brought a backup back: sessions, sign-ins, trust, links and recovery codes of before ended; details: the epoch, when the backup was made. Recorded with every organisation.",
  "person.added": "An administrator or the command line added a person.",
  "person.invited": "An invitation link was made; details: when it expires.",
  "person.invitation-accepted": "A person followed the invitation and chose a password.",
  "person.password-link-asked": "A link to choose another password was asked for on the sign-in page, and mailed.",
  "person.profile-changed": "Screen name, display name or picture changed; details: which.",
  "person.address-change-asked": "Another e-mail address was given, which has to be confirmed first; details: to.",
  "person.address-change-withdrawn": "The other address was taken back before it was confirmed; details: to.",
  "person.address-changed": "The e-mail address changed; details: former, to.",
  "person.account-type-changed":
    "An administrator, or the identity provider that added a person, gave them another account type; details: both.",
  "person.roles-changed": "An administrator changed a person's roles; details: which they hold now.",
  "person.disabled": "An account was disabled: sessions, sign-ins and trust ended; details: reason.",
  "person.enabled": "A disabled account was enabled again.",
  "person.unlocked": "An administrator lifted the waits after wrong passwords and codes.",
  "person.deleted": "A person was deleted; details: the name and address they had.",
  "person.password-changed": "The password changed.",
  "sign-in.password-wrong": "A wrong password; about nobody where nobody has that login, which itself is never kept.",
  "sign-in.waiting":
    "After a wrong answer too many further tries have to wait; details: which throttle. Tries refused meanwhile leave no event.",
  "sign-in.code-wrong": "A wrong, used or expired second-step answer; details: method.",
  "sign-in.recovery-code-used": "A recovery code was accepted; details: how many are left.",
  "sign-in.completed": "A session began; details: what was proven, and at which application, where it led to one.",
  "sign-in.cancelled": "The person gave a begun sign-in up.",
  "session.ended": "Signed out, or ended from a list; details: which session.",
  "session.others-ended": "Every other session of the person was ended; details: how many.",
  "session.stepped-up": "A fresh proof was given within a session; details: which.",
  "session.stopped": "A session ended because too many wrong codes were given within it; details: which.",
  "authenticator.added": "An authenticator was confirmed and is live; details: name, whether it replaced another.",
  "authenticator.renamed": "An authenticator got another name.",
  "authenticator.removed": "One authenticator was removed; details: name.",
  "second-factor.disabled": "The person turned their second factor off.",
  "second-factor.reset": "An administrator or the command line removed a person's second factor.",
  "second-factor.overridden":
    "An administrator set what is asked of this one person; details: level, or 'policy' for as the policy says, until when, reason.",
  "recovery-codes.made": "A new set of recovery codes was shown; the old ones are void.",
  "recovery-codes.saved": "The person said how they saved their codes; details: how.",
  "trusted-browser.added": "Trust was given to a browser; details: until when.",
  "trusted-browser.ended": "Trust in a browser was ended; details: which.",
  "trusted-browser.stolen": "A trust cookie was used that had been used before: its series was ended.",
  "account-type.added": "An account type was added to the organisation's list; details: name.",
  "account-type.removed": "An account type that nobody held was removed from the list; details: name.",
  "help-request.asked":
    "After the right password somebody asked for help, having lost the authenticator; details: which request.",
  "help-request.approved":
    "An administrator or helper approved: a pass leads to set-up once; details: which request, the note, until when.",
  "help-request.declined": "An administrator or helper declined; details: which request, the note.",
  "help-request.cancelled":
    "Somebody followed the link 'this was not me'; details: which request, what it was until then.",
  "help-request.overtaken":
    "A request or pass became void: a code was given, or password or authenticators changed; details: which request.",
  "help-request.lapsed": "Nobody decided a request within 14 days; details: which request.",
  "help-request.pass-used": "A pass was used up and led to set-up; details: which request.",
  "people.bulk-change-begun":
    "An administrator confirmed one act on many people; details: which, how many, the reason. Each of them has an event of their own beside it.",
  "people.import-begun":
    "A file of people was found good and its import began; details: how many are to be added and changed, and whether they are invited. Each of them has an event of their own beside it.",
  "people.moved-in":
    "A batch of people of another system was brought here; details: the format of the file, how many were added and completed, and how many passwords, authenticators and recovery codes came with them. Each of them has events of their own beside it.",
  "person.password-imported": "A person was given the password that they had at another system, as its hash.",
  "authenticator.imported":
    "A person who was added by an import brought an authenticator along; details: name. Who was here before has `authenticator.added`.",
  "recovery-codes.imported":
    "A person was given the recovery codes that another system had given out; details: how many.",
  "export.asked":
    "An administrator or the operator asked for an export of all people; details: which, from which side, the fingerprint of the keys it is sealed to. Recorded with the operator's own organisation too.",
  "export.agreed": "The other side consented to an export; details: the same. Recorded in the same way.",
  "export.withdrawn":
    "An export was withdrawn before it was taken, or who consented to it lost the role, was disabled or signed out everywhere; details: the same. Recorded in the same way.",
  "export.taken": "The file of an export was taken, once; details: the same. Recorded in the same way.",
  "policy.changed": "The organisation's policy was saved; details: the old and the new document.",
  "identity-provider.connected":
    "An administrator connected an identity provider; details: which, whether it exempts, its domains, the evidence asked.",
  "identity-provider.changed":
    "An identity provider was changed, turned on or off; details: the same, and whether its secret was replaced.",
  "identity-provider.removed": "An identity provider was removed, and with it who anybody is there; details: which.",
  "identity.linked":
    "Somebody at an identity provider and a person here were linked; details: provider, and how it was shown that both are one.",
  "identity.unlinked": "An administrator ended such a link, and the sessions that came through it; details: provider.",
  "identity.address-proven":
    "An identity provider vouched for an invited person's address: what had been prepared under it is gone; details: provider, what.",
  "single-sign-on.refused": "Somebody came back from an identity provider and was not let in; details: provider, why.",
  "single-sign-on.tested": "An administrator tried an identity provider out; details: provider, outcome.",
  "application.added": "An application was added; details: which, how it connects, whether it takes part.",
  "application.changed": "An application's name, state or settings changed; details: which.",
  "application.secret-replaced": "An application got a new secret, the old one is void; details: which.",
  "application.entered":
    "A signed-in person was let into an application; details: which, and whether a second factor was given in that session.",
  "application.removed": "An application was removed; details: which.",
  "signing-keys.rotated":
    "The keys that sign what applications are told by OpenID Connect were exchanged ahead of time; details: the new ones' ids.",
  "api-key.added":
    "An API key was made; details: its id, name and scopes, until when, whether it is the organisation's. About whoever made it.",
  "api-key.ended": "An API key was ended by its owner or an administrator; details: its id and name.",
  "api-key.refused":
    "A key was used that has expired, or whose owner is disabled or has another password; once an hour a key; details: its id.",
  "audit.pruned":
    "Events were removed because their time was over; details: how many, and through which place in the chain.",
  "webhook.added": "An administrator added a webhook; details: its id and address, and which events it is sent.",
  "webhook.changed": "A webhook's address or events changed, or it was turned on or off; details: the same.",
  "webhook.secret-replaced": "A webhook got another secret; the former one signs beside it for a day. Details: its id.",
  "webhook.sent-again": "Deliveries of a webhook that were over were sent again by hand; details: its id, how many.",
  "webhook.stopped":
    "A webhook was stopped, because nothing was taken for five days or it said that it is gone; details: its id, why.",
  "webhook.removed": "A webhook was removed; details: its id and address.",
  "letter.sent-again": "An administrator had a letter sent again that was given up; details: kind.",
} as const;

export type EventName = keyof typeof eventCatalogue;

/** What everyday use leaves, which is most of what is recorded. Everything else says who may get in, and is kept for long. */
const everyday: ReadonlySet<string> = new Set<EventName>([
  "sign-in.password-wrong",
  "sign-in.waiting",
  "sign-in.code-wrong",
  "sign-in.completed",
  "sign-in.cancelled",
  "session.ended",
  "session.others-ended",
  "session.stepped-up",
  "application.entered",
  "person.password-link-asked",
  "single-sign-on.refused",
  "single-sign-on.tested",
  "trusted-browser.added",
  "trusted-browser.ended",
  "api-key.refused",
  "letter.sent-again",
]);

export const keptShort = 400 * day;
export const keptLong = 3650 * day;

/** How long an event is kept; ms. One of another version's catalogue is kept for long. */
export const keptFor = (name: string): number => (everyday.has(name) ? keptShort : keptLong);

/** What the person it is about is told by mail, in the same transaction: whoever takes over an account can't do so unseen. */
export const toldByMail: ReadonlySet<EventName> = new Set([
  "person.address-change-asked",
  "person.address-changed",
  "person.password-changed",
  "person.invitation-accepted",
  "sign-in.recovery-code-used",
  "session.stopped",
  "identity.linked",
  "identity.unlinked",
  "authenticator.added",
  "authenticator.removed",
  "second-factor.disabled",
  "second-factor.reset",
  "second-factor.overridden",
  "recovery-codes.made",
  "recovery-codes.imported",
  "api-key.added",
  "trusted-browser.added",
  "trusted-browser.stolen",
]);

export interface AuditEvent {
  organisation: string;
  name: EventName;
  /** Who did it; null where nobody was signed in. */
  actor: string | null;
  /** About whom. */
  person: string | null;
  outcome?: "done" | "refused";
  source: Source;
  /** Addresses that are told as well, such as the one before a change. */
  alsoTo?: string[];
  /** Told to nobody: the person is added by the same act, and had nothing that somebody could take over. */
  untold?: boolean;
  details?: Record<string, string | number | boolean | null>;
}
