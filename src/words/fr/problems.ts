// What stands in somebody's way, as pages say it, in French.
import type { ProblemsWords } from "../en/problems.ts";

export const problems: ProblemsWords = {
  wait: (length) => `Trop d’essais incorrects. Veuillez patienter ${length} et réessayer.`,
  waitForLetters: (length) =>
    `Des e-mails ont été envoyés récemment à plusieurs nouvelles adresses. Veuillez patienter ${length} et réessayer.`,
  codesRefused:
    "Trop de codes incorrects ont été saisis pour ce compte. Utilisez un code de récupération, ou demandez de l’aide à votre administrateur.",
  busy: "Trop de personnes se connectent en ce moment. Veuillez réessayer dans quelques secondes.",
  picturesBusy: "Beaucoup de photos sont envoyées en ce moment. Veuillez réessayer dans un instant.",
  wrongCredentials:
    "Le nom d’utilisateur ou l’adresse e-mail et le mot de passe ne correspondent pas. Vérifiez les deux et réessayez.",
  wrongPassword: "Ce n’est pas votre mot de passe.",
  wrongCode: "Ce code est incorrect ou a déjà été utilisé. Attendez le suivant et réessayez.",
  secondStepUnavailable:
    "Votre moyen d’authentification ne peut pas être vérifié pour le moment. Utilisez un code de récupération, ou prévenez votre administrateur.",
  signInEnded: "Cette connexion est terminée. Veuillez recommencer.",
  saveCodesFirst: "Enregistrez d’abord vos codes de récupération : téléchargez-les, copiez-les ou imprimez-les.",
  helpNotOffered: "Votre organisation n’accepte pas de demandes d’aide ici.",
  helpAlreadyAsked:
    "Vous avez déjà demandé de l’aide, et la décision n’est pas encore prise. Vous recevrez un e-mail dès qu’elle le sera.",
  helpApproved:
    "Votre demande d’aide a été acceptée. Revenez en arrière et configurez un nouveau moyen d’authentification.",
  helpTooOften:
    "Vous avez demandé de l’aide plusieurs fois aujourd’hui. Veuillez attendre jusqu’à demain, ou appeler votre administrateur.",
  helpOver:
    "Il n’y a plus rien à annuler : la demande a été annulée, refusée ou exécutée, ou son délai est passé. Si quelque chose vous semble anormal, prévenez votre administrateur maintenant.",
  invitationOver:
    "Cette invitation a déjà été utilisée ou est trop ancienne. Demandez-en une nouvelle à votre administrateur.",
  addressChangeOver: "Ce lien a déjà été utilisé ou est trop ancien. Modifiez à nouveau l’adresse sous Profil.",
  notFound: "Cette page n’existe pas.",
  internal: "Un problème est survenu de notre côté. Rien n’a été modifié. Veuillez réessayer.",
  applicationRequest:
    "L’application d’où vous venez a fait une demande qui ne peut pas être acceptée, ou trop tard. Retournez-y et réessayez.",
  unavailable: "Nos données sont inaccessibles pour le moment. Veuillez réessayer dans un instant.",
  forgery: "Cette requête venait d’un autre site. Revenez à la page et réessayez à partir de là.",
  requiredByPolicy:
    "Votre organisation exige l’authentification à deux facteurs ; elle ne peut donc pas être désactivée ici.",
  offByPolicy: "Votre organisation a désactivé l’authentification à deux facteurs pour vous.",
  openIdRequest: (error: string) =>
    `L’application d’où vous venez a envoyé une demande à laquelle il n’est pas possible de répondre. La personne qui s’en occupe doit savoir ceci : ${error}`,
  keptByApplication: (application: string) =>
    `Votre adresse et votre mot de passe sont gérés par ${application}. Modifiez-les là-bas.`,
  keysByApplication: (application: string) =>
    `Les clés d’API sont réservées aux personnes qui se connectent ici, et non chez ${application}.`,
  titles: {
    signInAgain: "Veuillez vous reconnecter",
    notAllowed: "Non autorisé",
    notFound: "Page introuvable",
    notPossible: "Impossible ici",
    ended: "C’est terminé",
    tooLarge: "Trop volumineux",
    wait: "Veuillez patienter",
    tryShortly: "Veuillez réessayer dans un instant",
    notSetUp: "Pas encore configuré",
    setUpAlready: "Déjà configuré",
    invitationOver: "Cette invitation n’est plus valable",
    confirmFirst: "Veuillez d’abord confirmer",
    other: "Cela n’a pas fonctionné",
  },
  tryAgain: "Réessayer",
  toAccount: "Vers votre compte",
  signIn: "Se connecter",
};
