// What the operator's pages say, in French.
import type { ConsoleOrganisationsWords } from "../en/console-organisations.ts";
import { speech } from "../speech.ts";
import { de } from "./elision.ts";

const { counted } = speech("fr");

export const consoleOrganisations: ConsoleOrganisationsWords = {
  title: "Organisations",
  lead: "Chacune a ses personnes, ses règles et son journal. Aucune ne voit quoi que ce soit d’une autre.",
  removed: "L’organisation a été supprimée, avec tout ce qu’elle contenait.",
  add: "Ajouter une organisation",
  name: "Nom",
  address: "Adresse",
  state: "État",
  added: "Ajoutée",
  suspended: "Suspendue",
  active: "Active",
  done: {
    saved: "Enregistré. C’est valable dès maintenant.",
    suspended: "Suspendue. Plus personne n’y entre désormais ; rien n’est perdu.",
    resumed: "Rétablie. Ses personnes et leurs sessions sont comme avant.",
  },
  overview: "Aperçu",
  signInAt: "Connexion à l’adresse",
  shortName: "Nom court",
  people: "Personnes",
  peopleCounted: (people) => counted(people, "personne", "personnes"),
  hostName: "Nom d’hôte",
  hostNameHint:
    "Par exemple login.example.com, s’il mène à ce serveur. L’organisation n’est alors accessible que par là.",
  saveHostName: "Enregistrer le nom d’hôte",
  own: "C’est votre propre organisation : d’ici, elle ne peut être ni suspendue, ni supprimée, ni déplacée vers un autre nom d’hôte.",
  suspend: "Suspendre",
  suspendText:
    "Plus personne n’y entre, dès la prochaine requête. Tout est conservé pour le jour où elle sera rétablie.",
  suspendNow: "Suspendre l’organisation",
  resume: "Rétablir",
  resumeText: "Ses personnes peuvent à nouveau se connecter, et les sessions encore valables continuent.",
  resumeNow: "Rétablir l’organisation",
  remove: "Supprimer",
  removeText: "Ses personnes, leurs seconds facteurs, ses règles et tout son journal disparaissent définitivement.",
  removeNow: "Supprimer l’organisation",
  removeTitle: (name) => `Supprimer ${name} ?`,
  removeLead: "C’est irréversible.",
  removeWarning: (people) =>
    `${counted(people, "personne ne pourra", "personnes ne pourront")} plus se connecter, et tout ce qui est à l’organisation sera supprimé : seconds facteurs, règles, e-mails en attente, journal.`,
  typeName: (name) => `Saisissez ${name} pour continuer`,
  wrongName: "Ce n’est pas son nom. Rien n’a été supprimé.",
  newLead:
    "Son premier administrateur la rejoint par un lien que vous transmettez, et ajoute toutes les autres personnes.",
  organisation: "Organisation",
  shortNameHint:
    "Dans l’adresse qui mène à sa page de connexion. Laissé vide, il est tiré du nom. Il ne change plus ensuite.",
  firstAdministrator: "Premier administrateur",
  email: "E-mail",
  theirName: "Son nom",
  invitationLink: "Lien d’invitation",
  wasAdded: (name) => `${name} a été ajoutée.`,
  linkFor: (email) => `Pour ${email}`,
  linkText: "Affiché seulement maintenant. Envoyez-le vous-même.",
  copyLink: "Copier le lien",
  linkCopied: "Lien copié",
  linkWorks: (until, organisation) =>
    `Il fonctionne une seule fois, jusqu’au ${until}. Qui l’a devient administrateur ${de(organisation)}.`,
  goTo: (name) => `Aller à ${name}`,
  addAnother: "Ajouter une autre organisation",
};
