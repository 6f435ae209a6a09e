// What stands in somebody's way, as pages say it, in German.
import type { ProblemsWords } from "../en/problems.ts";

export const problems: ProblemsWords = {
  wait: (length) => `Zu viele falsche Versuche. Bitte warten Sie ${length} und versuchen Sie es erneut.`,
  waitForLetters: (length) =>
    `In letzter Zeit gingen E-Mails an mehrere neue Adressen. Bitte warten Sie ${length} und versuchen Sie es erneut.`,
  codesRefused:
    "Für dieses Konto wurden zu viele falsche Codes eingegeben. Verwenden Sie einen Wiederherstellungscode, oder bitten Sie Ihre Administration um Hilfe.",
  busy: "Im Moment melden sich zu viele Personen an. Bitte versuchen Sie es in einigen Sekunden erneut.",
  picturesBusy: "Im Moment werden viele Bilder hochgeladen. Bitte versuchen Sie es gleich noch einmal.",
  wrongCredentials:
    "Benutzername oder E-Mail und Passwort passen nicht zusammen. Prüfen Sie beides und versuchen Sie es erneut.",
  wrongPassword: "Das ist nicht Ihr Passwort.",
  wrongCode:
    "Dieser Code ist falsch oder wurde schon verwendet. Warten Sie auf den nächsten und versuchen Sie es erneut.",
  secondStepUnavailable:
    "Ihr Authenticator kann zurzeit nicht geprüft werden. Verwenden Sie einen Wiederherstellungscode, oder sagen Sie Ihrer Administration Bescheid.",
  signInEnded: "Diese Anmeldung ist beendet. Bitte beginnen Sie noch einmal.",
  saveCodesFirst:
    "Sichern Sie zuerst Ihre Wiederherstellungscodes: Laden Sie sie herunter, kopieren oder drucken Sie sie.",
  helpNotOffered: "Ihre Organisation nimmt hier keine Hilfeanfragen entgegen.",
  helpAlreadyAsked:
    "Sie haben schon um Hilfe gebeten, und es wurde noch nicht entschieden. Sobald das geschehen ist, erhalten Sie eine E-Mail.",
  helpApproved: "Ihre Hilfeanfrage wurde genehmigt. Gehen Sie zurück und richten Sie einen neuen Authenticator ein.",
  helpTooOften:
    "Sie haben heute schon mehrmals um Hilfe gebeten. Bitte warten Sie bis morgen, oder rufen Sie Ihre Administration an.",
  helpOver:
    "Es gibt nichts mehr zu stoppen: Die Anfrage wurde gestoppt, abgelehnt oder ausgeführt, oder ihre Zeit ist um. Wenn Ihnen etwas seltsam vorkommt, sagen Sie jetzt Ihrer Administration Bescheid.",
  invitationOver: "Diese Einladung wurde schon verwendet oder ist zu alt. Bitten Sie Ihre Administration um eine neue.",
  addressChangeOver:
    "Dieser Link wurde schon verwendet oder ist zu alt. Ändern Sie die Adresse noch einmal unter Profil.",
  notFound: "Diese Seite gibt es nicht.",
  internal: "Bei uns ist etwas schiefgegangen. Es wurde nichts geändert. Bitte versuchen Sie es erneut.",
  applicationRequest:
    "Die Anwendung, von der Sie kommen, hat auf eine Weise angefragt, die nicht angenommen werden kann, oder zu spät. Gehen Sie zu ihr zurück und versuchen Sie es erneut.",
  unavailable: "Wir erreichen unsere Daten gerade nicht. Bitte versuchen Sie es gleich noch einmal.",
  forgery:
    "Diese Anfrage kam von einer anderen Website. Gehen Sie zurück zur Seite und versuchen Sie es von dort erneut.",
  requiredByPolicy:
    "Ihre Organisation verlangt die Zwei-Faktor-Authentifizierung, deshalb lässt sie sich hier nicht ausschalten.",
  offByPolicy: "Ihre Organisation hat die Zwei-Faktor-Authentifizierung für Sie ausgeschaltet.",
  openIdRequest: (error: string) =>
    `Die Anwendung, von der Sie kommen, hat auf eine Weise gefragt, die sich nicht beantworten lässt. Wer sie betreibt, muss das wissen: ${error}`,
  keptByApplication: (application: string) =>
    `Ihre Adresse und Ihr Passwort werden bei ${application} geführt. Ändern Sie sie dort.`,
  keysByApplication: (application: string) =>
    `API-Schlüssel sind für Personen, die sich hier anmelden, nicht bei ${application}.`,
  titles: {
    signInAgain: "Bitte melden Sie sich erneut an",
    notAllowed: "Nicht erlaubt",
    notFound: "Nicht gefunden",
    notPossible: "Hier nicht möglich",
    ended: "Das ist beendet",
    tooLarge: "Zu groß",
    wait: "Bitte warten Sie",
    tryShortly: "Bitte versuchen Sie es gleich noch einmal",
    notSetUp: "Noch nicht eingerichtet",
    setUpAlready: "Schon eingerichtet",
    invitationOver: "Diese Einladung gilt nicht mehr",
    confirmFirst: "Bitte bestätigen Sie zuerst",
    other: "Das hat nicht geklappt",
  },
  tryAgain: "Erneut versuchen",
  toAccount: "Zu Ihrem Konto",
  signIn: "Anmelden",
};
