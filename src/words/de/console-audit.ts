// What the audit trail's page says, in German.
import type { ConsoleAuditWords } from "../en/console-audit.ts";
import { speech } from "../speech.ts";

const { counted } = speech("de");

export const consoleAudit: ConsoleAuditWords = {
  title: "Protokoll",
  lead: "Jedes sicherheitsrelevante Ereignis, das neueste zuerst, so verkettet, dass eine nachträgliche Änderung auffällt. Personen werden mit Benutzername oder E-Mail-Adresse genannt; Tage gelten in UTC.",
  leftOut: (filters) => `Dieser Filter ließ sich nicht lesen und wurde weggelassen: ${filters}.`,
  lookedAt: (events, next) =>
    `${counted(events, "Ereignis wurde", "Ereignisse wurden")} für diese Seite durchgesehen. Mit „${next}“ geht es weiter zurück.`,
  happened: "Was geschehen ist",
  what: "Was",
  about: "Wen es betrifft",
  by: "Durch",
  from: "Woher",
  when: "Wann",
  fields: {
    who: "Wer es getan hat",
    about: "Wen es betrifft",
    what: "Was",
    from: "Vom Tag",
    to: "Bis zum Tag",
    where: "Adresse",
    outcome: "Ergebnis",
  },
  download: "Herunterladen",
  downloadCsv: "Als CSV herunterladen",
  downloadLines: "Als JSON-Zeilen herunterladen",
  filterLabel: "Protokoll filtern",
  filter: "Filtern",
  showEverything: "Alles anzeigen",
  moreFilters: "Weitere Filter",
  apply: "Anwenden",
  any: "Beliebig",
  done: "Geschehen",
  refused: "Abgewiesen",
  anything: "Alles",
  nobodyInParticular: "Niemand Bestimmtes",
  nobodySignedIn: "Niemand angemeldet",
  themselves: "Die Person selbst",
  commandLine: "Befehlszeile",
  byItself: "Von selbst, mit der Zeit",
  somebodyDeleted: "Eine gelöschte Person",
  apiKey: "Ein API-Schlüssel",
  nothingFits: "Nichts passt",
  nothingFitsText:
    "Kein Ereignis passt zu allen diesen Filtern. Lassen Sie einen weg, oder wählen Sie einen längeren Zeitraum.",
  nothingYet: "Noch nichts",
  nothingYetText: "Was von jetzt an geschieht, steht hier.",
};
