// What is said where an identity provider signs people in, in Japanese.
import type { SingleSignOnWords } from "../en/single-sign-on.ts";

export const singleSignOn: SingleSignOnWords = {
  signInWith: (provider) => `${provider}でサインイン`,
  use: "シングルサインオンを使う",
  typeAddress: "先にメールアドレスを入力してください。所属する会社のサインイン先がわかります。",
  notServed: "このアドレスではシングルサインオンを利用できません。パスワードでサインインしてください。",
  leavingTitle: (provider) => `${provider}に移動`,
  leavingLead: (provider) => `${provider}でサインインします。完了すると、自動的にここに戻ります。`,
  goOn: (provider) => `${provider}で続ける`,
  refusedTitle: "サインインできませんでした",
  again: "サインインに戻る",
  refused: {
    cancelled: (provider) =>
      `${provider}でサインインできなかったか、途中で中止されました。もう一度お試しいただけます。`,
    foreign:
      "このサインインは、このブラウザーで始められたものではないか、すでに完了しているか、時間がかかりすぎました。最初からやり直してください。",
    answer: (provider) =>
      `${provider}からの応答が正しくないため、サインインできませんでした。もう一度お試しください。繰り返し起こる場合は、管理者に連絡してください。`,
    unreachable: (provider) => `${provider}に接続できないか、正しい応答がありません。数分後にもう一度お試しください。`,
    noAddress: (provider) =>
      `${provider}からメールアドレスが通知されなかったため、どなたか確認できません。管理者に連絡してください。`,
    unverified: (provider) =>
      `このメールアドレスがあなたのものであることを${provider}が保証していないため、ここでアカウントを作成できません。管理者に連絡してください。`,
    otherDomain: (provider) =>
      `このメールアドレスでは、${provider}によるサインインはできません。これまでの方法でサインインするか、管理者にお問い合わせください。`,
    unknown: "ここにはまだアカウントがありません。管理者に招待を依頼してください。",
    disabled: "ここでのアカウントは無効になっています。管理者にお問い合わせください。",
    clash: (provider) =>
      `このメールアドレスのアカウントは、${provider}の別の人と連携されています。管理者に連携の解除を依頼してください。`,
    notFresh: (provider) =>
      `${provider}が再サインインを求めなかったか、その時刻を通知しないため、この方法では確認できません。管理者に連絡してください。`,
    somebodyElse: (provider) =>
      `${provider}に別の人としてサインインしています。ご自身としてサインインし直して、もう一度お試しください。`,
    turnedOff: (provider) => `ここでは${provider}によるサインインは無効になっています。管理者にお問い合わせください。`,
    linkOver: "時間がかかりすぎたか、すでに完了しています。もう一度サインインしてください。",
    signedInAsOther: "別の人としてサインインしています。先にサインアウトしてから、やり直してください。",
  },
  linkTitle: (provider) => `${provider}と連携`,
  linkProve: (provider, email) =>
    `${email}のアカウントはすでにあります。ご自身のものであることを一度だけ確認するため、これまでの方法でサインインしてください。以後は${provider}でサインインできます。`,
  linkSignIn: "サインインして連携",
  linkAsk: (provider, email) =>
    `今後、${provider}に${email}としてサインインした人は、あなたのアカウントに入れるようになります。ご自身の場合だけ連携してください。`,
  linkNow: "連携して続ける",
  onlyWay: (provider) => `所属する会社は${provider}でサインインを行っています。ここではパスワードは使いません。`,
  confirmBy: (provider) => `続けるには、${provider}にもう一度サインインして確認してください。`,
  handledBy: (provider) =>
    `サインインには${provider}を使っており、2段階目の確認もそこで行われます。ここで設定するものはありません。`,
  noPassword: (provider) => `サインインには${provider}を使っているため、ここにはパスワードがありません。`,
};
