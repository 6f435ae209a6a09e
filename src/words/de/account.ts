// What the pages of one's own account say: frame, profile, and what was done or refused, in German.
import type { AccountWords } from "../en/account.ts";

export const account: AccountWords = {
  nav: {
    profile: "Profil",
    security: "Sicherheit",
    adoption: "Verbreitung",
    people: "Personen",
    helpRequests: "Hilfeanfragen",
    policy: "Richtlinie",
    singleSignOn: "Single Sign-on",
    applications: "Anwendungen",
    apiKeys: "API-Schlüssel",
    webhooks: "Webhooks",
    mail: "E-Mails",
    audit: "Protokoll",
    organisation: "Organisation",
    organisations: "Alle Organisationen",
  },
  done: {
    enabled: "Die Zwei-Faktor-Authentifizierung ist eingeschaltet. Ab jetzt geben Sie beim Anmelden einen Code ein.",
    recovered:
      "Ihre neue Authenticator-App ist bereit. Die alte und Ihre alten Wiederherstellungscodes gelten nicht mehr, und kein Browser ist mehr vertrauenswürdig.",
    added:
      "Die neue Authenticator-App ist bereit. Sie haben neue Wiederherstellungscodes; die alten gelten nicht mehr.",
    replaced:
      "Die neue Authenticator-App ersetzt die alte. Sie haben neue Wiederherstellungscodes; die alten gelten nicht mehr.",
    codes:
      "Sie haben neue Wiederherstellungscodes. Die alten gelten nicht mehr, und kein Browser ist mehr vertrauenswürdig.",
    disabled:
      "Die Zwei-Faktor-Authentifizierung ist ausgeschaltet. Ihre Authenticatoren und Wiederherstellungscodes wurden entfernt.",
    renamed: "Der Authenticator hat seinen neuen Namen.",
    removed: "Der Authenticator wurde entfernt.",
    "trust-ended": "Dieser Browser ist nicht mehr vertrauenswürdig. Dort wird wieder ein Code verlangt.",
    "session-ended": "Dieser Browser wurde abgemeldet.",
    "others-ended": "Sie wurden überall sonst abgemeldet.",
    profile: "Ihr Profil wurde gespeichert.",
    email: "Ihre E-Mail-Adresse wurde geändert.",
    "email-withdrawn":
      "Ihre Adresse bleibt, wie sie ist. Der Link, den wir an die neue gesendet haben, gilt nicht mehr.",
    "email-asked":
      "Wir haben eine E-Mail an die neue Adresse gesendet. Folgen Sie dem Link darin, dann gilt die Adresse.",
    password: "Ihr Passwort wurde geändert.",
    picture: "Ihr Bild wurde gespeichert.",
    "picture-removed": "Ihr Bild wurde entfernt.",
  },
  doneTitle: "Erledigt",
  refused: {
    "bad-address": "Das ist keine E-Mail-Adresse. Sie sieht so aus: name@example.com.",
    "bad-screen-name": "Wählen Sie einen Benutzernamen mit 1 bis 64 Zeichen, ohne „@“.",
    "bad-display-name": "Geben Sie einen Namen mit 1 bis 100 Zeichen in einer Zeile an.",
    "address-taken": "Jemand anderes in Ihrer Organisation hat diese E-Mail-Adresse.",
    "screen-name-taken": "Jemand anderes hat diesen Benutzernamen. Wählen Sie einen anderen.",
    "no-picture": "Diese Datei können wir nicht verwenden. Wählen Sie ein unbewegtes Bild in PNG, JPEG oder WebP.",
    "too-large": "Dieses Bild ist größer als 1 MiB. Wählen Sie ein kleineres.",
  },
  bannerTitle: "Machen Sie Ihr Konto sicherer",
  bannerFrom: (from) => `Pflicht ab dem ${from}`,
  enable: "Zwei-Faktor-Authentifizierung einschalten",
  bannerText:
    "Mit einem Code von Ihrem Telefon öffnet ein gestohlenes Passwort allein nichts. Das Einrichten dauert etwa eine Minute.",
  names: "Namen und Sprache",
  displayName: "Anzeigename",
  displayNameHint: "So sehen andere Sie.",
  screenName: "Benutzername",
  screenNameHint: "Damit können Sie sich anstelle Ihrer E-Mail-Adresse anmelden.",
  languageHint: "Für E-Mails und Ihre eigenen Seiten. Ohne Auswahl richten sich die Seiten nach Ihrem Browser.",
  save: "Speichern",
  email: "E-Mail",
  emailAddress: "E-Mail-Adresse",
  emailWaits: (email, until) =>
    `${email} wartet auf Ihre Bestätigung: Folgen Sie dem Link in der E-Mail, die wir dorthin gesendet haben. Er gilt bis ${until}.`,
  addressThatWaits: "Wartende Adresse",
  keepAddress: "Bisherige Adresse behalten",
  emailHint: "Eine neue Adresse gilt, sobald Sie dem Link folgen, den wir dorthin senden.",
  yourPassword: "Ihr Passwort",
  emailNeedsPassword: "Zum Ändern der Adresse ist Ihr Passwort nötig.",
  changeEmail: "E-Mail ändern",
  password: "Passwort",
  passwordText: "Ein neues Passwort meldet Sie überall sonst ab und beendet das Vertrauen in jeden Browser.",
  currentPassword: "Aktuelles Passwort",
  newPassword: "Neues Passwort",
  newPasswordHint: (characters) =>
    `Mindestens ${characters} Zeichen. Ein paar Wörter hintereinander sind leicht zu merken.`,
  changePassword: "Passwort ändern",
  picture: "Bild",
  pictureAlt: "Sie, wie andere Sie sehen",
  removePicture: "Bild entfernen",
  anotherPicture: "Anderes Bild",
  choosePicture: "Bild auswählen",
  pictureHint: "PNG, JPEG oder WebP, höchstens 1 MiB. Es wird quadratisch zugeschnitten.",
  uploadPicture: "Bild hochladen",
};
