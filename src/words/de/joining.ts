// What the pages say on which people join, or choose another password, in German.
import type { JoiningWords } from "../en/joining.ts";

export const joining: JoiningWords = {
  choose: "Passwort wählen",
  chooseAnother: "Neues Passwort wählen",
  welcome: (organisation) => `Willkommen bei ${organisation}`,
  joinLead: (name) => `Guten Tag, ${name}. Wählen Sie ein Passwort, mit dem Sie sich anmelden.`,
  anotherLead: (name) =>
    `Guten Tag, ${name}. Beim Speichern werden Sie überall abgemeldet. Ihr zweiter Schritt bleibt, wie er ist.`,
  signInAs: "Sie melden sich an als",
  newPassword: "Neues Passwort",
  atLeast: (characters) => `Mindestens ${characters} Zeichen.`,
  tooShort: (characters) =>
    `Wählen Sie ein Passwort mit mindestens ${characters} Zeichen. Ein paar Wörter hintereinander sind leicht zu merken.`,
  tooLong: (bytes) => `Wählen Sie ein Passwort mit höchstens ${bytes} Byte.`,
  common: "Dieses Passwort steht auf Listen, die Angreifer zuerst probieren. Wählen Sie ein anderes.",
  ownName: "Wählen Sie ein Passwort, das nicht Ihr Name oder Ihre Adresse ist.",
  forgottenTitle: "Passwort vergessen?",
  forgottenLead: "Wir senden Ihnen einen Link, über den Sie ein neues wählen. Ihr zweiter Schritt bleibt, wie er ist.",
  sendLink: "Link senden",
  typeLogin: "Geben Sie Ihren Benutzernamen oder Ihre E-Mail-Adresse ein.",
  tooManyLinks: (length) =>
    `Von hier wurden zu viele Links angefordert. Bitte warten Sie ${length} und versuchen Sie es erneut.`,
  askedTitle: "Sehen Sie in Ihre E-Mails",
  asked: (organisation) =>
    `Wenn ${organisation} diesen Namen oder diese Adresse kennt, ist eine E-Mail mit einem Link unterwegs. Der Link gilt einmal und eine Stunde lang.`,
  noLetter:
    "Nach einigen Minuten noch keine E-Mail? Sehen Sie im Spam nach, oder bitten Sie Ihre Administration um einen Link.",
  noPost: (organisation) =>
    `${organisation} versendet von hier keine E-Mails. Fragen Sie Ihre Administration: Sie kann Ihnen einen Link geben, über den Sie ein neues Passwort wählen.`,
  confirmAddressTitle: "E-Mail-Adresse bestätigen",
  confirmAddress: (email, name, organisation) =>
    `${email} wird die Adresse des Kontos von ${name} bei ${organisation}.`,
  confirmAddressButton: "Adresse bestätigen",
  confirmAddressElse: "Sie haben das nicht angefordert? Dann schließen Sie diese Seite: Es wird nichts geändert.",
  confirmedTitle: "Ihre Adresse ist bestätigt",
  confirmed: (email) => `${email} ist ab jetzt Ihre E-Mail-Adresse.`,
  toProfile: "Zu Ihrem Profil",
};
