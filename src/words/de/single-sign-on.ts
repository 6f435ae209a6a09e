// What is said where an identity provider signs people in, in German.
import type { SingleSignOnWords } from "../en/single-sign-on.ts";

export const singleSignOn: SingleSignOnWords = {
  signInWith: (provider) => `Mit ${provider} anmelden`,
  use: "Single Sign-on verwenden",
  typeAddress: "Geben Sie zuerst Ihre E-Mail-Adresse ein: Sie sagt, wo Ihre Firma Sie anmeldet.",
  notServed: "Für diese Adresse gibt es hier kein Single Sign-on. Melden Sie sich mit Ihrem Passwort an.",
  leavingTitle: (provider) => `Weiter zu ${provider}`,
  leavingLead: (provider) => `${provider} meldet Sie an. Danach kommen Sie von selbst hierher zurück.`,
  goOn: (provider) => `Weiter mit ${provider}`,
  refusedTitle: "Sie wurden nicht angemeldet",
  again: "Zurück zur Anmeldung",
  refused: {
    cancelled: (provider) =>
      `${provider} hat Sie nicht angemeldet, oder Sie haben dort abgebrochen. Sie können es noch einmal versuchen.`,
    foreign:
      "Dieser Browser hat diese Anmeldung nicht begonnen, oder sie ist schon beendet, oder sie hat zu lange gedauert. Bitte beginnen Sie noch einmal.",
    answer: (provider) =>
      `Was ${provider} geantwortet hat, ist nicht so, wie es sein soll; deshalb wurde niemand angemeldet. Versuchen Sie es noch einmal, und sagen Sie Ihrer Administration Bescheid, wenn es wieder geschieht.`,
    unreachable: (provider) =>
      `${provider} ist nicht erreichbar oder antwortet nicht richtig. Bitte versuchen Sie es in einigen Minuten noch einmal.`,
    noAddress: (provider) =>
      `${provider} hat Ihre E-Mail-Adresse nicht genannt, deshalb wissen wir nicht, wer Sie hier sind. Sagen Sie Ihrer Administration Bescheid.`,
    unverified: (provider) =>
      `${provider} sagt nicht, dass Ihre E-Mail-Adresse wirklich Ihnen gehört; deshalb kann damit hier kein Konto geöffnet werden. Sagen Sie Ihrer Administration Bescheid.`,
    otherDomain: (provider) =>
      `${provider} meldet hier niemanden mit Ihrer E-Mail-Adresse an. Melden Sie sich wie bisher an, oder fragen Sie Ihre Administration.`,
    unknown: "Sie haben hier noch kein Konto. Bitten Sie Ihre Administration um eine Einladung.",
    disabled: "Ihr Konto hier ist deaktiviert. Fragen Sie Ihre Administration.",
    clash: (provider) =>
      `Ihre E-Mail-Adresse gehört zu einem Konto, das mit jemand anderem bei ${provider} verknüpft ist. Bitten Sie Ihre Administration, diese Verknüpfung zu lösen.`,
    notFresh: (provider) =>
      `${provider} hat Sie nicht neu anmelden lassen oder sagt nicht, wann; deshalb lässt sich das so nicht bestätigen. Sagen Sie Ihrer Administration Bescheid.`,
    somebodyElse: (provider) =>
      `Sie haben sich bei ${provider} als jemand anderes angemeldet. Melden Sie sich dort als Sie selbst an, und versuchen Sie es noch einmal.`,
    turnedOff: (provider) => `Die Anmeldung mit ${provider} ist hier ausgeschaltet. Fragen Sie Ihre Administration.`,
    linkOver: "Das hat zu lange gedauert oder ist schon erledigt. Bitte melden Sie sich erneut an.",
    signedInAsOther:
      "Sie sind hier als jemand anderes angemeldet. Melden Sie sich zuerst ab, und beginnen Sie noch einmal.",
  },
  linkTitle: (provider) => `Mit ${provider} verknüpfen`,
  linkProve: (provider, email) =>
    `${email} hat hier schon ein Konto. Zeigen Sie einmal, dass es Ihres ist: Melden Sie sich hier wie bisher an. Danach meldet ${provider} Sie an.`,
  linkSignIn: "Anmelden und verknüpfen",
  linkAsk: (provider, email) =>
    `Ab jetzt kommt in Ihr Konto hier, wer sich bei ${provider} als ${email} anmeldet. Verknüpfen Sie nur, wenn Sie das sind.`,
  linkNow: "Verknüpfen und weiter",
  onlyWay: (provider) => `Ihre Firma meldet Sie mit ${provider} an. Passwörter werden hier nicht verwendet.`,
  confirmBy: (provider) => `Bitte bestätigen Sie zuerst, indem Sie sich bei ${provider} noch einmal anmelden.`,
  handledBy: (provider) =>
    `Sie melden sich mit ${provider} an; dort wird der zweite Schritt erledigt. Hier ist nichts einzurichten.`,
  noPassword: (provider) => `Sie melden sich mit ${provider} an und haben hier kein Passwort.`,
};
