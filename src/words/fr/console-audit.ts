// What the audit trail's page says, in French.
import type { ConsoleAuditWords } from "../en/console-audit.ts";
import { speech } from "../speech.ts";

const { counted } = speech("fr");

export const consoleAudit: ConsoleAuditWords = {
  title: "Journal",
  lead: "Chaque événement de sécurité, le plus récent d’abord, enchaîné de sorte qu’une modification du journal se voie. Les personnes sont désignées par nom d’utilisateur ou adresse e-mail ; les jours sont en UTC.",
  leftOut: (filters) => `Ce filtre est illisible et a été ignoré : ${filters}.`,
  lookedAt: (events, next) =>
    `${counted(events, "événement a été examiné", "événements ont été examinés")} pour cette page. Continuez avec « ${next} » pour remonter plus loin.`,
  happened: "Ce qui s’est passé",
  what: "Quoi",
  about: "Au sujet de",
  by: "Par",
  from: "Depuis",
  when: "Quand",
  fields: {
    who: "Qui l’a fait",
    about: "Au sujet de qui",
    what: "Quoi",
    from: "Du jour",
    to: "Au jour",
    where: "Adresse",
    outcome: "Résultat",
  },
  download: "Télécharger",
  downloadCsv: "Télécharger en CSV",
  downloadLines: "Télécharger en lignes JSON",
  filterLabel: "Filtrer le journal",
  filter: "Filtrer",
  showEverything: "Tout afficher",
  moreFilters: "Autres filtres",
  apply: "Appliquer",
  any: "Indifférent",
  done: "Effectué",
  refused: "Refusé",
  anything: "Tout",
  nobodyInParticular: "Personne en particulier",
  nobodySignedIn: "Personne de connecté",
  themselves: "La personne elle-même",
  commandLine: "Ligne de commande",
  byItself: "De lui-même, avec le temps",
  somebodyDeleted: "Une personne supprimée",
  apiKey: "Une clé d’API",
  nothingFits: "Rien ne correspond",
  nothingFitsText:
    "Aucun événement ne correspond à tous ces filtres. Retirez-en un, ou choisissez une période plus longue.",
  nothingYet: "Rien pour l’instant",
  nothingYetText: "Ce qui se passe à partir de maintenant est affiché ici.",
};
