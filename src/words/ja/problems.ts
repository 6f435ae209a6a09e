// What stands in somebody's way, as pages say it, in Japanese.
import type { ProblemsWords } from "../en/problems.ts";

export const problems: ProblemsWords = {
  wait: (length) => `入力の誤りが多すぎます。${length}ほど待ってから、もう一度お試しください。`,
  waitForLetters: (length) =>
    `最近、複数の新しいアドレスにメールが送られました。${length}ほど待ってから、もう一度お試しください。`,
  codesRefused:
    "このアカウントでは、誤ったコードが何度も入力されました。リカバリーコードを使うか、管理者にサポートを依頼してください。",
  busy: "現在、多くの人がサインインしています。数秒後にもう一度お試しください。",
  picturesBusy: "現在、多くの写真がアップロードされています。少し待ってから、もう一度お試しください。",
  wrongCredentials:
    "ユーザー名またはメールアドレスと、パスワードの組み合わせが正しくありません。両方を確認して、もう一度お試しください。",
  wrongPassword: "パスワードが正しくありません。",
  wrongCode: "コードが正しくないか、すでに使われています。次のコードが表示されるのを待って、もう一度お試しください。",
  secondStepUnavailable: "現在、認証手段を確認できません。リカバリーコードを使うか、管理者に連絡してください。",
  signInEnded: "このサインインは終了しました。最初からやり直してください。",
  saveCodesFirst: "先にリカバリーコードをダウンロード、コピー、または印刷して保存してください。",
  helpNotOffered: "この組織では、ここでのサポート依頼を受け付けていません。",
  helpAlreadyAsked: "サポートはすでに依頼済みで、判断を待っています。決まり次第、メールでお知らせします。",
  helpApproved: "サポート依頼が承認されました。戻って、新しい認証手段を設定してください。",
  helpTooOften: "本日はすでに何度もサポートを依頼しています。明日まで待つか、管理者に電話で連絡してください。",
  helpOver:
    "取り消せる依頼はもうありません。すでに取り消し、却下、または実行されたか、期限が過ぎています。不審な点がある場合は、すぐに管理者に連絡してください。",
  invitationOver: "この招待は、すでに使われたか、期限が過ぎています。管理者に新しい招待を依頼してください。",
  addressChangeOver:
    "このリンクは、すでに使われたか、期限が過ぎています。プロフィールでアドレスの変更をやり直してください。",
  notFound: "このページはありません。",
  internal: "サーバーで問題が発生しました。何も変更されていません。もう一度お試しください。",
  applicationRequest:
    "移動元のアプリケーションからの要求が、受け付けられない形式だったか、遅すぎました。アプリケーションに戻って、もう一度お試しください。",
  unavailable: "現在、データにアクセスできません。少し待ってから、もう一度お試しください。",
  forgery: "この要求は別のサイトから送られました。ページに戻って、そこからもう一度お試しください。",
  requiredByPolicy: "組織が二要素認証を必須にしているため、ここで無効にすることはできません。",
  offByPolicy: "組織が、あなたの二要素認証をオフにしています。",
  openIdRequest: (error: string) =>
    `移動元のアプリケーションからの要求が正しくないため、応答できません。アプリケーションの運用者に次の内容を伝えてください: ${error}`,
  keptByApplication: (application: string) =>
    `アドレスとパスワードは${application}で管理されています。変更はそちらで行ってください。`,
  keysByApplication: (application: string) =>
    `API キーは、${application}ではなく、ここでサインインする人のためのものです。`,
  titles: {
    signInAgain: "もう一度サインインしてください",
    notAllowed: "許可されていません",
    notFound: "見つかりません",
    notPossible: "ここではできません",
    ended: "終了しています",
    tooLarge: "大きすぎます",
    wait: "お待ちください",
    tryShortly: "少し待ってからお試しください",
    notSetUp: "まだ設定されていません",
    setUpAlready: "すでに設定されています",
    invitationOver: "この招待は終了しています",
    confirmFirst: "先に確認してください",
    other: "うまくいきませんでした",
  },
  tryAgain: "もう一度試す",
  toAccount: "アカウントへ",
  signIn: "サインイン",
};
