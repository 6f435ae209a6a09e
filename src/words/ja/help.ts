// What the pages say to those who lost their authenticator, in Japanese.
import type { HelpWords } from "../en/help.ts";

export const help: HelpWords = {
  title: "サポートを依頼",
  lead: (organisation) =>
    `${organisation}の管理者がご本人であることを確認したうえで、新しい認証手段を設定できるようにします。`,
  whatHappened: "どうされましたか？",
  hint: "「スマートフォンが壊れた」などの状況と、連絡先を書いてください。パスワードやコードは絶対に書かないでください。",
  approvedTitle: "サポート依頼が承認されました",
  setUpNew: "新しい認証手段を設定",
  worksUntil: (until) => `${until}まで、1回だけ利用できます。`,
  sentTitle: "依頼を送信しました",
  sentLead: (organisation) => `${organisation}の管理者に通知しました。今後の流れは次のとおりです。`,
  nextCheck: "管理者がご本人であることを確認します。電話で連絡することがあります。",
  nextMail: "判断が決まり次第、メールでお知らせします。",
  nextSignIn: "承認された場合は、24時間以内にパスワードでサインインすると、新しい認証手段の設定に進みます。",
  notYou:
    "この依頼についてのメールをお送りしました。依頼した覚えがない場合は、メール内のリンクから取り消してください。",
  cancelTitle: "依頼した覚えがありませんか？",
  cancelLead: (when, browser, address) =>
    `${when}に、あなたのパスワードを知っている人が、認証手段なしでサインインするためのサポートを依頼しました（${browser}、${address}）。`,
  cancelIfYou: "ご自身の依頼であれば、このページを閉じてください。何もする必要はありません。",
  cancelButton: "自分ではないので、依頼を取り消す",
  cancelledTitle: "依頼を取り消しました",
  cancelledLead: "この依頼はもう誰も使えません。認証手段はそのままです。管理者に通知しました。",
  changePasswordNow: "今すぐパスワードを変更してください",
  askerKnowsIt: "依頼した人は、あなたのパスワードを知っています。",
  changePassword: "パスワードを変更",
};
