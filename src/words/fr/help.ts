// What the pages say to those who lost their authenticator, in French.
import type { HelpWords } from "../en/help.ts";
import { de } from "./elision.ts";

export const help: HelpWords = {
  title: "Demander de l’aide",
  lead: (organisation) =>
    `Un administrateur ${de(organisation)} vérifie que c’est bien vous, puis vous permet de configurer un nouveau moyen d’authentification.`,
  whatHappened: "Que s’est-il passé ?",
  hint: "Par exemple « Mon téléphone est cassé », et comment vous joindre. N’écrivez jamais ici un mot de passe ni un code.",
  approvedTitle: "Votre demande d’aide a été acceptée",
  setUpNew: "Configurer un nouveau moyen d’authentification",
  worksUntil: (until) => `Cela fonctionne une seule fois, jusqu’au ${until}.`,
  sentTitle: "Votre demande a été envoyée",
  sentLead: (organisation) => `Les administrateurs ${de(organisation)} ont été prévenus. La suite :`,
  nextCheck: "Un administrateur s’assure que c’est bien vous. Il peut vous appeler.",
  nextMail: "Vous recevrez un e-mail dès que la décision sera prise.",
  nextSignIn:
    "En cas d’accord, connectez-vous avec votre mot de passe dans les 24 heures pour configurer un nouveau moyen d’authentification.",
  notYou:
    "Vous venez de recevoir un e-mail à propos de cette demande. Si elle n’est pas de vous, annulez-la avec le lien qu’il contient.",
  cancelTitle: "Ce n’était pas vous ?",
  cancelLead: (when, browser, address) =>
    `Le ${when}, quelqu’un qui connaît votre mot de passe a demandé de l’aide pour se connecter sans votre moyen d’authentification, avec ${browser} depuis ${address}.`,
  cancelIfYou: "Si c’était vous, fermez cette page : il n’y a rien à faire.",
  cancelButton: "Ce n’était pas moi : annuler la demande",
  cancelledTitle: "La demande est annulée",
  cancelledLead:
    "Plus personne ne peut l’utiliser, et votre moyen d’authentification ne change pas. Les administrateurs ont été prévenus.",
  changePasswordNow: "Changez votre mot de passe maintenant",
  askerKnowsIt: "L’auteur de la demande le connaît.",
  changePassword: "Changer le mot de passe",
};
