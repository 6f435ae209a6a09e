// What the page about the security of one's own account says, in German.
import type { SecurityWords } from "../en/security.ts";
import { speech } from "../speech.ts";

const { counted } = speech("de");

export const security: SecurityWords = {
  title: "Sicherheit",
  secondFactor: "Zwei-Faktor-Authentifizierung",
  on: "Ein",
  off: "Aus",
  notAskedFor: "Nicht verlangt",
  asleep:
    "Was Sie eingerichtet haben, bleibt erhalten, aber es wird kein Code verlangt, solange die Zwei-Faktor-Authentifizierung für Sie ausgeschaltet ist.",
  nothingToSetUp: "Für Sie gibt es nichts einzurichten.",
  authenticators: "Ihre Authenticatoren",
  authenticator: "Authenticator",
  newAuthenticator: "Authenticator-App",
  added: "Hinzugefügt",
  lastUsed: "Zuletzt",
  actions: "Aktionen",
  actionsFor: (name) => `Aktionen für ${name}`,
  notYet: "Noch nicht",
  addAnother: "Weitere Authenticator-App hinzufügen",
  removeAll: "Authenticatoren und Codes entfernen",
  disable: "Ausschalten",
  replace: "Ersetzen",
  rename: "Umbenennen",
  remove: "Entfernen",
  codesText: "Wenn Sie Ihren Authenticator nicht zur Hand haben, können Sie sich mit jedem Code einmal anmelden.",
  noCodesLeft: "Sie haben keine Wiederherstellungscodes mehr",
  fewCodesText: "Erstellen Sie neue, damit ein verlorenes Telefon Sie nicht aussperrt.",
  codesNotSaved: "Ihre Wiederherstellungscodes sind noch nicht gesichert",
  codesNotSavedText:
    "Sie wurden einmal angezeigt und können nicht wieder angezeigt werden. Haben Sie sie nicht aufbewahrt, erstellen Sie neue.",
  codesMade: (left, when) => `Noch ${counted(left, "Code", "Codes")} übrig (erstellt: ${when}).`,
  codesMadeNotSaved: (left, when) =>
    `Noch ${counted(left, "Code", "Codes")} übrig (erstellt: ${when}), noch nicht gesichert.`,
  generate: "Neue Wiederherstellungscodes erstellen",
  trustedBrowsers: "Vertrauenswürdige Browser",
  trustedBrowsersText: "Auf diesen werden Sie eine Zeit lang nicht nach einem Code gefragt.",
  browser: "Browser",
  until: "Bis",
  endTrust: "Vertrauen beenden",
  endTrustIn: (browser, address) => `Vertrauen beenden: ${browser}, ${address}`,
  noTrustedBrowsers: "Keine vertrauenswürdigen Browser.",
  sessions: "Wo Sie angemeldet sind",
  signedIn: "Angemeldet",
  signOut: "Abmelden",
  signOutOf: (browser, address) => `Abmelden: ${browser}, ${address}`,
  signOutElsewhere: "Überall sonst abmelden",
  thisBrowser: "Dieser Browser",
  stolenTitle: "Vielleicht hat jemand Ihre Anmeldung kopiert",
  changePassword: "Passwort ändern",
  stolen: (when, browser, address) =>
    `Jemand hat eine Kopie dessen benutzt, was einen Ihrer Browser vertrauenswürdig macht: ${when}, mit ${browser} von ${address}. Die Person kannte Ihr Passwort und wurde nach einem Code gefragt; dieses Vertrauen ist beendet. Ändern Sie jetzt Ihr Passwort und sagen Sie Ihrer Administration Bescheid.`,
  activity: "Letzte Aktivitäten",
  activityText: "Die letzten zehn Ereignisse zur Sicherheit Ihres Kontos.",
  allActivity: "Alle Aktivitäten",
  allActivityText: "Alles, was zur Sicherheit Ihres Kontos aufbewahrt wird, das Neueste zuerst.",
  showAllActivity: "Alle Aktivitäten zeigen",
  earlier: "Frühere",
  backToLatest: "Zurück zu den neuesten",
  what: "Was",
  when: "Wann",
  nothingYet: "Noch nichts.",
  enableLead: "Zuerst Ihr Passwort, dann ein Code zum Scannen mit Ihrem Telefon.",
  newCodesLead:
    "Ihre alten Wiederherstellungscodes gelten sofort nicht mehr, und in vertrauenswürdigen Browsern wird wieder ein Code verlangt.",
  addToApp: "Fügen Sie ihn Ihrer Authenticator-App hinzu.",
  saveLead:
    "Wenn Sie Ihr Telefon verlieren, können Sie sich mit jedem dieser Codes einmal anmelden. Sie werden nur jetzt angezeigt; ältere gelten nicht mehr.",
  renameTitle: "Authenticator umbenennen",
  willSignOut: "Sie erhalten neue Wiederherstellungscodes und werden überall sonst abgemeldet.",
  name: "Name",
  nameHint: "Damit Sie ihn von anderen unterscheiden können, zum Beispiel „Diensttelefon“.",
  badName: "Geben Sie ihm einen Namen mit 1 bis 60 Zeichen.",
  replaceTitle: (name) => `„${name}“ ersetzen`,
  replaceLead:
    "Der alte funktioniert, bis Sie den neuen bestätigt haben. Sie erhalten neue Wiederherstellungscodes und werden überall sonst abgemeldet.",
  removeTitle: (name) => `„${name}“ entfernen?`,
  removeLead: "Seine Codes gelten sofort nicht mehr, und Sie werden überall sonst abgemeldet.",
  disableTitle: "Zwei-Faktor-Authentifizierung ausschalten",
  removeAllLead:
    "Ihre Authenticatoren und Wiederherstellungscodes werden entfernt. Um sie wieder zu verwenden, müssten Sie sie neu einrichten.",
  disableLead:
    "Ihre Authenticatoren und Wiederherstellungscodes werden entfernt. Danach genügt zum Anmelden Ihr Passwort allein.",
  noRecoveryCodeHere: "Ein Wiederherstellungscode gilt hier nicht.",
  nothingPending:
    "Diese Einrichtung ist vorbei: Sie hat zu lange gedauert oder wurde in einem anderen Fenster beendet. Beginnen Sie neu, wenn Sie sie noch brauchen.",
  sayHowSaved:
    "Geben Sie an, wie Sie sie gesichert haben: Laden Sie sie zuerst herunter, kopieren oder drucken Sie sie.",
};
