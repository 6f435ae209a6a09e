// The words of acts on many people.
import { absoluteDate, plural } from "../../ui/index.ts";
import type { Act } from "./acting.ts";
import type { BulkAction, LeftOut } from "./rules.ts";

export const actionWords: Record<BulkAction, string> = {
  "account-type": "Change account type",
  override: "Set two-factor authentication",
  disable: "Disable",
  enable: "Enable",
  unlock: "Unlock",
  "sign-out": "Sign out everywhere",
  reset: "Reset two-factor authentication",
  invite: "Send the invitation again",
};

/** Why somebody is left out, as the end of 'left out: …'. */
export const leftOutWords: Record<LeftOut, string> = {
  yourself: "that is you",
  operator: "only another operator may do that to an operator",
  already: "nothing to do, it is so already",
  joined: "has joined, or is disabled: no invitation to send again",
  gone: "was deleted meanwhile",
  "last-administrator": "nobody else is an active administrator",
  "last-operator": "nobody else is an active operator",
  "no-longer-administrator": "whoever confirmed it is no administrator any more",
  "no-such-type": "the account type is not on the list any more",
  "end-in-the-past": "the last day was over by then",
  failed: "it did not work; try again",
};

/** The same where it depends on what is done. */
export function alreadyWords({ action, details }: Act): string {
  switch (action) {
    case "account-type":
      return `is '${details.accountType}' already`;
    case "override":
      return details.level === "policy" ? "follows the policy already" : "has exactly this set already";
    case "disable":
      return "is disabled already";
    case "enable":
      return "is not disabled";
    case "unlock":
      return "does not have to wait";
    case "sign-out":
      return "is signed in nowhere";
    case "reset":
      return "has nothing set up";
    case "invite":
      return leftOutWords.already;
  }
}

export const whyLeftOut = (act: Act, reason: LeftOut): string =>
  reason === "already" ? alreadyWords(act) : leftOutWords[reason];

const levels = { required: "required", optional: "optional", off: "off", policy: "what the policy says" } as const;

export interface ActWords {
  /** What will happen to so many people, as a question. */
  title: string;
  button: string;
  dangerous: boolean;
  consequences: string[];
  /** What happened, as the beginning of a sentence. */
  done: string;
}

export function wordsFor({ action, details }: Act, people: number): ActWords {
  const many = plural(people, "person", "people");
  const accounts = plural(people, "account");
  switch (action) {
    case "account-type":
      return {
        title: `Make ${many} '${details.accountType}'?`,
        button: `Change ${many}`,
        dangerous: false,
        consequences: ["The policy's rule for this account type holds for them from their next request on."],
        done: `Changed to '${details.accountType}'`,
      };
    case "override":
      return {
        title: `Set two-factor authentication of ${many} to ${levels[details.level ?? "policy"]}?`,
        button: `Set for ${many}`,
        dangerous: details.level === "off",
        consequences:
          details.level === "policy"
            ? ["What was set for them alone is removed. Each of them is told by mail."]
            : [
                `It wins over every rule of the policy${details.until ? ` until the end of ${absoluteDate(details.until - 1)} (UTC)` : ""}.`,
                "What was set for them alone until now is replaced. Each of them is told by mail.",
              ],
        done: "Set",
      };
    case "disable":
      return {
        title: `Disable ${accounts}?`,
        button: `Disable ${many}`,
        dangerous: true,
        consequences: [
          "They can't sign in any more, until they are enabled again.",
          "Sessions, trusted browsers, links and sign-ins under way end at once.",
          "Passwords, authenticators and recovery codes are kept.",
        ],
        done: "Disabled",
      };
    case "enable":
      return {
        title: `Enable ${accounts}?`,
        button: `Enable ${many}`,
        dangerous: false,
        consequences: ["They can sign in again, as before. Who never chose a password needs a new invitation."],
        done: "Enabled",
      };
    case "unlock":
      return {
        title: `Unlock ${accounts}?`,
        button: `Unlock ${many}`,
        dangerous: false,
        consequences: [
          "The wait after wrong passwords or codes ends.",
          "Who knows a password gets as many tries at the codes as at first. Many waits at once may be an attack.",
        ],
        done: "Unlocked",
      };
    case "sign-out":
      return {
        title: `Sign ${many} out everywhere?`,
        button: `Sign out ${many}`,
        dangerous: false,
        consequences: ["Their sessions and sign-ins under way end at once. They can sign in again."],
        done: "Signed out",
      };
    case "reset":
      return {
        title: `Reset two-factor authentication of ${many}?`,
        button: `Reset for ${many}`,
        dangerous: true,
        consequences: [
          "This can't be undone.",
          "Authenticators and all recovery codes stop working.",
          "Sessions, trusted browsers and sign-ins under way end at once.",
          "Until the new set-up, their passwords are all that anybody needs. Each of them is told by mail.",
        ],
        done: "Reset",
      };
    case "invite":
      return {
        title: `Send ${many} the invitation again?`,
        button: `Invite ${many}`,
        dangerous: false,
        consequences: ["Each gets a letter with a new link, good for 7 days. The links before stop working."],
        done: "Invited",
      };
  }
}
