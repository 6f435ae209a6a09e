// Was beim Mitnehmen aller Personen einer Organisation gesagt wird, auf Deutsch.
import type { ExportingWords } from "../en/exporting.ts";

export const exporting: ExportingWords = {
  title: (name: string) => `Alle Personen von ${name} mitnehmen`,
  lead: "Alle Personen mit allem, womit sie sich anmelden, als eine Datei, die nur Ihre eigenen Schlüssel öffnen. Zwei Menschen müssen zustimmen: ein Administrator der Organisation und der Betreiber. Der Betreiber tut das auf der Seite der Organisation unter „Organisationen“ oder mit einem Befehl. Betreiber stehen nur mit Name und Adresse darin.",
  section: "Alle mitnehmen",
  sectionText:
    "Eine versiegelte Datei aller Personen mit Passwörtern, Authenticator-Apps und Wiederherstellungscodes, für eine andere Installation.",
  goOn: "Exporte",
  open: "Im Gange",
  waitingText:
    "Vergleichen Sie den Fingerabdruck mit der Person, die die Schlüssel hat. Beide müssen innerhalb von 24 Stunden zustimmen; beide können zurückziehen.",
  agreedText: "Beide haben zugestimmt. Die Datei kann einmal abgeholt werden; danach ist alles vorbei.",
  state: "Stand",
  fingerprint: "Fingerabdruck",
  recipients: "Öffentliche Schlüssel",
  recipientsHint:
    "Von age-keygen; jeder beginnt mit age1, mehrere mit Leerzeichen dazwischen. Wer die private Hälfte von einem hat, kann die Datei lesen.",
  byAdministrator: "Zustimmung eines Administrators",
  byOperator: "Zustimmung des Betreibers",
  missing: "noch nicht gegeben",
  until: "Gilt bis",
  consent: "Diesen Schlüsseln zustimmen",
  download: "Datei abholen",
  withdraw: "Zurückziehen",
  ask: "Export erbitten",
  askText:
    "Mit der Bitte stimmen Sie zu. Dazu gehört ein eben erst angegebener zweiter Faktor, und alle Administratoren erfahren es per E-Mail.",
  askAgainText: "Mit einer neuen Bitte endet der laufende Export.",
  askNow: "Export erbitten",
  past: "Bisherige",
  asked: "Erbeten",
  states: {
    waiting: "Wartet auf Zustimmung",
    agreed: "Zugestimmt",
    taken: "Abgeholt",
    withdrawn: "Zurückgezogen",
    expired: "Abgelaufen",
  },
  done: {
    asked: "Erbeten. Die andere Seite muss innerhalb von 24 Stunden zustimmen.",
    agreed: "Beide haben zugestimmt. Die Datei kann einmal abgeholt werden.",
    withdrawn: "Zurückgezogen. Es wurde nichts herausgegeben.",
  },
  problems: {
    recipients:
      "Geben Sie 1 bis 10 öffentliche Schlüssel von age an, wie age-keygen sie schreibt: Jeder beginnt mit age1.",
    over: "Dieser Export ist vorbei: Er wurde abgeholt oder zurückgezogen, oder eine Zustimmung ist älter als 24 Stunden. Erbitten Sie einen neuen.",
    notAgreed:
      "Zuerst sind beide Zustimmungen nötig: die eines Administrators der Organisation und die des Betreibers.",
    otherRecipients: "Der Fingerabdruck gehört nicht zu diesem Export. Sehen Sie sich seine Schlüssel noch einmal an.",
    another:
      "Dazu braucht es zwei Menschen: Einer stimmt als Administrator der Organisation zu, jemand anderes als Betreiber.",
  },
};
