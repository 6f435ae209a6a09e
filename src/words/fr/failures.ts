// What pages say where something stands in the way of the request itself, or of who sends it, in French.
import type { FailuresWords } from "../en/failures.ts";

export const failures: FailuresWords = {
  conflict:
    "Quelqu’un d’autre a modifié cela au même moment. Regardez à nouveau et refaites ce qui est encore nécessaire.",
  unreadable: "Cette requête est illisible.",
  brokeOff: "Cette requête s’est interrompue en cours de route.",
  tooLarge: "C’est plus que ce que cette adresse accepte.",
  otherKindOfForm:
    "Ce formulaire a été envoyé d’une manière que cette page ne lit pas. Revenez en arrière et réessayez.",
  fieldTwice: "Ce formulaire a été envoyé avec un champ en double. Revenez en arrière et réessayez.",
  formUnreadable: "Ce formulaire est illisible. Revenez en arrière et réessayez.",
  placeUnreadable: "Cet endroit de la liste est illisible. Recommencez à la première page.",
  notAtThisAddress: "Cela ne se fait pas à cette adresse.",
  notSetUp: "Cette installation n’est pas encore configurée. Ouvrez l’adresse qu’elle a affichée à son démarrage.",
  sessionEnded: "Cette session est terminée. Reconnectez-vous.",
  signInFirst: "Connectez-vous d’abord.",
  helpersOnly: "Seuls les assistants et les administrateurs de votre organisation peuvent faire cela.",
  administratorsOnly: "Seuls les administrateurs de votre organisation peuvent faire cela.",
  operatorsOnly: "Seul un exploitant de cette installation peut faire cela.",
  policyUnreadable:
    "Les règles de connexion sont illisibles, personne ne peut donc se connecter. Veuillez prévenir votre administrateur.",
  notProtected: "Aucune application n’est protégée à cette adresse, ou le proxy ne l’a pas indiquée clairement.",
  tooManyAuthenticators: (most) => `Vous avez déjà ${most} moyens d’authentification. Supprimez-en un d’abord.`,
  ownSession: "C’est la session que vous utilisez. Déconnectez-vous pour la fermer.",
  screenNameKept:
    "Des applications vous connaissent par votre nom d’utilisateur, seul un administrateur peut donc le modifier.",
  passwordChangedMeanwhile: "Votre mot de passe a été modifié ailleurs au même moment.",
  noRecoveryCodes: "Vous n’avez pas de codes de récupération. Créez-en d’abord.",
  secondFactorOff: "L’authentification à deux facteurs n’est pas activée. Activez-la d’abord.",
  onlyAuthenticator:
    "C’est votre seul moyen d’authentification. Remplacez-le, ou désactivez l’authentification à deux facteurs avec « Désactiver ».",
  passwordNeeded: "Donnez votre mot de passe pour activer l’authentification à deux facteurs.",
  noPass:
    "Il n’y a pas de demande acceptée utilisable : elle a déjà servi, a été annulée ou date de plus de 24 heures.",
  tooManySets:
    "De nouveaux codes ont déjà été créés plusieurs fois dans cette connexion. Enregistrez ceux que vous avez, ou reconnectez-vous.",
  wrongStep: "Ce n’est pas ce dont cette connexion a besoin maintenant.",
  nothingPending: "Il n’y a rien à confirmer. Recommencez la configuration.",
  wrongSetUpCode: "Ce code ne correspond pas. Attendez le suivant et réessayez.",
  suspended:
    "Cette organisation est suspendue, personne ne peut donc se connecter. Adressez-vous à qui gère ce service.",
  ownOrganisation:
    "C’est votre propre organisation : d’ici, elle ne peut être ni suspendue, ni supprimée, ni déplacée vers un autre nom d’hôte.",
  noSuch: {
    application: "Cette application n’existe pas.",
    webhook: "Ce webhook n’existe pas.",
    organisation: "Cette organisation n’existe pas.",
    export: "Cet export n’existe pas.",
    authenticator: "Ce moyen d’authentification n’existe pas.",
    person: "Cette personne n’existe pas.",
    "identity provider": "Ce fournisseur d’identité n’existe pas.",
    "help request": "Cette demande d’aide n’existe pas.",
    "trusted browser": "Ce navigateur de confiance n’existe pas.",
    session: "Cette session n’existe pas.",
    "letter that was given up": "Cet e-mail abandonné n’existe pas.",
    picture: "Cette photo n’existe pas.",
    logo: "Ce logo n’existe pas.",
    "link with an identity provider": "Ce lien avec un fournisseur d’identité n’existe pas.",
    import: "Cette importation n’existe pas.",
    "delivery that is not on its way": "Cet envoi n’existe pas, ou il est déjà en route.",
    "bulk change": "Cette modification groupée n’existe pas.",
    "account type": "Ce type de compte n’existe pas.",
    "API key": "Cette clé d’API n’existe pas.",
  },
};
