// Why a requirement is what it is, as its person reads it, in Japanese.
import type { RequirementWords } from "../en/requirement.ts";

export const requirement: RequirementWords = {
  levels: {
    off: "オフ",
    optional: "任意",
    required: "必須",
  },
  saying: {
    off: "オフ",
    optional: "任意",
    required: "必須",
  },
  because: (level, reason) => `${level}（理由: ${reason}）`,
  becauseFrom: (level, from, reason) => `${from}から${level}（理由: ${reason}）`,
  alone: (decision) => `${decision}。`,
  beside: (decision, source, level) => `${decision}。${source}では「${level}」です。`,
  reasons: {
    identityProvider: "ID プロバイダーが確認を行うため",
    application: (of) => `${of}はまだ対象ではないため`,
    person: "管理者があなたに対して設定したため",
    address: (of) => `${of}についてのルールがあるため`,
    domain: {
      off: (of) => `${of}は対象外のドメインであるため`,
      optional: (of) => `${of}は任意のドメインであるため`,
      required: (of) => `${of}は必須のドメインであるため`,
    },
    accountType: {
      off: (of) => `アカウントの種類「${of}」ではオフであるため`,
      optional: (of) => `アカウントの種類「${of}」では任意であるため`,
      required: (of) => `アカウントの種類「${of}」では必須であるため`,
    },
    organisation: {
      off: "組織がオフにしているため",
      optional: "組織が各自の判断に任せているため",
      required: "組織が全員に求めているため",
    },
    unreadable: "ポリシーを読み取れないため",
  },
  sources: {
    domain: (of) => `ドメイン${of}のルール`,
    address: (of) => `${of}のルール`,
    accountType: "アカウントの種類",
    person: "管理者があなたに対して行った設定",
    organisation: "組織の設定",
  },
};
