// What a letter is called, in its subject and in the administrators' list, and what its details may hold. Pure.

export type Details = Readonly<Record<string, unknown>>;

export const titles: Readonly<Record<string, string>> = {
  "person.address-changed": "Your e-mail address was changed",
  "person.password-changed": "Your password was changed",
  "person.invitation-accepted": "Your account is ready",
  "sign-in.recovery-code-used": "A recovery code was used",
  "authenticator.added": "An authenticator app was set up",
  "authenticator.removed": "An authenticator app was removed",
  "second-factor.disabled": "Two-factor authentication was turned off",
  "second-factor.reset": "Two-factor authentication was reset",
  "second-factor.overridden": "Your two-factor authentication setting was changed",
  "recovery-codes.made": "New recovery codes were made",
  "trusted-browser.added": "A browser is trusted now",
  "trusted-browser.stolen": "A copied browser trust was stopped",
  "person.invited": "You are invited",
  "person.password-link": "Choose another password",
  "person.address-confirmation": "Confirm your new e-mail address",
  "person.address-change-asked": "A change of your e-mail address was asked for",
  "deadline.near": "Set up two-factor authentication",
  "help-request.asked": "Somebody asked for help with your account",
  "help-request.waiting": "A request for help waits",
  "help-request.pass-used": "The help with your account was used",
  "help-request.cancelled": "The request for help was stopped",
  "help-request.disowned": "A request for help was not its owner's",
  "help-request.approved": "Your request for help was approved",
  "help-request.lapsed": "Your request for help has lapsed",
  "help-request.declined": "Your request for help was declined",
};

/** Also for what this page does not know yet: a change of an account is told in any case. */
export const titleOf = (kind: string): string =>
  Object.hasOwn(titles, kind) ? (titles[kind] as string) : "Your account was changed";

export const textIn = (details: Details, name: string): string | undefined => {
  const value = details[name];
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
};

export const numberIn = (details: Details, name: string): number | undefined => {
  const value = details[name];
  return typeof value === "number" ? value : undefined;
};

const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

/** The same letter as plain text: of our own few tags, and what is escaped in them. */
export function textOf(html: string): string {
  const text = html
    .replace(/[\s\S]*<body[^>]*>/, "")
    .replace(/\s+/g, " ")
    .replace(/<a [^>]*?href="([^"]*)"[^>]*>(.*?)<\/a>/g, (_, address: string, label: string) =>
      label === address ? address : `${label}: ${address}`,
    )
    .replace(/<\/th>/g, ": ")
    .replace(/<br ?\/?>|<\/tr>|<\/li>/g, "\n")
    .replace(/<li[^>]*>/g, "- ")
    .replace(/<hr[^>]*>/g, "\n--\n")
    .replace(/<\/(p|h1|table|ul)>/g, "\n\n")
    .replace(/<[^>]*>/g, "")
    .replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name] as string);
  return `${text
    .split("\n")
    .map((line) => line.trim())
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim()}\n`;
}
