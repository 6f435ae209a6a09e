// What the audit trail's page says, in English.
import { speech } from "../speech.ts";

const { counted } = speech("en");

export const consoleAudit = {
  title: "Audit trail",
  lead: "Every security event, the newest first, chained so that a change of the record shows. People are named by screen name or e-mail address; days are in UTC.",
  leftOut: (filters: string) => `This filter could not be read and was left out: ${filters}.`,
  lookedAt: (events: number, next: string) =>
    `${counted(events, "event", "events")} were looked at for this page. Go on with '${next}' to look further back.`,
  happened: "What happened",
  what: "What",
  about: "About",
  by: "By",
  from: "From",
  when: "When",
  fields: {
    who: "Who did it",
    about: "About whom",
    what: "What",
    from: "From day",
    to: "To day",
    where: "Address",
    outcome: "Outcome",
  },
  download: "Download",
  downloadCsv: "Download as CSV",
  downloadLines: "Download as JSON lines",
  filterLabel: "Filter the audit trail",
  filter: "Filter",
  showEverything: "Show everything",
  moreFilters: "More filters",
  apply: "Apply",
  any: "Any",
  done: "Done",
  refused: "Refused",
  anything: "Anything",
  nobodyInParticular: "Nobody in particular",
  nobodySignedIn: "Nobody signed in",
  themselves: "Themselves",
  commandLine: "Command line",
  byItself: "By itself, in time",
  somebodyDeleted: "Somebody who was deleted",
  apiKey: "An API key",
  nothingFits: "Nothing fits",
  nothingFitsText: "No event fits all of these filters. Leave one out, or look at a longer time.",
  nothingYet: "Nothing yet",
  nothingYetText: "What happens from now on is listed here.",
};

export type ConsoleAuditWords = typeof consoleAudit;
