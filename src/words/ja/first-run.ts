// What the page says on which an installation is set up, in Japanese.
import type { FirstRunWords } from "../en/first-run.ts";

export const firstRun: FirstRunWords = {
  title: "ようこそ",
  heading: "Countersign へようこそ",
  lead: "組織に名前を付け、最初の管理者を作成します。続いて、ご自身の第2要素を設定します。",
  organisation: "組織",
  yourName: "お名前",
  yourEmail: "メールアドレス",
  badOrganisationName: "組織の名前は80文字以内で入力してください。",
  badName: "お名前は100文字以内で入力してください。",
  badEmail: "このメールアドレスは使用できません。",
  token: "プログラムの起動時に表示されたアドレスを開いてください。このページ用のトークンが含まれています。",
  closed: "このシステムはすでに設定されています。サインインしてください。",
};
