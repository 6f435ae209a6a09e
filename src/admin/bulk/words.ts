// The words of acts on many people: in English for files and programs, in the reader's language on pages.
import { type Words, words } from "../../words/index.ts";
import type { Act } from "./acting.ts";
import type { LeftOut } from "./rules.ts";

/** Why somebody is left out, as the end of 'left out: …'. */
export const leftOutWords: Readonly<Record<LeftOut, string>> = words.en.consoleBulk.why;

/** The same, and more exactly where it depends on what is done. */
export const whyLeftOut = (act: Act, reason: LeftOut, { consoleBulk: say }: Words): string =>
  reason === "already" ? alreadyWords(act, say) : say.why[reason];

/** Where it depends on what is done. */
function alreadyWords({ action, details }: Act, { already, why }: Words["consoleBulk"]): string {
  switch (action) {
    case "account-type":
      return already.accountType(details.accountType ?? "");
    case "override":
      return details.level === "policy" ? already.followsPolicy : already.override;
    case "sign-out":
      return already.signOut;
    case "invite":
      return why.already;
    default:
      return already[action];
  }
}

export interface ActWords {
  /** What will happen to so many people, as a question. */
  title: string;
  button: string;
  dangerous: boolean;
  consequences: string[];
  /** What happened, as the beginning of a sentence. */
  done: string;
}

export function wordsFor({ action, details }: Act, count: number, words: Words): ActWords {
  const { consoleBulk: say, consoleShared: common } = words;
  const people = common.people(count);
  switch (action) {
    case "account-type": {
      const type = details.accountType ?? "";
      return {
        title: say.accountType.title(people, type),
        button: say.accountType.button(people),
        dangerous: false,
        consequences: [say.accountType.consequence],
        done: say.accountType.done(type),
      };
    }
    case "override":
      return {
        title: say.override.title[details.level ?? "policy"](people),
        button: say.override.button(people),
        dangerous: details.level === "off",
        consequences:
          details.level === "policy"
            ? [say.override.removed]
            : [
                details.until ? say.override.winsUntil(words.date(details.until - 1)) : say.override.wins,
                say.override.replaced,
              ],
        done: say.override.done,
      };
    case "disable":
      return {
        title: say.disable.title(count),
        button: say.disable.button(people),
        dangerous: true,
        consequences: [say.disable.cannotSignIn, common.signInsEnd, say.disable.kept],
        done: say.disable.done,
      };
    case "enable":
      return {
        title: say.enable.title(count),
        button: say.enable.button(people),
        dangerous: false,
        consequences: [say.enable.consequence],
        done: say.enable.done,
      };
    case "unlock":
      return {
        title: say.unlock.title(count),
        button: say.unlock.button(people),
        dangerous: false,
        consequences: [say.unlock.waitEnds, say.unlock.attack],
        done: say.unlock.done,
      };
    case "sign-out":
      return {
        title: say.signOut.title(people),
        button: say.signOut.button(people),
        dangerous: false,
        consequences: [say.signOut.consequence],
        done: say.signOut.done,
      };
    case "reset":
      return {
        title: say.reset.title(people),
        button: say.reset.button(people),
        dangerous: true,
        consequences: [say.reset.forGood, say.reset.codesStop, say.reset.sessionsEnd, say.reset.passwordAlone],
        done: say.reset.done,
      };
    case "invite":
      return {
        title: say.invite.title(people),
        button: say.invite.button(people),
        dangerous: false,
        consequences: [say.invite.consequence],
        done: say.invite.done,
      };
  }
}
