// What is said where an identity provider signs people in, in French.
import type { SingleSignOnWords } from "../en/single-sign-on.ts";

export const singleSignOn: SingleSignOnWords = {
  signInWith: (provider) => `Se connecter avec ${provider}`,
  use: "Utiliser l’authentification unique",
  typeAddress: "Saisissez d’abord votre adresse e-mail : elle indique où votre entreprise vous connecte.",
  notServed: "Il n’y a pas d’authentification unique pour cette adresse ici. Connectez-vous avec votre mot de passe.",
  leavingTitle: (provider) => `Vers ${provider}`,
  leavingLead: (provider) => `${provider} vous connecte. Vous reviendrez ici ensuite automatiquement.`,
  goOn: (provider) => `Continuer avec ${provider}`,
  refusedTitle: "Vous n’avez pas été connecté",
  again: "Retour à la connexion",
  refused: {
    cancelled: (provider) => `${provider} ne vous a pas connecté, ou vous avez arrêté là-bas. Vous pouvez réessayer.`,
    foreign:
      "Ce navigateur n’a pas commencé cette connexion, ou elle est déjà terminée, ou elle a pris trop de temps. Veuillez recommencer.",
    answer: (provider) =>
      `La réponse de ${provider} n’est pas correcte : personne n’a été connecté. Réessayez, et prévenez votre administrateur si cela se reproduit.`,
    unreachable: (provider) =>
      `${provider} est injoignable ou ne répond pas correctement. Veuillez réessayer dans quelques minutes.`,
    noAddress: (provider) =>
      `${provider} n’a pas indiqué votre adresse e-mail : nous ne savons pas qui vous êtes ici. Prévenez votre administrateur.`,
    unverified: (provider) =>
      `${provider} ne confirme pas que votre adresse e-mail vous appartient : elle ne peut pas ouvrir de compte ici. Prévenez votre administrateur.`,
    otherDomain: (provider) =>
      `${provider} ne connecte pas ici les personnes ayant votre adresse e-mail. Connectez-vous comme avant, ou demandez à votre administrateur.`,
    unknown: "Vous n’avez pas encore de compte ici. Demandez une invitation à votre administrateur.",
    disabled: "Votre compte ici est désactivé. Demandez à votre administrateur.",
    clash: (provider) =>
      `Votre adresse e-mail appartient à un compte lié à quelqu’un d’autre chez ${provider}. Demandez à votre administrateur de supprimer ce lien.`,
    notFresh: (provider) =>
      `${provider} ne vous a pas demandé de vous reconnecter, ou ne dit pas quand : cela ne peut pas être confirmé ainsi. Prévenez votre administrateur.`,
    somebodyElse: (provider) =>
      `Vous vous êtes connecté chez ${provider} sous un autre compte. Connectez-vous avec le vôtre et réessayez.`,
    turnedOff: (provider) => `La connexion avec ${provider} est désactivée ici. Demandez à votre administrateur.`,
    linkOver: "Cela a pris trop de temps ou est déjà terminé. Veuillez vous reconnecter.",
    signedInAsOther: "Vous êtes connecté ici sous un autre compte. Déconnectez-vous d’abord, puis recommencez.",
  },
  linkTitle: (provider) => `Lier à ${provider}`,
  linkProve: (provider, email) =>
    `${email} a déjà un compte ici. Montrez une fois qu’il est à vous : connectez-vous ici comme avant. Ensuite, ${provider} vous connectera.`,
  linkSignIn: "Se connecter pour lier",
  linkAsk: (provider, email) =>
    `Désormais, toute personne connectée chez ${provider} en tant que ${email} entrera dans votre compte ici. Ne liez que si c’est vous.`,
  linkNow: "Lier et continuer",
  onlyWay: (provider) => `Votre entreprise vous connecte avec ${provider}. Les mots de passe ne sont pas utilisés ici.`,
  confirmBy: (provider) => `Veuillez confirmer en vous connectant encore une fois chez ${provider} avant de continuer.`,
  handledBy: (provider) =>
    `Vous vous connectez avec ${provider}, qui se charge de la deuxième étape. Il n’y a rien à configurer ici.`,
  noPassword: (provider) => `Vous vous connectez avec ${provider} et n’avez pas de mot de passe ici.`,
};
