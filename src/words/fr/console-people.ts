// What the list of people says, its filters, and the form that adds a person, in French.
import type { ConsolePeopleWords } from "../en/console-people.ts";
import { speech } from "../speech.ts";
import { de } from "./elision.ts";

const { counted } = speech("fr");

export const consolePeople: ConsolePeopleWords = {
  title: "Personnes",
  lead: (people, organisation) => `${people} chez ${organisation}`,
  leadNarrowed: (people, organisation) => `${people} chez ${organisation} ; celles-ci correspondent :`,
  moreThan: (n) => `Plus de ${counted(n, "personne", "personnes")}`,
  deleted: "La personne a été supprimée.",
  lookedAt: (n) =>
    `${counted(n, "personne examinée", "personnes examinées")} pour cette page. Pour continuer la recherche, choisissez « Suivant ».`,
  add: "Ajouter une personne",
  importCsv: "Importer un CSV",
  downloadCsv: "Télécharger en CSV",
  showEverybody: "Afficher tout le monde",
  emptyPage: "Personne sur cette page",
  nobodyFits: "Personne ne correspond à ces filtres",
  nobodyFound: "Personne n’a été trouvé",
  noWords: (search) => `Ici, aucun nom ni aucune adresse e-mail n’a de mots qui commencent par « ${search} ».`,
  noWordsAmong: (search) =>
    `Ici, aucun nom ni aucune adresse e-mail n’a de mots qui commencent par « ${search} » tout en correspondant aux autres filtres.`,
  searchAndFilter: "Rechercher et filtrer les personnes",
  search: "Rechercher",
  searchHint: "Débuts de noms ou d’adresses e-mail.",
  filters: "Filtres et tri",
  filtersInUse: (n) => `Filtres et tri (${n} en service)`,
  any: "Peu importe",
  recoveryCodes: "Codes de récupération",
  wrongTries: "Essais incorrects",
  hasToWait: "Doit attendre",
  domain: "Domaine de l’e-mail",
  orderBy: "Trier par",
  direction: "Sens",
  upwards: "Croissant",
  downwards: "Décroissant",
  apply: "Appliquer",
  sorts: {
    name: "Nom",
    screenName: "Nom d’utilisateur",
    email: "E-mail",
    type: "Type de compte",
    added: "Ajout",
  },
  newLead:
    "Vous obtenez un lien à transmettre. La personne l’ouvre, choisit un mot de passe et rejoint l’organisation.",
  whoJoins: "Qui arrive",
  nameHint: "Comme les autres le voient, par exemple Kim Larsen.",
  screenNameHint: "Pour se connecter à la place de l’adresse e-mail. Laissé vide, il est tiré de l’adresse.",
  accountTypeHint: "Des règles peuvent porter sur tout un type de compte.",
  languageHint: "Celle des e-mails, dont l’invitation, et des pages de la personne.",
  invitationLink: "Lien d’invitation",
  passwordLink: "Lien pour le mot de passe",
  wasAdded: (name) => `Ajout effectué : ${name}.`,
  newLink: "Voici un nouveau lien. Le précédent ne fonctionne plus.",
  linkFor: (name) => `Pour ${name}`,
  linkMailed: (email) =>
    `Un e-mail avec un lien est en route vers ${email}. Celui-ci ouvre la même page, une seule fois, et n’est affiché que maintenant.`,
  linkShown: "Il n’est affiché que maintenant. Transmettez-le vous-même : aucun serveur de messagerie n’est configuré.",
  copyLink: "Copier le lien",
  linkCopied: "Lien copié",
  linkWorks: (until, email) =>
    `Il fonctionne une seule fois, jusqu’au ${until}. Qui le possède peut choisir le mot de passe ${de(email)}.`,
  goTo: (name) => `Vers ${name}`,
  addAnother: "Ajouter une autre personne",
};
