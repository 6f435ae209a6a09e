// What the operator's pages say, in German.
import type { ConsoleOrganisationsWords } from "../en/console-organisations.ts";
import { speech } from "../speech.ts";

const { counted } = speech("de");

export const consoleOrganisations: ConsoleOrganisationsWords = {
  title: "Organisationen",
  lead: "Jede hat ihre eigenen Personen, ihre Richtlinie und ihr Protokoll. Keine sieht etwas von einer anderen.",
  removed: "Die Organisation wurde mit allem entfernt.",
  add: "Organisation hinzufügen",
  name: "Name",
  address: "Adresse",
  state: "Zustand",
  added: "Angelegt",
  suspended: "Gesperrt",
  active: "Aktiv",
  done: {
    saved: "Gespeichert. Es gilt ab jetzt.",
    suspended: "Gesperrt. Ab jetzt kommt niemand von ihr mehr herein; verloren geht nichts.",
    resumed: "Sperre aufgehoben. Personen und Sitzungen sind, was sie waren.",
  },
  overview: "Überblick",
  signInAt: "Anmeldung unter",
  shortName: "Kurzname",
  people: "Personen",
  peopleCounted: (people) => counted(people, "Person", "Personen"),
  hostName: "Hostname",
  hostNameHint:
    "Zum Beispiel login.example.com, sofern er zu diesem Server führt. Die Organisation ist dann nur dort erreichbar.",
  saveHostName: "Hostnamen speichern",
  own: "Das ist Ihre eigene Organisation: Von hier aus lässt sie sich nicht sperren, entfernen oder unter einen anderen Hostnamen stellen.",
  suspend: "Sperren",
  suspendText:
    "Ab der nächsten Anfrage kommt niemand von ihr mehr herein. Alles bleibt erhalten, bis die Sperre aufgehoben wird.",
  suspendNow: "Organisation sperren",
  resume: "Sperre aufheben",
  resumeText: "Ihre Personen können sich wieder anmelden, und nicht abgelaufene Sitzungen gehen weiter.",
  resumeNow: "Sperre der Organisation aufheben",
  remove: "Entfernen",
  removeText:
    "Ihre Personen, deren zweite Faktoren, ihre Richtlinie und ihr ganzes Protokoll werden endgültig gelöscht.",
  removeNow: "Organisation entfernen",
  removeTitle: (name) => `${name} entfernen?`,
  removeLead: "Das lässt sich nicht rückgängig machen.",
  removeWarning: (people) =>
    `${counted(people, "Person kann", "Personen können")} sich nicht mehr anmelden, und alles von der Organisation wird gelöscht: zweite Faktoren, Richtlinie, wartende E-Mails, Protokoll.`,
  typeName: (name) => `Geben Sie ${name} ein, um fortzufahren`,
  wrongName: "Das ist nicht ihr Name. Es wurde nichts entfernt.",
  newLead: "Ihr erster Administrator tritt über einen Link bei, den Sie weitergeben, und legt alle anderen an.",
  organisation: "Organisation",
  shortNameHint:
    "In der Adresse, unter der man zur Anmeldung kommt. Bleibt er leer, wird er aus dem Namen gebildet. Er bleibt, wie er ist.",
  firstAdministrator: "Erster Administrator",
  email: "E-Mail",
  theirName: "Name",
  invitationLink: "Einladungslink",
  wasAdded: (name) => `${name} wurde hinzugefügt.`,
  linkFor: (email) => `Für ${email}`,
  linkText: "Wird nur jetzt gezeigt. Senden Sie ihn selbst dorthin.",
  copyLink: "Link kopieren",
  linkCopied: "Link kopiert",
  linkWorks: (until, organisation) =>
    `Er gilt einmal, bis ${until}. Wer ihn hat, wird Administrator von ${organisation}.`,
  goTo: (name) => `Zu ${name}`,
  addAnother: "Weitere Organisation hinzufügen",
};
