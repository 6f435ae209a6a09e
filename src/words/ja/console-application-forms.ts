// What the forms of an application say, and what stands in their way, in Japanese.
import type { ConsoleApplicationFormsWords } from "../en/console-application-forms.ts";

export const consoleApplicationForms: ConsoleApplicationFormsWords = {
  how: "どのように接続しますか？ 対応方式はアプリケーションのドキュメントで確認できます。可能なら OpenID Connect が最適です。",
  about: {
    openid:
      "多くのウェブアプリケーションやスマートフォンアプリのように、OpenID Connect でサインインできるもの向けです。",
    "forward-auth":
      "サインインの仕組みを持たず、nginx、Caddy、Traefik の背後で動くもの向けです。プロキシがリクエストごとにここへ問い合わせます。",
    duo: "Duo の2段階サインインの設定があるもの向けです。接続先を Countersign に変え、パスワードはアプリケーション側に残ります。",
  },
  goOnWith: (kind) => `続ける: ${kind}`,
  newLead: {
    openid: "OpenID Connect を使うアプリケーション、またはそのトークンが送られる API です。",
    "forward-auth": "プロキシの背後にあるアプリケーションです。",
    duo: "Duo プロトコルを使うアプリケーションです。",
  },
  changeTitle: (name) => `${name}を変更`,
  save: "保存",
  application: "アプリケーション",
  nameHint: "ユーザーになじみのある名前にしてください。サインイン時に表示されます。",
  active: "サインインを許可する",
  activeHint: "オフにすると、次のリクエストから拒否されます。データは失われません。",
  doesItTakePart: "二要素認証の対象にしますか？",
  takesPartHint: "ポリシーに従って第2要素を求めます。",
  notYetHint: "当面はパスワードだけで入れます。ほかはポリシーのとおりに求められます。",
  from: "対象になる日",
  fromHint: "「まだ対象外」の場合、この日（UTC）から自動的に対象になります。空欄のときは、ここで変更が必要です。",
  noteHint: "まだ対象にしない理由や問い合わせ先です。管理者に表示されます。",
  whereRuns: "どこで動きますか？",
  whereHint: "後から変更できません。",
  onServer: "サーバー上",
  onServerHint: "シークレットを保管でき、1つ発行されます。",
  onDevices: "ユーザーの端末上",
  onDevicesHint:
    "スマートフォンやデスクトップのアプリ、またはサーバーのないページです。シークレットはなく、PKCE のみを使います。",
  returnHint: {
    openid:
      "1行に1つ、アプリケーションが送るとおりのリダイレクト URI を入力します。トークンを確認するだけの API では不要です。",
    duo: "1行に1つ、ユーザーが戻るアドレスを、アプリケーションが送るとおりに入力します。",
  },
  afterSignOutHint: "1行に1つ、サインアウト後に移動してよいアドレスを入力します。",
  backChannelHint: "セッションの終了が通知され、アプリケーション側も終了できます（バックチャネルログアウト）。",
  unknownPeople: "登録されていないユーザーが示された場合",
  refuseThem: "拒否する",
  letThemSetUp: "その場で第2要素を設定させる",
  hostsHint: (own) =>
    `1行に1つ、wiki.example.com のように入力します。標準以外のポートは付けてください。${own}とドメインを共有している必要があります。`,
  trouble: {
    name: "名前は1行、60文字以内で入力してください。",
    nameTaken: "この名前は別のアプリケーションが使っています。別の名前を選んでください。",
    note: "300文字以内で入力してください。",
    day: "2027-02-01 のように、年・月・日で入力してください。",
    dayIsOver: "これからの日を選ぶか、対象にしてください。",
    otherKind: "この方式で接続するアプリケーションにその設定はありません。",
    address: (typed) =>
      `「${typed}」は使用できません。アプリケーションが送るとおりに、https で、#、名前、パスワードを付けずに入力してください。http は localhost でのみ使えます。`,
    addressOrOwnScheme: (typed) =>
      `「${typed}」は使用できません。アプリケーションが送るとおりに、https または com.example.app:/signed-in のような独自スキームで、#、名前、パスワードを付けずに入力してください。http は localhost でのみ使えます。`,
    noAddress: "アドレスを1つ以上入力してください。",
    tooMany: "20件を超えています。",
    host: (typed) =>
      `「${typed}」はホストではありません。wiki.example.com や wiki.example.com:8443 のように入力してください。`,
    otherDomain: (typed, own) =>
      `「${typed}」はサインイン先の${own}とドメインを共有していないため、ブラウザーがサインインを引き継げません。`,
    needsHostName: (own) =>
      `サインイン先は${own}です。プロキシの背後のアプリケーションを保護するには、Countersign 自体に login.example.com のようなホスト名が必要です（COUNTERSIGN_URL）。`,
    ownHost: (host) => `${host}はサインイン先です。アプリケーションにはできません。`,
    hostTaken: (host) => `${host}は別のアプリケーションが使っています。`,
    noHost: "ホストを1つ以上入力してください。",
    changedMeanwhile:
      "フォームを開いている間に、ほかの人がこのアプリケーションを変更しました。現在の内容を表示しています。確認して、もう一度変更してください。",
  },
  byKey:
    "Duo プロトコルのアプリケーションの申告はパスワードと同じ効力を持ちます。追加できるのは人だけで、API キーではできません。",
  noSecret: "この方式で接続するアプリケーションにシークレットはありません。",
};
