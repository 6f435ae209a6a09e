// What letters say, in Japanese.
import type { LetterWords } from "../en/letters.ts";
import { speech } from "../speech.ts";

const { counted } = speech("ja");

export const letters: LetterWords = {
  titles: {
    "person.address-changed": "メールアドレスが変更されました",
    "person.password-changed": "パスワードが変更されました",
    "person.invitation-accepted": "アカウントの準備ができました",
    "sign-in.recovery-code-used": "リカバリーコードが使われました",
    "authenticator.added": "認証アプリが設定されました",
    "authenticator.removed": "認証アプリが削除されました",
    "second-factor.disabled": "二要素認証が無効になりました",
    "second-factor.reset": "二要素認証がリセットされました",
    "second-factor.overridden": "二要素認証の設定が変更されました",
    "recovery-codes.made": "新しいリカバリーコードが作成されました",
    "recovery-codes.imported": "リカバリーコードがほかのシステムから引き継がれました",
    "api-key.added": "API キーが作成されました",
    "trusted-browser.added": "ブラウザーが信頼済みになりました",
    "identity.linked": "アカウントがシングルサインオンに連携されました",
    "identity.unlinked": "シングルサインオンとの連携が解除されました",
    "session.stopped": "誤ったコードが続いたため、サインアウトしました",
    "trusted-browser.stolen": "信頼済みブラウザーの情報の複製を阻止しました",
    "person.invited": "招待のお知らせ",
    "person.password-link": "パスワードの再設定",
    "person.address-confirmation": "新しいメールアドレスをご確認ください",
    "person.address-change-asked": "メールアドレスの変更が依頼されました",
    "deadline.near": "二要素認証を設定してください",
    "help-request.asked": "あなたのアカウントのサポートが依頼されました",
    "help-request.waiting": "判断待ちのサポート依頼があります",
    "help-request.pass-used": "アカウントのサポートが利用されました",
    "help-request.cancelled": "サポート依頼が取り消されました",
    "help-request.disowned": "サポート依頼は本人によるものではありませんでした",
    "help-request.approved": "サポート依頼が承認されました",
    "help-request.lapsed": "サポート依頼の期限が切れました",
    "help-request.declined": "サポート依頼が却下されました",
    "export.asked": "全ユーザーのエクスポートが申請されました",
    "export.agreed": "全ユーザーのエクスポートに同意がありました",
    "export.withdrawn": "全ユーザーのエクスポートが取り下げられました",
    "export.taken": "全ユーザーのエクスポートが受け取られました",
  },
  otherTitle: "アカウントが変更されました",
  greeting: (name) => `${name} 様`,
  footer:
    "このメールは自動送信です。返信いただいてもお答えできません。コードやパスワードは、誰に聞かれても絶対に教えないでください。",

  when: "日時",
  by: "操作した人",
  from: "接続元",
  with: "ブラウザー",
  operator: "このサービスの運用者",
  administrator: "管理者",

  choosePassword: "パスワードを変更する:",
  cannotSignIn: "サインインできない場合は、リンクを請求する:",
  seeSessions: "サインイン中のブラウザーを確認し、心当たりのないものをサインアウトさせる:",
  tellAdministrator: "管理者に連絡する。",
  wasItYou: "ご自身の操作であれば、何もする必要はありません。心当たりがない場合は、すぐに次のことを行ってください:",
  expected: "心当たりがあれば、何もする必要はありません。心当たりがない場合:",

  changed: {
    keyMade: (organisation: string) =>
      `${organisation}で、プログラムが2段階目の確認なしに操作できるキーが作成されました。ご自身の操作でない場合は、アカウントの「API キー」ページでキーを無効にし、パスワードを変更してください。`,
    something: (organisation) => `${organisation}のアカウントに変更がありました。`,
    address: (organisation) =>
      `${organisation}のアカウントのメールアドレスが変更されました。今後のお知らせは新しいアドレスに送られます。`,
    addressFromTo: (organisation, from, to) =>
      `${organisation}のアカウントのメールアドレスが、${from}から${to}に変更されました。今後のお知らせは新しいアドレスに送られます。`,
    password: (organisation) =>
      `${organisation}のアカウントのパスワードが変更されました。ほかのすべてのブラウザーからサインアウトし、すべてのブラウザーの信頼が解除されました。`,
    joined: (organisation) =>
      `${organisation}の招待を承諾し、パスワードを設定しました。今後はこのパスワードでサインインします。`,
    recoveryCodeUsed: (left) =>
      `リカバリーコードの1つがサインインに使われました。${
        left === undefined ? "" : `このコードはもう使えません。残りは${counted(left, { other: "#個" })}です。`
      }続いて、認証アプリの再設定が求められました。`,
    app: "認証アプリ",
    appNamed: (name) => `認証アプリ「${name}」`,
    added: (app) => `${app}がアカウントに設定されました。サインイン時に、このアプリのコードが求められます。`,
    replaced: (app) =>
      `以前の認証アプリに代わり、${app}がアカウントに設定されました。サインイン時に、このアプリのコードが求められます。`,
    removed: (app) => `${app}がアカウントから削除されました。このアプリのコードは使えなくなりました。`,
    disabled: "アカウントの二要素認証が無効になりました。今後はパスワードだけでサインインできます。",
    reset:
      "アカウントの二要素認証がリセットされました。認証アプリ、リカバリーコード、信頼済みブラウザーはすべて削除され、すべてのブラウザーからサインアウトしました。",
    reason: (reason) => `理由:「${reason}」。`,
    overridden: (how) => `アカウントに求められる内容が変更されました: ${how}。`,
    overriddenUntil: (how, until) => `アカウントに求められる内容が変更されました: ${how}（${until}まで）。`,
    overrides: {
      policy: "二要素認証は、再び全員共通のルールに従います",
      required: "全員共通のルールにかかわらず、二要素認証が必須になります",
      optional: "全員共通のルールにかかわらず、二要素認証は任意になります",
      off: "全員共通のルールにかかわらず、二要素認証はオフになり、パスワードだけでサインインできます",
    },
    overriddenSomehow: "あなただけに適用される設定が行われました",
    codesMade: "アカウントの新しいリカバリーコードが作成されました。以前のコードは使えなくなりました。",
    codesImported:
      "ほかのシステムのリカバリーコードがアカウントに引き継がれました。どのコードも、一度だけ認証アプリの代わりに使えます。",
    trusted: (until) =>
      `ブラウザーが信頼済みになりました。このブラウザーでは${until === undefined ? "" : `、${until}まで`}コードの入力が求められません。`,
    linked:
      "アカウントが、所属する会社の ID プロバイダーに連携されました。そこにあなたとしてサインインした人は、ここでもあなたのアカウントに入れます。",
    unlinked: "管理者が、アカウントと ID プロバイダーの連携を解除しました。そこから始まったセッションは終了しました。",
    stopped:
      "あなたとしてサインインしていた人が、誤ったコードを何度も続けて入力したため、そのセッションを終了しました。それ以上の操作は行われていません。",
    stolen:
      "信頼済みブラウザーの情報の複製が使われました。信頼を解除し、それを使ったサインインをすべて終了しました。パスワードを知られている可能性があります。",
  },

  linkOnce: (until) => `リンクは${until === undefined ? "" : `${until}まで、`}1回だけ使えます。`,
  invited: {
    what: (organisation) =>
      `${organisation}があなたのアカウントを作成しました。パスワードを設定すると、サインインできます。`,
    button: "パスワードを設定",
    unexpected: "心当たりがない場合は、何もせずにこのメールを削除してください。",
  },
  passwordLink: {
    what: (organisation) =>
      `${organisation}のパスワードを再設定するリンクの請求がありました。2段階目の確認の設定は変わりません。`,
    button: "パスワードを再設定",
    unexpected:
      "リンクは誰にも教えないでください。請求した覚えがない場合は、何もしないでください。パスワードは変わりません。このようなメールが続く場合は、管理者に連絡してください。",
  },
  addressConfirmation: {
    what: (organisation) =>
      `${organisation}のアカウントにこのメールアドレスを使いたいという依頼がありました。確認すると有効になります。`,
    button: "このアドレスを確認",
    unexpected: "心当たりがない場合は、何もしないでください。このアドレスは使われません。",
  },
  addressChangeAsked: {
    what: (organisation, to) =>
      `${organisation}のアカウントのメールアドレスは、確認が済み次第、${to ?? "別のアドレス"}に変更されます。`,
    wasItYou:
      "ご自身の操作であれば、新しいアドレスに届いたメールで確認してください。心当たりがない場合は、すぐに次のことを行ってください。パスワードを変更すると、この変更を止められます:",
  },
  deadline: {
    what: (organisation, from, away) =>
      `${organisation}では、${from}（${away}）から二要素認証が必要になります。それ以降は、設定しないと先に進めません。設定は2分ほどで終わります。スマートフォンの認証アプリが必要です。`,
    button: "今すぐ設定",
    later: "そのままお待ちいただくこともできます。その場合は、期限後の最初のサインインで設定します。",
  },

  exports: {
    asked: (organisation: string) =>
      `${organisation} の全ユーザーを、サインインに使う情報とともにエクスポートする申請がありました。管理者と運用者の両方の同意が必要で、それまでは何も渡されません。`,
    agreed: (organisation: string) =>
      `${organisation} の全ユーザーを、サインインに使う情報とともにエクスポートすることに双方が同意しました。24 時間以内に一度だけ受け取れます。`,
    withdrawn: (organisation: string) =>
      `${organisation} の全ユーザーのエクスポートは取り下げられました。何も渡されていません。`,
    taken: (organisation: string) =>
      `${organisation} の全ユーザーのエクスポートが、サインインに使う情報とともに受け取られました。鍵を持つ人は内容を読めます。`,
    fingerprint: (text: string) => `封印に使う鍵のフィンガープリント：${text}`,
    stop: "心当たりがない場合は、すぐにほかの管理者とこのサービスの運用者に確認し、まだ受け取られていなければ取り下げてください。",
  },
  help: {
    somebody: "ユーザー",
    waiting: (asker) => `${asker}が認証手段を使えなくなり、サポートを依頼しています。判断を待っています。`,
    disowned: (asker) =>
      `${asker}から、このサポート依頼は本人によるものではないと連絡があり、依頼は取り消されました。ほかの人がパスワードを知っています。本人がパスワードを変更するようにしてください。`,
    seeRequest: "依頼を確認",
    passUsed: (organisation) =>
      `${organisation}の管理者が承認したサポートが利用されました。あなたのパスワードを入力した人が、以前の認証アプリに代わる新しい認証アプリを設定できます。`,
    cancelled: (organisation) =>
      `「自分ではありません」のリンクが開かれ、${organisation}のアカウントのサポート依頼が取り消されました。依頼した人はあなたのパスワードを知っています。パスワードを変更してください:`,
    asked: (organisation) =>
      `${organisation}で、あなたのパスワードを入力した人が、認証手段をなくしたとして管理者にサポートを依頼しました。`,
    waitOrStop:
      "ご自身の依頼であれば、管理者からの連絡をお待ちください。心当たりがない場合は、依頼を取り消してください。すぐに反映されます:",
    notMe: "自分ではありません",
    approved: (organisation, until) =>
      `${organisation}の管理者が依頼を承認しました。${
        until === undefined ? "" : `${until}までに、`
      }パスワードでサインインして、認証アプリを再設定してください。新しい認証アプリが使えるようになると、以前のものは削除されます。`,
    signIn: "サインイン",
    stopIt: "サポートを依頼した覚えがない場合は、今すぐ取り消してください。すぐに反映されます:",
    tellThem: "サポートを依頼した覚えがない場合は、パスワードを変更し、管理者に連絡してください。",
    declined: (organisation) => `${organisation}の管理者が依頼を却下しました。アカウントには何も変更されていません。`,
    lapsed: (organisation) =>
      `${organisation}で14日以内に判断されなかったため、サポート依頼の期限が切れました。アカウントには何も変更されていません。まだサポートが必要な場合は、パスワードでサインインして、もう一度依頼してください:`,
    somebodyKnows: "サポートを依頼した覚えがない場合は、パスワードがほかの人に知られています:",
    note: (note) => `管理者からのメッセージ:「${note}」`,
  },
};
