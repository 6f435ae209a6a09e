// 組織の全ユーザーを持ち出すときの言葉（日本語）。
import type { ExportingWords } from "../en/exporting.ts";

export const exporting: ExportingWords = {
  title: (name: string) => `${name} の全ユーザーを持ち出す`,
  lead: "全ユーザーとサインインに使う情報を、自分の鍵でだけ開ける一つのファイルにします。組織の管理者と運用者の二人の同意が必要です。",
  section: "全員を持ち出す",
  sectionText:
    "ほかの環境へ移るための、パスワード、認証アプリ、リカバリーコードを含む全ユーザーの封印されたファイルです。",
  goOn: "エクスポート",
  open: "進行中",
  waitingText:
    "鍵を持つ人とフィンガープリントを照合してください。双方が 24 時間以内に同意する必要があり、どちらからも取り下げられます。",
  agreedText: "双方が同意しました。ファイルは一度だけ受け取れ、その後はすべて終了します。",
  state: "状態",
  fingerprint: "フィンガープリント",
  recipients: "公開鍵",
  recipientsHint:
    "age-keygen が出力した、age1 で始まるもの。複数の場合は空白で区切ります。どれか一つの秘密鍵を持つ人はファイルを読めます。",
  byAdministrator: "管理者の同意",
  byOperator: "運用者の同意",
  missing: "まだありません",
  until: "有効期限",
  consent: "この鍵に同意する",
  download: "ファイルを受け取る",
  withdraw: "取り下げる",
  ask: "エクスポートを申請",
  askText: "申請は同意を兼ねます。直前に確認した二つ目の要素が必要で、すべての管理者にメールで知らせます。",
  askAgainText: "新しく申請すると、進行中のものは終了します。",
  askNow: "エクスポートを申請する",
  past: "これまで",
  asked: "申請日時",
  states: {
    waiting: "同意待ち",
    agreed: "同意済み",
    taken: "受け取り済み",
    withdrawn: "取り下げ",
    expired: "期限切れ",
  },
  done: {
    asked: "申請しました。もう一方が 24 時間以内に同意する必要があります。",
    agreed: "双方が同意しました。ファイルは一度だけ受け取れます。",
    withdrawn: "取り下げました。何も渡されていません。",
  },
  problems: {
    recipients: "age-keygen が出力する age の公開鍵を 1～10 個指定してください。どれも age1 で始まります。",
    over: "このエクスポートは終了しています。受け取り済みか取り下げ済み、または同意から 24 時間が過ぎています。改めて申請してください。",
    notAgreed: "先に、組織の管理者と運用者の両方の同意が必要です。",
    otherRecipients: "フィンガープリントがこのエクスポートのものと違います。鍵をもう一度確認してください。",
    another: "二人の同意が必要です。一人は組織の管理者として、もう一人は運用者として同意します。",
  },
};
