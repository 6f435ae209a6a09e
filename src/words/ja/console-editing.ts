// What the form says that edits a person, what it refuses, and what is asked before it is saved, in Japanese.
import type { ConsoleEditingWords } from "../en/console-editing.ts";

export const consoleEditing: ConsoleEditingWords = {
  title: (name) => `${name}さんを編集`,
  back: (name) => `${name}さんのページに戻る`,
  notSavedYet: "まだ何も保存されていません。下の項目をご確認ください。",
  who: "基本情報",
  emailHint: "ドメインやアドレスのルールはこれに従って適用されます。変わる内容は、保存の前に確認できます。",
  may: "役割",
  mayText: "どれもない場合は、サインインと自分のアカウントの管理だけができます。",
  signingIn: "サインイン",
  signingInText: "ここでの設定は、ポリシーのどのルールよりも優先されます。",
  policyHint: (level) => `このユーザーの場合: ${level}。`,
  levelHints: {
    required: "まだ設定していない場合は、次のサインイン時にまず設定画面が表示されます。",
    optional: "本人が有効にできます。有効にした場合は、サインイン時にコードが求められます。",
    off: "設定済みであってもコードは求められません。設定した内容は残ります。",
  },
  reasonHint: "ポリシーと異なる場合に必要です。履歴に残ります。",
  untilHint:
    "この日を過ぎると再びポリシーに従います（日付は UTC の午前0時に変わります）。空欄の場合は、変更されるまで続きます。",
  checkTitle: "保存の前に確認してください",
  checkLead: (name) =>
    `ルールはメールアドレスとアカウントの種類に従って適用されます。${name}さんの変更はまだ保存されていません。`,
  changesFrom: (before, after) => `二要素認証が「${before}」から「${after}」に変わります`,
  wouldSetUp:
    "まだ設定されていません。次のサインイン時に設定画面が表示され、現在のセッションでは再度サインインが求められます。",
  whatChanges: "変更内容",
  rulesSay: "現在のルールの結果",
  rulesWouldSay: "変更後の結果",
  lost: "適用されなくなるルール",
  gained: "新たに適用されるルール",
  saveChanges: "変更を保存",
  rules: {
    domain: (of, level) => `ドメイン${of}のルール: ${level}`,
    address: (of, level) => `アドレス${of}のルール: ${level}`,
    accountType: (of, level) => `アカウントの種類「${of}」のルール: ${level}`,
    person: (level) => `管理者によるこのユーザーの設定: ${level}`,
    organisation: (level) => `組織全体の設定: ${level}`,
  },
  refused: {
    badAddress: "このメールアドレスは使用できません。name@example.com のような形式で入力してください。",
    addressTaken: "このメールアドレスは、すでにほかのユーザーが使用しています。",
    badScreenName: "ユーザー名は、「@」を含まない64文字以内で入力してください。",
    screenNameTaken: "このユーザー名はすでに使われています。別のユーザー名を入力してください。",
    badDisplayName: "名前は100文字以内で入力してください。",
    unknownAccountType: (types) => `次のいずれかを選んでください: ${types}。`,
    reasonMissing: "ポリシーと異なる理由を簡単に入力してください。",
    changedMeanwhile:
      "フォームを開いている間に、ほかの人がこのユーザーを変更しました。現在の内容を表示しています。確認して、もう一度変更してください。",
    endInThePast: "まだ終わっていない日を選ぶか、空欄にしてください。",
  },
  problems: {
    notYourself: "これはあなた自身のアカウントです。この操作はほかの管理者だけが行えます。",
    notYourOwnFactor: "自分の二要素認証はリセットできません。ほかの管理者に依頼してください。",
    changeYourOwnPassword: "自分のパスワードは、プロフィールで変更してください。",
    personDisabled: "このアカウントは無効になっています。",
    noMailServer: "メールサーバーが設定されていないため、メールで招待できません。",
    administratorsOnly: "この操作は、組織の管理者だけが行えます。",
    operatorsOnly: "この操作は、このシステムの運用者だけが行えます。",
    lastAdministrator: "ほかに有効な管理者がいません。先にほかのユーザーを管理者にしてください。",
    lastOperator: "このシステムには、ほかに有効な運用者がいません。先にほかのユーザーを運用者にしてください。",
  },
};
