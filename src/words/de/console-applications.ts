// What the pages about applications say, in German.
import type { ConsoleApplicationsWords } from "../en/console-applications.ts";
import { speech } from "../speech.ts";

const { counted } = speech("de");

const part = (count: number): string => counted(count, "Anwendung nimmt", "Anwendungen nehmen");

export const consoleApplications: ConsoleApplicationsWords = {
  title: "Anwendungen",
  add: "Anwendung hinzufügen",
  removed: "Die Anwendung wurde entfernt. Von hier kommt niemand mehr dorthin.",
  allTakePart: (yes) => `${part(yes)} an der Zwei-Faktor-Anmeldung teil.`,
  someTakePart: (yes, notYet) => `${part(yes)} an der Zwei-Faktor-Anmeldung teil, ${notYet} noch nicht.`,
  name: "Name",
  twoFactor: "Zwei-Faktor-Anmeldung",
  lastSignIn: "Letzte Anmeldung",
  lastDays: "Letzte 30 Tage",
  off: (kind) => `${kind}, ausgeschaltet`,
  none: "Noch keine Anwendungen",
  noneText:
    "Eine Anwendung ist etwas, bei dem man sich über Countersign anmeldet: mit OpenID Connect, hinter einem Proxy oder mit dem Duo-Protokoll. Jede nimmt vom ersten Tag an der Zwei-Faktor-Anmeldung teil oder noch nicht, wie Sie es sagen.",
  takesPart: "Nimmt teil",
  notYet: "Noch nicht",
  fromDay: (day) => `Ab ${day}`,
  fromDayWith: (day, note) => `Ab ${day}: ${note}`,
  notInAYear: "Seit einem Jahr nicht",
  never: "Nie",
  noSignIns: "Keine Anmeldungen",
  withSecondFactor: (n) => `${n} mit zweitem Faktor`,
  without: (n) => `${n} ohne`,
  done: {
    added: "Die Anwendung wurde hinzugefügt.",
    saved: "Gespeichert. Es gilt ab der nächsten Anfrage.",
  },
  switchedOff: "Sie ist ausgeschaltet: Niemand kann sich bei ihr anmelden. „Ändern“ schaltet sie ein.",
  change: "Ändern",
  overview: "Überblick",
  connectsBy: "Verbindet sich über",
  note: "Notiz",
  added: "Hinzugefügt",
  connection: "Verbindung",
  connectionText: "Was ihre Einstellungen verlangen. Nichts davon ist geheim.",
  clientId: "Client-ID",
  clientSecret: "Client-Geheimnis",
  secret: "Geheimnis",
  secretText:
    "Ihr Geheimnis wurde bei der Erstellung gezeigt und wird nie wieder gezeigt. Ein neues macht das alte sofort ungültig: Halten Sie die Einstellungen der Anwendung bereit.",
  newSecret: "Neues Geheimnis",
  remove: "Entfernen",
  removeText:
    "Von hier kommt niemand mehr dorthin, und ihre Zählung ist weg. Soll sie nur eine Weile ruhen, schalten Sie sie stattdessen aus.",
  removeNow: "Anwendung entfernen",
  removeTitle: (name) => `${name} entfernen?`,
  removeLead: "Das lässt sich nicht rückgängig machen: Client-ID und Geheimnis werden nie wieder vergeben.",
  hosts: "Hosts",
  returnAddresses: "Rückkehradressen",
  afterSignOut: "Nach dem Abmelden",
  backChannel: "Back-Channel-Adresse",
  runs: "Läuft",
  runsAt: {
    public: "Auf den Geräten der Personen, ohne Geheimnis (nur PKCE)",
    confidential: "Auf einem Server, mit Geheimnis",
  },
  unknownPeople: "Hier unbekannte Personen",
  unknown: {
    enrol: "Richten sofort einen zweiten Faktor ein",
    refuse: "Werden abgewiesen",
  },
  noAddresses: "Keine: Niemand meldet sich bei ihr an; sie fragt nach Tokens",
  wasAdded: (name) => `${name} wurde hinzugefügt`,
  newSecretOf: (name) => `Neues Geheimnis von ${name}`,
  forItsSettings: "Für ihre Einstellungen",
  shownOnce: "Das Geheimnis wird nur jetzt gezeigt. Countersign behält keine Kopie, die jemand lesen kann.",
  goTo: (name) => `Zu ${name}`,
  facts: {
    issuer: "Aussteller (Issuer)",
    discovery: "Discovery-Adresse",
    authorization: "Autorisierungsadresse",
    token: "Token-Adresse",
    signOut: "Abmeldeadresse",
    apiHost: "API-Hostname",
    nginx: "nginx fragt bei",
    otherProxies: "Caddy und Traefik fragen bei",
  },
  kinds: {
    "forward-auth": "Hinter einem Proxy",
    duo: "Duo-Protokoll",
    embedded: "Eingebaut",
  },
};
