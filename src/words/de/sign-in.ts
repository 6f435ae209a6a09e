// What the pages of a sign-in say, in German.
import type { SignInWords } from "../en/sign-in.ts";
import { speech } from "../speech.ts";

const { counted } = speech("de");

export const signIn: SignInWords = {
  title: "Anmelden",
  heading: (organisation) => `Bei ${organisation} anmelden`,
  login: "Benutzername oder E-Mail",
  password: "Passwort",
  forgotten: "Passwort vergessen?",
  secondFactorRequired: (organisation) =>
    `${organisation} verlangt jetzt einen zweiten Schritt. Bitte melden Sie sich erneut an.`,
  passwordChosen: "Ihr neues Passwort ist gespeichert. Melden Sie sich damit an.",
  tookTooLong:
    "Das hat zu lange gedauert oder wurde in einem anderen Fenster beendet. Bitte melden Sie sich erneut an.",
  sessionEnded: "Ihre Sitzung ist beendet. Melden Sie sich erneut an.",
  wrongCodes: "Es wurden zu viele falsche Codes eingegeben, deshalb wurden Sie abgemeldet. Melden Sie sich erneut an.",
  goingOn: (name: string) => `Weiter zu ${name}`,
  goOnTo: (name: string) => `Weiter zu ${name}`,
  cookieRefusedTitle: "Ihr Browser hat das Cookie nicht behalten",
  cookieRefused: (name: string) =>
    `${name} konnte nicht geöffnet werden: Ihr Browser hat das Cookie, das Sie dort einlässt, nicht angenommen oder nicht gesendet. Lassen Sie Cookies für diese Adressen zu und versuchen Sie es dann noch einmal. Hilft das nicht, wenden Sie sich an die Stelle, die ${name} betreut.`,
  signedOut: "Sie sind abgemeldet.",
  enterCode: "Code eingeben",
  openApp: "Öffnen Sie Ihre Authenticator-App und geben Sie die sechs Ziffern ein, die sie anzeigt.",
  openAppOfAnyLength: "Öffnen Sie Ihre Authenticator-App und geben Sie den Code ein, den sie zeigt.",
  rememberFor: (length) => `Diesem Browser ${length} vertrauen`,
  rememberHint: "Bis dahin wird hier kein Code verlangt.",
  useRecoveryCode: "Stattdessen einen Wiederherstellungscode verwenden",
  recoveryTitle: "Wiederherstellungscode verwenden",
  recoveryLead:
    "Geben Sie einen der Codes ein, die Sie beim Einrichten der Zwei-Faktor-Authentifizierung gesichert haben. Jeder gilt einmal.",
  useApp: "Stattdessen einen Code aus Ihrer App verwenden",
  lostPhone: "Ich habe mein Telefon verloren",
  back: "Zurück zur Anmeldung",
  lastTry: "Dieser Code ist nicht richtig, und es war der letzte Versuch. Bitte melden Sie sich erneut an.",
  wrongCodeLeft: (tries) =>
    `Dieser Code ist falsch oder wurde schon verwendet. Warten Sie auf den nächsten und versuchen Sie es erneut (noch ${counted(tries, "Versuch", "Versuche")}).`,
  wrongRecoveryCodeLeft: (tries) =>
    `Dieser Code ist falsch oder wurde schon verwendet. Prüfen Sie ihn und versuchen Sie es erneut (noch ${counted(tries, "Versuch", "Versuche")}).`,
  confirmTitle: "Bestätigen Sie, dass Sie es sind",
  confirmByPassword: "Bitte bestätigen Sie mit Ihrem Passwort, bevor es weitergeht.",
  confirmByCode: "Bitte bestätigen Sie mit einem Code, bevor es weitergeht.",
  codeFromApp: "Code aus Ihrer Authenticator-App",
  leaveTitle: "Abmelden",
  leaveHeading: (organisation: string) => `Bei ${organisation} abmelden?`,
  leaveLead: "Eine Anwendung bittet darum. Danach melden Sie sich überall neu an, wo diese Anmeldung galt.",
  stay: "Angemeldet bleiben",
  suspendedTitle: "Gesperrt",
  suspendedHeading: (organisation) => `${organisation} ist gesperrt`,
  suspendedLead: "Zurzeit kann sich niemand anmelden. Was Sie eingerichtet haben, bleibt erhalten.",
  suspendedAsk: (organisation) =>
    `Wenn Sie das nicht erwartet haben, fragen Sie die Administration von ${organisation} oder den Betreiber dieses Dienstes.`,
};
