// Ce qui est dit quand toutes les personnes d’une organisation sont emmenées, en français.
import type { ExportingWords } from "../en/exporting.ts";

export const exporting: ExportingWords = {
  title: (name: string) => `Emmener toutes les personnes de ${name}`,
  lead: "Toutes les personnes avec ce qui leur sert à se connecter, dans un fichier que seules vos propres clés ouvrent. Il faut l’accord de deux personnes : un administrateur de l’organisation et l’exploitant. L’exploitant le fait sur la page de l’organisation, sous « Organisations », ou par une commande. Les exploitants n’y figurent que par leur nom et leur adresse.",
  section: "Emmener tout le monde",
  sectionText:
    "Un fichier scellé de toutes les personnes, avec mots de passe, applications d’authentification et codes de récupération, pour une autre installation.",
  goOn: "Exportations",
  open: "En cours",
  waitingText:
    "Comparez l’empreinte avec la personne qui détient les clés. Les deux doivent donner leur accord dans les 24 heures ; chacun peut retirer l’export.",
  agreedText: "Les deux ont donné leur accord. Le fichier peut être pris une fois ; ensuite tout est terminé.",
  state: "État",
  fingerprint: "Empreinte",
  recipients: "Clés publiques",
  recipientsHint:
    "D’age-keygen ; chacune commence par age1, séparez-en plusieurs par des espaces. Qui détient la moitié privée de l’une peut lire le fichier.",
  byAdministrator: "Accord d’un administrateur",
  byOperator: "Accord de l’exploitant",
  missing: "pas encore donné",
  until: "Valable jusqu’au",
  consent: "Accepter ces clés",
  download: "Prendre le fichier",
  withdraw: "Retirer",
  ask: "Demander un export",
  askText:
    "Demander, c’est donner votre accord. Il faut un second facteur que vous venez de donner, et chaque administrateur est prévenu par e-mail.",
  askAgainText: "En demander un autre met fin à celui qui est en cours.",
  askNow: "Demander l’export",
  past: "Précédents",
  asked: "Demandé",
  states: {
    waiting: "Attend un accord",
    agreed: "Accepté",
    taken: "Pris",
    withdrawn: "Retiré",
    expired: "Expiré",
  },
  done: {
    asked: "Demandé. L’autre partie doit donner son accord dans les 24 heures.",
    agreed: "Les deux ont donné leur accord. Le fichier peut être pris une fois.",
    withdrawn: "Retiré. Rien n’a été remis.",
  },
  problems: {
    recipients: "Donnez de 1 à 10 clés publiques d’age, telles que age-keygen les écrit : chacune commence par age1.",
    over: "Cet export est terminé : il a été pris ou retiré, ou un accord date de plus de 24 heures. Demandez-en un autre.",
    notAgreed:
      "Il faut d’abord les deux accords : celui d’un administrateur de l’organisation et celui de l’exploitant.",
    otherRecipients: "L’empreinte n’est pas celle de cet export. Regardez de nouveau ses clés.",
    another:
      "Il faut deux personnes : l’une donne son accord comme administrateur de l’organisation, l’autre comme exploitant.",
  },
};
