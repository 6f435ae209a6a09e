// What the pages about API keys say, in German.
import type { ApiKeysWords } from "../en/api-keys.ts";

export const apiKeys: ApiKeysWords = {
  title: "API-Schlüssel",
  lead: "Für Programme, die für Sie handeln: nächtliche Aufgaben, Skripte, andere Systeme. Sie werden nie nach einem zweiten Schritt gefragt; geben Sie jedem Schlüssel nur, was sein Programm braucht.",
  leadOfOrganisation:
    "Für Programme, die für die Organisation handeln, unabhängig davon, wer den Schlüssel erstellt hat. Sie werden nie nach einem zweiten Schritt gefragt; geben Sie jedem Schlüssel nur, was sein Programm braucht.",
  daysHintOfOrganisation: "Höchstens 365.",
  noneTitle: "Noch keine API-Schlüssel",
  noneText: "Ein Schlüssel öffnet einem Programm die JSON-Schnittstelle, ohne Browser und ohne zweiten Schritt.",
  make: "API-Schlüssel erstellen",
  name: "Name",
  nameHint: "Wofür er ist, zum Beispiel „Nächtlicher Export“.",
  scopes: "Was er darf",
  days: "Tage, bis er endet",
  daysHint:
    "Höchstens 365. Er endet auch, wenn sich Ihr Passwort ändert, wenn Sie eine Rolle verlieren und wenn Ihr Konto deaktiviert wird.",
  end: "Beenden",
  endKey: (name: string) => `Den Schlüssel ${name} beenden`,
  ended: "Der Schlüssel ist beendet. Er öffnet nichts mehr.",
  made: (name: string) => `Der Schlüssel ${name} ist erstellt`,
  key: "API-Schlüssel",
  once: "Er wird nur jetzt gezeigt. Legen Sie ihn dort ab, wo das Programm ihn findet, und nirgends sonst.",
  done: "Fertig",
  lastUsed: "Zuletzt benutzt",
  never: "Nie",
  until: "Endet",
  allows: "Darf",
  badName: "Geben Sie einen Namen mit höchstens 60 Zeichen in einer Zeile an.",
  badScopes: "Wählen Sie mindestens eines aus, was er darf.",
  badDays:
    "Geben Sie eine ganze Zahl von Tagen an, von 1 bis 365; für einen Schlüssel, der etwas Mächtiges darf, von 1 bis 90.",
  tooMany: "Es gibt schon 20 Schlüssel. Beenden Sie zuerst einen.",
  secondFactorFirst:
    "Richten Sie zuerst die Zwei-Faktor-Authentifizierung ein: Schlüssel kann nur erstellen, wer sich gerade mit einem zweiten Faktor bestätigt hat.",
  sectionText: "Schlüssel für Programme, die für Sie handeln.",
  manage: "API-Schlüssel verwalten",
  powerful: "Mächtig",
  powerfulText:
    "Mit diesen richtet ein verlorener Schlüssel Schaden an: Geben Sie sie nur wenigen Programmen. Ein Schlüssel mit einem davon endet nach höchstens 90 Tagen; der der Organisation auch, sobald die Person, die ihn erstellt hat, die Verwaltung abgibt oder ein anderes Passwort wählt.",
  may: {
    "read:me": "Ihr eigenes Profil sehen",
    "read:people": "Personen sehen",
    "write:people": "Personen ohne Rolle anlegen, ändern, deaktivieren und wieder aktivieren",
    "write:sessions": "Personen ohne Rolle abmelden und das Vertrauen in ihre Browser beenden",
    "read:policy": "Die Richtlinie und die Kontotypen sehen",
    "read:applications": "Anwendungen sehen",
    "read:identity-providers": "Identitätsanbieter sehen",
    "read:webhooks": "Webhooks sehen und was an sie gesendet wurde",
    "read:help-requests": "Hilfeanfragen sehen",
    "read:audit": "Das Protokoll sehen und herunterladen",
    "read:mail": "Sehen, welche E-Mails unterwegs sind oder aufgegeben wurden",
    "write:mail": "Aufgegebene E-Mails noch einmal senden",
    "read:organisation": "Name und Aussehen der Organisation sehen",
    "write:organisation": "Name, Aussehen und Sprache der Organisation ändern",
    "read:api-keys": "API-Schlüssel sehen, nie ihre Geheimnisse",
    "end:api-keys": "API-Schlüssel der Organisation beenden",
    "read:organisations": "Alle Organisationen dieser Installation sehen",
    "write:second-factors":
      "Die Zwei-Faktor-Authentifizierung von Personen ohne Rolle zurücksetzen, einzeln festlegen und entsperren",
    "delete:people": "Personen ohne Rolle endgültig löschen",
    "bulk:people": "Viele Personen ohne Rolle auf einmal bearbeiten: deaktivieren, zurücksetzen, festlegen und mehr",
    "import:people": "Viele Personen aus einer Datei anlegen und ändern",
    "write:policy": "Die Richtlinie ändern: Das kann die Zwei-Faktor-Anmeldung abschalten",
    "write:applications": "Anwendungen anlegen, ändern und entfernen und ihre Geheimnisse erstellen",
    "write:identity-providers":
      "Identitätsanbieter verbinden, vorbereiten, ausschalten und entfernen und Verknüpfungen von Personen mit ihnen beenden",
    "write:webhooks":
      "Webhooks anlegen, ändern und entfernen: Das kann alles, was geschieht, an ein anderes System senden",
    "write:help-requests": "Hilfeanfragen von Personen ohne Rolle genehmigen und ablehnen",
    "write:organisations": "Organisationen anlegen, sperren und wieder freigeben und ihre Hostnamen ändern",
  },
};
