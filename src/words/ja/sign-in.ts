// What the pages of a sign-in say, in Japanese.
import type { SignInWords } from "../en/sign-in.ts";
import { speech } from "../speech.ts";

const { counted } = speech("ja");

export const signIn: SignInWords = {
  title: "サインイン",
  heading: (organisation) => `${organisation}にサインイン`,
  login: "ユーザー名またはメールアドレス",
  password: "パスワード",
  forgotten: "パスワードをお忘れですか？",
  secondFactorRequired: (organisation) =>
    `${organisation}では、2段階目の確認が必要になりました。もう一度サインインしてください。`,
  passwordChosen: "新しいパスワードを保存しました。このパスワードでサインインしてください。",
  tookTooLong: "時間がかかりすぎたか、別のウィンドウで完了しています。もう一度サインインしてください。",
  sessionEnded: "セッションが終了しました。もう一度サインインしてください。",
  wrongCodes: "誤ったコードが何度も入力されたため、サインアウトしました。もう一度サインインしてください。",
  goingOn: (name: string) => `${name}に進んでいます`,
  goOnTo: (name: string) => `${name}に進む`,
  cookieRefusedTitle: "ブラウザーが Cookie を保存しませんでした",
  cookieRefused: (name: string) =>
    `${name}を開けませんでした。${name}に入るための Cookie を、ブラウザーが受け入れなかったか、送信しませんでした。これらのアドレスの Cookie を許可してから、もう一度お試しください。解決しない場合は、${name}の担当者に連絡してください。`,
  signedOut: "サインアウトしました。",
  enterCode: "コードを入力",
  openApp: "認証アプリを開き、表示されている6桁のコードを入力してください。",
  openAppOfAnyLength: "認証アプリを開き、表示されているコードを入力してください。",
  rememberFor: (length) => `このブラウザーを${length}記憶する`,
  rememberHint: "その間、このブラウザーではコードの入力は不要です。",
  useRecoveryCode: "代わりにリカバリーコードを使う",
  recoveryTitle: "リカバリーコードを使う",
  recoveryLead: "二要素認証を設定したときに保存したコードのうち、1つを入力してください。各コードは1回だけ使えます。",
  useApp: "代わりにアプリのコードを使う",
  lostPhone: "スマートフォンをなくした",
  back: "サインインに戻る",
  lastTry: "コードが正しくありません。これが最後の試行でした。もう一度サインインしてください。",
  wrongCodeLeft: (tries) =>
    `コードが正しくないか、すでに使われています。次のコードが表示されるのを待って、もう一度お試しください（残り${counted(tries, { other: "#回" })}）。`,
  wrongRecoveryCodeLeft: (tries) =>
    `コードが正しくないか、すでに使われています。確認して、もう一度お試しください（残り${counted(tries, { other: "#回" })}）。`,
  confirmTitle: "本人確認",
  confirmByPassword: "続けるには、パスワードで確認してください。",
  confirmByCode: "続けるには、コードで確認してください。",
  codeFromApp: "認証アプリのコード",
  leaveTitle: "サインアウト",
  leaveHeading: (organisation: string) => `${organisation}からサインアウトしますか？`,
  leaveLead:
    "アプリケーションがサインアウトを求めています。サインアウトすると、このサインインを使っていたすべての場所で、もう一度サインインが必要になります。",
  stay: "サインインしたままにする",
  suspendedTitle: "停止中",
  suspendedHeading: (organisation) => `${organisation}は停止されています`,
  suspendedLead: "現在は誰もサインインできません。設定した内容は保持されています。",
  suspendedAsk: (organisation) =>
    `心当たりがない場合は、${organisation}の管理者またはこのサービスの運用者にお問い合わせください。`,
};
