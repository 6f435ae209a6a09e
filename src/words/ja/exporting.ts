// 組織の全ユーザーを持ち出すときの言葉（日本語）。
import type { ExportingWords } from "../en/exporting.ts";

export const exporting: ExportingWords = {
  problems: {
    recipients: "age-keygen が出力する age の公開鍵を 1～10 個指定してください。どれも age1 で始まります。",
    over: "このエクスポートは終了しています。受け取り済みか取り下げ済み、または同意から 24 時間が過ぎています。改めて申請してください。",
    notAgreed: "先に、組織の管理者と運用者の両方の同意が必要です。",
    otherRecipients: "フィンガープリントがこのエクスポートのものと違います。鍵をもう一度確認してください。",
    another: "二人の同意が必要です。一人は組織の管理者として、もう一人は運用者として同意します。",
  },
};
