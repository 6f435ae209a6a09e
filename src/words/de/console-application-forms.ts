// What the forms of an application say, and what stands in their way, in German.
import type { ConsoleApplicationFormsWords } from "../en/console-application-forms.ts";

export const consoleApplicationForms: ConsoleApplicationFormsWords = {
  how: "Wie verbindet sie sich? Ihre eigene Dokumentation sagt, was sie kann; am besten ist OpenID Connect, wo es geht.",
  about: {
    openid:
      "Für alles, was Personen mit OpenID Connect anmelden kann, wie die meisten Webanwendungen und Apps auf Telefonen.",
    "forward-auth":
      "Für alles, was von Anmeldung nichts weiß, hinter nginx, Caddy oder Traefik. Der Proxy fragt hier bei jeder Anfrage nach.",
    duo: "Für alles, was eine Einstellung für die Zwei-Schritt-Anmeldung von Duo hat: Sie zeigt dann auf Countersign, und die Anwendung behält ihre eigenen Passwörter.",
  },
  goOnWith: (kind) => `Weiter: ${kind}`,
  newLead: {
    openid: "Eine Anwendung mit OpenID Connect oder eine API, an die deren Tokens gehen.",
    "forward-auth": "Eine Anwendung hinter einem Proxy.",
    duo: "Eine Anwendung mit dem Duo-Protokoll.",
  },
  changeTitle: (name) => `${name} ändern`,
  save: "Speichern",
  application: "Anwendung",
  nameHint: "So, wie man sie kennt: Der Name steht da, wenn man sich anmeldet.",
  active: "Man kann sich bei ihr anmelden",
  activeHint: "Ausgeschaltet wird sie ab der nächsten Anfrage abgewiesen. Verloren geht nichts.",
  doesItTakePart: "Nimmt sie teil?",
  takesPartHint: "Dort wird ein zweiter Faktor verlangt, wie es die Richtlinie sagt.",
  notYetHint: "Dort genügt vorerst das Passwort. Alles andere fragt weiter, wie es die Richtlinie sagt.",
  from: "Nimmt teil ab",
  fromHint:
    "Zu „Noch nicht“: Ab diesem Tag (UTC) nimmt sie von selbst teil. Bleibt es leer, muss es jemand hier sagen.",
  noteHint: "Warum noch nicht, oder wen man fragt. Administratoren sehen es.",
  whereRuns: "Wo läuft sie?",
  whereHint: "Das bleibt so, wie es jetzt gewählt wird.",
  onServer: "Auf einem Server",
  onServerHint: "Sie kann ein Geheimnis bewahren und bekommt eines.",
  onDevices: "Auf den Geräten der Personen",
  onDevicesHint: "Eine App auf Telefon oder Rechner oder eine Seite ohne Server: kein Geheimnis, nur PKCE.",
  returnHint: {
    openid: "Eine pro Zeile: ihre Redirect-URIs, genau wie sie sie sendet. Eine API, die nur Tokens prüft, hat keine.",
    duo: "Eine pro Zeile: die Adresse, an die es nach der Anmeldung zurückgeht, genau wie sie sie sendet.",
  },
  afterSignOutHint: "Eine pro Zeile: wohin sie Personen nach dem Abmelden schicken darf.",
  backChannelHint:
    "Erfährt, wenn eine Sitzung endet, damit die Anwendung ihre eigene beenden kann (Back-Channel-Logout).",
  unknownPeople: "Genannte Personen, die hier unbekannt sind",
  refuseThem: "Abweisen",
  letThemSetUp: "Sofort einen zweiten Faktor einrichten lassen",
  hostsHint: (own) =>
    `Einer pro Zeile, mit Port, wo es nicht der übliche ist, zum Beispiel wiki.example.com. Sie müssen eine Domain mit ${own} teilen.`,
  trouble: {
    name: "Geben Sie einen Namen mit höchstens 60 Zeichen in einer Zeile an.",
    nameTaken: "Eine andere Anwendung hier hat diesen Namen schon. Wählen Sie einen anderen.",
    note: "Schreiben Sie höchstens 300 Zeichen.",
    day: "Schreiben Sie den Tag als Jahr, Monat und Tag, zum Beispiel 2027-02-01.",
    dayIsOver: "Wählen Sie einen Tag, der noch kommt, oder sagen Sie, dass sie teilnimmt.",
    otherKind: "Eine Anwendung, die sich so verbindet, hat diese Einstellung nicht.",
    address: (typed) =>
      `„${typed}“ ist nicht verwendbar. Schreiben Sie die Adresse genau so, wie die Anwendung sie sendet: mit https, ohne #, Name oder Passwort. Einfaches http geht nur für localhost.`,
    addressOrOwnScheme: (typed) =>
      `„${typed}“ ist nicht verwendbar. Schreiben Sie die Adresse genau so, wie die Anwendung sie sendet: mit https oder einem eigenen Schema wie com.example.app:/signed-in, ohne #, Name oder Passwort. Einfaches http geht nur für localhost.`,
    noAddress: "Geben Sie mindestens eine Adresse an.",
    tooMany: "Das sind mehr als 20.",
    host: (typed) => `„${typed}“ ist kein Host. Er sieht aus wie wiki.example.com oder wiki.example.com:8443.`,
    otherDomain: (typed, own) =>
      `„${typed}“ teilt keine Domain mit ${own}, wo man sich anmeldet; der Browser würde die Anmeldung nicht mitnehmen.`,
    needsHostName: (own) =>
      `Die Anmeldung ist unter ${own}. Um Anwendungen hinter einem Proxy zu schützen, braucht Countersign selbst einen Hostnamen wie login.example.com (COUNTERSIGN_URL).`,
    ownHost: (host) => `Unter ${host} meldet man sich an: Das kann nicht zugleich eine Anwendung sein.`,
    hostTaken: (host) => `Eine andere Anwendung hat ${host} schon.`,
    noHost: "Geben Sie mindestens einen Host an.",
    changedMeanwhile:
      "Jemand anderes hat diese Anwendung geändert, während das Formular offen war. Es zeigt, wie sie jetzt ist: Sehen Sie nach, und ändern Sie sie noch einmal.",
  },
  byKey:
    "Das Wort einer Anwendung mit dem Duo-Protokoll gilt so viel wie ein Passwort. Solche fügen Personen hinzu, nicht API-Schlüssel.",
  noSecret: "Eine Anwendung, die sich so verbindet, hat kein Geheimnis.",
};
