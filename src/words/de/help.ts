// What the pages say to those who lost their authenticator, in German.
import type { HelpWords } from "../en/help.ts";

export const help: HelpWords = {
  title: "Um Hilfe bitten",
  lead: (organisation) =>
    `Die Administration von ${organisation} prüft, ob Sie es wirklich sind, und lässt Sie dann einen neuen Authenticator einrichten.`,
  whatHappened: "Was ist passiert?",
  hint: "Zum Beispiel „Mein Telefon ist kaputt“, und wie Sie erreichbar sind. Schreiben Sie hier nie ein Passwort oder einen Code.",
  approvedTitle: "Ihre Hilfeanfrage wurde genehmigt",
  setUpNew: "Neuen Authenticator einrichten",
  worksUntil: (until) => `Das gilt einmal, bis ${until}.`,
  sentTitle: "Ihre Anfrage wurde gesendet",
  sentLead: (organisation) => `Die Administration von ${organisation} wurde benachrichtigt. Wie es weitergeht:`,
  nextCheck: "Die Administration vergewissert sich, dass Sie es wirklich sind. Vielleicht ruft man Sie an.",
  nextMail: "Sie erhalten eine E-Mail, sobald entschieden ist.",
  nextSignIn:
    "Bei Zustimmung melden Sie sich innerhalb von 24 Stunden mit Ihrem Passwort an und richten dann einen neuen Authenticator ein.",
  notYou:
    "Sie haben soeben eine E-Mail zu dieser Anfrage erhalten. Wenn sie nicht von Ihnen ist, stoppen Sie sie über den Link darin.",
  cancelTitle: "Waren Sie das nicht?",
  cancelLead: (when, browser, address) =>
    `Am ${when} hat jemand, der Ihr Passwort kennt, um Hilfe gebeten, sich ohne Ihren Authenticator anzumelden, mit ${browser} von ${address}.`,
  cancelIfYou: "Wenn Sie das waren, schließen Sie diese Seite: Es ist nichts zu tun.",
  cancelButton: "Das war ich nicht: Anfrage stoppen",
  cancelledTitle: "Die Anfrage ist gestoppt",
  cancelledLead:
    "Niemand kann sie mehr nutzen, und Ihr Authenticator bleibt, wie er ist. Die Administration wurde benachrichtigt.",
  changePasswordNow: "Ändern Sie jetzt Ihr Passwort",
  askerKnowsIt: "Wer angefragt hat, kennt es.",
  changePassword: "Passwort ändern",
};
