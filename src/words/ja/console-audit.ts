// What the audit trail's page says, in Japanese.
import type { ConsoleAuditWords } from "../en/console-audit.ts";
import { speech } from "../speech.ts";

const { counted } = speech("ja");

export const consoleAudit: ConsoleAuditWords = {
  title: "監査ログ",
  lead: "セキュリティに関するすべての出来事を新しい順に示します。記録は連鎖しており、改ざんされると分かります。ユーザーはユーザー名またはメールアドレスで指定します。日付は UTC です。",
  leftOut: (filters) => `次のフィルターは読み取れないため、適用していません: ${filters}。`,
  lookedAt: (events, next) =>
    `このページのために${counted(events, { other: "#件" })}の記録を調べました。さらにさかのぼるには「${next}」を押してください。`,
  happened: "出来事",
  what: "内容",
  about: "対象",
  by: "実行者",
  from: "接続元",
  when: "日時",
  fields: {
    who: "実行者",
    about: "対象のユーザー",
    what: "内容",
    from: "開始日",
    to: "終了日",
    where: "アドレス",
    outcome: "結果",
  },
  download: "ダウンロード",
  downloadCsv: "CSV でダウンロード",
  downloadLines: "JSON Lines でダウンロード",
  filterLabel: "監査ログを絞り込む",
  filter: "絞り込む",
  showEverything: "すべて表示",
  moreFilters: "その他のフィルター",
  apply: "適用",
  any: "すべて",
  done: "実行",
  refused: "拒否",
  anything: "すべて",
  nobodyInParticular: "特定の対象なし",
  nobodySignedIn: "サインインなし",
  themselves: "本人",
  commandLine: "コマンドライン",
  byItself: "時間経過により自動",
  somebodyDeleted: "削除されたユーザー",
  apiKey: "API キー",
  nothingFits: "該当なし",
  nothingFitsText: "すべてのフィルターに当てはまる記録はありません。フィルターを減らすか、期間を広げてください。",
  nothingYet: "まだ何もありません",
  nothingYetText: "これからの出来事がここに表示されます。",
};
