// What the pages say on which people join, or choose another password, in Japanese.
import type { JoiningWords } from "../en/joining.ts";

export const joining: JoiningWords = {
  choose: "パスワードを設定",
  chooseAnother: "パスワードを再設定",
  welcome: (organisation) => `${organisation}へようこそ`,
  joinLead: (name) => `${name} 様、サインインに使うパスワードを設定してください。`,
  anotherLead: (name) =>
    `${name} 様、保存するとすべてのブラウザーからサインアウトします。2段階目の確認の設定は変わりません。`,
  signInAs: "サインインに使う名前",
  newPassword: "新しいパスワード",
  atLeast: (characters) => `${characters}文字以上で入力してください。`,
  tooShort: (characters) =>
    `パスワードは${characters}文字以上にしてください。いくつかの単語を並べると覚えやすくなります。`,
  tooLong: (bytes) => `パスワードは${bytes}バイト以内にしてください。`,
  common: "このパスワードは、攻撃者が最初に試す一覧に載っています。別のパスワードにしてください。",
  ownName: "自分の名前やメールアドレスとは異なるパスワードにしてください。",
  forgottenTitle: "パスワードをお忘れですか？",
  forgottenLead: "パスワードを再設定するリンクをメールで送ります。2段階目の確認の設定は変わりません。",
  sendLink: "リンクを送信",
  typeLogin: "ユーザー名またはメールアドレスを入力してください。",
  tooManyLinks: (length) => `ここからのリンクの依頼が多すぎます。${length}ほど待ってから、もう一度お試しください。`,
  askedTitle: "メールをご確認ください",
  asked: (organisation) =>
    `入力された名前またはアドレスが${organisation}に登録されていれば、リンクを記載したメールが届きます。リンクは1時間以内に1回だけ使えます。`,
  noLetter:
    "数分たってもメールが届かない場合は、迷惑メールフォルダーを確認するか、管理者にリンクの発行を依頼してください。",
  noPost: (organisation) =>
    `${organisation}では、ここからメールを送信していません。管理者に問い合わせると、パスワードを再設定するリンクを発行してもらえます。`,
  confirmAddressTitle: "メールアドレスの確認",
  confirmAddress: (email, name, organisation) =>
    `${organisation}の${name} 様のアカウントのメールアドレスが、${email}になります。`,
  confirmAddressButton: "このアドレスを確認",
  confirmAddressElse: "変更した覚えがない場合は、このページを閉じてください。何も変更されません。",
  confirmedTitle: "メールアドレスを確認しました",
  confirmed: (email) => `今後のメールアドレスは${email}です。`,
  toProfile: "プロフィールへ",
};
