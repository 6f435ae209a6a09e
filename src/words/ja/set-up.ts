// What the pages say on which a second factor is set up, in Japanese.
import type { SetUpWords } from "../en/set-up.ts";
import { speech } from "../speech.ts";

const { counted } = speech("ja");

export const setUp: SetUpWords = {
  title: "二要素認証を設定",
  scan: "このコードをスキャンしてください",
  addToApp: (reason) => `${reason}このコードを認証アプリに追加してください。`,
  sixDigits: "アプリに表示される6桁のコード",
  confirm: "確認して有効にする",
  because: (organisation) => `${organisation}では、サインイン時に2段階目の確認が必要です。`,
  helpApproved: "サポート依頼が承認されました。",
  recoveryCodeAccepted: "リカバリーコードを確認しました。",
  codesLeft: (left) => `残りは${counted(left, { other: "#個" })}です。`,
  oldKeepsWorking: "新しい認証手段を確認するまで、以前のものも引き続き使えます。",
  lastRecoveryCode: "今使ったのが最後のリカバリーコードです",
  fewCodes: (left) => `リカバリーコードは残り${counted(left, { other: "#個" })}です`,
  doesNotMatch: "コードが一致しません。次のコードが表示されるのを待って、もう一度お試しください。",
  clockAhead: (minutes) =>
    `スマートフォンの時計が約${minutes}進んでいます。時刻の自動設定をオンにして、もう一度お試しください。`,
  clockBehind: (minutes) =>
    `スマートフォンの時計が約${minutes}遅れています。時刻の自動設定をオンにして、もう一度お試しください。`,
  newCodeToScan: "時間がかかりすぎたため、スキャンするコードが新しくなりました。",
  saveTitle: "リカバリーコードを保存してください",
  isOn: "二要素認証が有効になりました。",
  newIsReady: "新しい認証アプリの準備ができました。以前の認証アプリとリカバリーコードは使えなくなりました。",
  saveLead: (done) =>
    `${done}スマートフォンをなくしたときは、これらのコードを1つにつき1回だけサインインに使えます。コードは今しか表示されません。`,
  goneTitle: "リカバリーコードは表示済みです",
  goneLead:
    "安全のため、コードは1回しか表示されません。保存していない場合は、新しいコードを作成してください。以前のコードは使えなくなります。",
  showNew: "新しいリカバリーコードを表示",
  orSavedHow: "保存した場合は、その方法を選んでください",
  offerLead: (organisation, from) =>
    `${organisation}では、${from}から2段階目の確認が必要になります。設定は1分ほどで終わります。`,
  setUpNow: "今すぐ設定",
  notNow: (days) => `後で（残り${days}）`,
};
