// What the list of people says, its filters, and the form that adds a person, in Japanese.
import type { ConsolePeopleWords } from "../en/console-people.ts";
import { speech } from "../speech.ts";

const { counted } = speech("ja");

export const consolePeople: ConsolePeopleWords = {
  title: "ユーザー",
  lead: (people, organisation) => `${organisation}: ${people}`,
  leadNarrowed: (people, organisation) => `${organisation}: ${people}（条件に合うユーザーを表示しています）`,
  moreThan: (n) => counted(n, { other: "#人超" }),
  deleted: "ユーザーを削除しました。",
  lookedAt: (n) =>
    `このページのために${counted(n, { other: "#人" })}を調べました。続きを調べるには「次へ」を選んでください。`,
  add: "ユーザーを追加",
  importCsv: "CSV からインポート",
  downloadCsv: "CSV でダウンロード",
  showEverybody: "全員を表示",
  emptyPage: "このページにはユーザーがいません",
  nobodyFits: "条件に合うユーザーはいません",
  nobodyFound: "ユーザーが見つかりません",
  noWords: (search) => `「${search}」で始まる語を含む名前やメールアドレスはありません。`,
  noWordsAmong: (search) =>
    `「${search}」で始まる語を名前かメールアドレスに含み、ほかの条件にも合うユーザーはいません。`,
  searchAndFilter: "ユーザーの検索と絞り込み",
  search: "検索",
  searchHint: "名前またはメールアドレスの先頭部分。",
  filters: "絞り込みと並べ替え",
  filtersInUse: (n) => `絞り込みと並べ替え（${n}件使用中）`,
  any: "指定なし",
  recoveryCodes: "リカバリーコード",
  wrongTries: "入力の誤り",
  hasToWait: "待ち時間中",
  domain: "メールのドメイン",
  orderBy: "並べ替え",
  direction: "順序",
  upwards: "昇順",
  downwards: "降順",
  apply: "適用",
  sorts: {
    name: "名前",
    screenName: "ユーザー名",
    email: "メールアドレス",
    type: "アカウントの種類",
    added: "追加日",
  },
  newLead: "本人に渡すリンクが作成されます。本人がリンクを開いてパスワードを決めると、参加が完了します。",
  whoJoins: "参加する人",
  nameHint: "ほかの人に表示される名前です。例: 山田 花子",
  screenNameHint: "メールアドレスの代わりにサインインに使えます。空欄の場合は、メールアドレスから作成されます。",
  accountTypeHint: "アカウントの種類ごとにルールを設定できます。",
  languageHint: "招待などのメールと、本人のページの言語です。",
  invitationLink: "招待リンク",
  passwordLink: "パスワード設定リンク",
  wasAdded: (name) => `${name}さんを追加しました。`,
  newLink: "新しいリンクです。以前のリンクは使えなくなりました。",
  linkFor: (name) => `${name}さん用`,
  linkMailed: (email) =>
    `リンクを記載したメールを${email}に送信しています。このリンクも同じページを1回だけ開けます。表示されるのは今だけです。`,
  linkShown: "表示されるのは今だけです。メールサーバーが設定されていないため、ご自身で本人に渡してください。",
  copyLink: "リンクをコピー",
  linkCopied: "リンクをコピーしました",
  linkWorks: (until, email) =>
    `${until}まで1回だけ使えます。このリンクを持つ人は誰でも、${email}のパスワードを決められます。`,
  goTo: (name) => `${name}さんのページへ`,
  addAnother: "別のユーザーを追加",
};
