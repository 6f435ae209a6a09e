// What the operator's pages say, in Japanese.
import type { ConsoleOrganisationsWords } from "../en/console-organisations.ts";
import { speech } from "../speech.ts";

const { counted } = speech("ja");

export const consoleOrganisations: ConsoleOrganisationsWords = {
  title: "組織",
  lead: "組織ごとにユーザー、ポリシー、履歴があり、ほかの組織のものは見えません。",
  removed: "組織とそのすべてを削除しました。",
  add: "組織を追加",
  name: "名前",
  address: "アドレス",
  state: "状態",
  added: "追加日時",
  suspended: "停止中",
  active: "有効",
  done: {
    saved: "保存しました。今から有効です。",
    suspended: "停止しました。今後、この組織の誰も入れません。データは失われません。",
    resumed: "再開しました。ユーザーとセッションは以前のままです。",
  },
  overview: "概要",
  signInAt: "サインイン先",
  shortName: "短縮名",
  people: "ユーザー",
  peopleCounted: (people) => counted(people, { other: "#人" }),
  hostName: "ホスト名",
  hostNameHint:
    "このサーバーにつながる login.example.com のような名前です。設定すると、組織にはそこからだけアクセスできます。",
  saveHostName: "ホスト名を保存",
  own: "これはご自身の組織です。ここから停止、削除、別のホスト名への移動はできません。",
  suspend: "停止",
  suspendText: "次のリクエストから、この組織の誰も入れなくなります。再開に備えてすべて保持されます。",
  suspendNow: "組織を停止",
  resume: "再開",
  resumeText: "ユーザーは再びサインインでき、期限内のセッションはそのまま続きます。",
  resumeNow: "組織を再開",
  remove: "削除",
  removeText: "ユーザー、その第2要素、ポリシー、すべての履歴が完全に失われます。",
  removeNow: "組織を削除",
  removeTitle: (name) => `${name}を削除しますか？`,
  removeLead: "この操作は元に戻せません。",
  removeWarning: (people) =>
    `${counted(people, { other: "#人" })}がサインインできなくなり、第2要素、ポリシー、送信待ちのメール、履歴など、組織のすべてが削除されます。`,
  typeName: (name) => `続けるには${name}と入力してください`,
  wrongName: "名前が違います。何も削除されていません。",
  newLead: "最初の管理者は、あなたが渡すリンクから参加し、ほかの全員を追加します。",
  organisation: "組織",
  shortNameHint: "サインインページのアドレスに使われます。空欄にすると名前から作られます。後から変更できません。",
  firstAdministrator: "最初の管理者",
  email: "メールアドレス",
  theirName: "名前",
  invitationLink: "招待リンク",
  wasAdded: (name) => `${name}を追加しました。`,
  linkFor: (email) => `${email}宛て`,
  linkText: "表示されるのは今だけです。ご自身で本人に送ってください。",
  copyLink: "リンクをコピー",
  linkCopied: "リンクをコピーしました",
  linkWorks: (until, organisation) =>
    `${until}まで、1回だけ使えます。このリンクを持つ人が${organisation}の管理者になります。`,
  goTo: (name) => `${name}へ移動`,
  addAnother: "別の組織を追加",
};
