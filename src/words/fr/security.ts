// What the page about the security of one's own account says, in French.
import type { SecurityWords } from "../en/security.ts";
import { speech } from "../speech.ts";

const { counted } = speech("fr");

export const security: SecurityWords = {
  title: "Sécurité",
  secondFactor: "Authentification à deux facteurs",
  on: "Activée",
  off: "Désactivée",
  notAskedFor: "Non demandée",
  asleep:
    "Votre configuration est conservée, mais aucun code n’est demandé tant que l’authentification à deux facteurs est désactivée pour vous.",
  nothingToSetUp: "Vous n’avez rien à configurer.",
  authenticators: "Vos moyens d’authentification",
  authenticator: "Moyen d’authentification",
  newAuthenticator: "Application d’authentification",
  added: "Ajouté",
  lastUsed: "Dernière utilisation",
  actions: "Actions",
  actionsFor: (name) => `Actions pour ${name}`,
  notYet: "Pas encore",
  addAnother: "Ajouter une autre application d’authentification",
  removeAll: "Supprimer les moyens d’authentification et les codes",
  disable: "Désactiver",
  replace: "Remplacer",
  rename: "Renommer",
  remove: "Supprimer",
  codesText: "Si vous n’avez pas votre moyen d’authentification, chaque code vous permet d’entrer une fois.",
  noCodesLeft: "Vous n’avez plus de codes de récupération",
  fewCodesText: "Générez-en de nouveaux, pour qu’un téléphone perdu ne vous bloque pas.",
  codesNotSaved: "Vos codes de récupération ne sont pas encore enregistrés",
  codesNotSavedText:
    "Ils ont été affichés une fois et ne peuvent plus l’être. Si vous ne les avez pas gardés, générez-en de nouveaux.",
  codesMade: (left, when) => `${counted(left, "code restant", "codes restants")} (création : ${when}).`,
  codesMadeNotSaved: (left, when) =>
    `${counted(left, "code restant", "codes restants")} (création : ${when}), pas encore enregistrés.`,
  generate: "Générer de nouveaux codes de récupération",
  trustedBrowsers: "Navigateurs de confiance",
  trustedBrowsersText: "Sur ceux-ci, aucun code ne vous est demandé pendant un temps.",
  browser: "Navigateur",
  until: "Jusqu’à",
  endTrust: "Retirer la confiance",
  endTrustIn: (browser, address) => `Retirer la confiance à ${browser}, ${address}`,
  noTrustedBrowsers: "Aucun navigateur de confiance.",
  sessions: "Où vous êtes connecté",
  signedIn: "Connexion",
  signOut: "Déconnecter",
  signOutOf: (browser, address) => `Déconnecter ${browser}, ${address}`,
  signOutElsewhere: "Se déconnecter partout ailleurs",
  thisBrowser: "Ce navigateur",
  stolenTitle: "Quelqu’un a peut-être copié votre connexion",
  changePassword: "Changer votre mot de passe",
  stolen: (when, browser, address) =>
    `Quelqu’un a utilisé une copie de ce qui rend l’un de vos navigateurs fiable : ${when}, avec ${browser} depuis ${address}. Cette personne connaissait votre mot de passe, un code lui a été demandé, et cette confiance a pris fin. Changez votre mot de passe maintenant et prévenez votre administrateur.`,
  activity: "Activité récente",
  activityText: "Les dix derniers événements liés à la sécurité de votre compte.",
  allActivity: "Toute l’activité",
  allActivityText: "Tout ce qui est conservé sur la sécurité de votre compte, le plus récent d’abord.",
  showAllActivity: "Afficher toute l’activité",
  earlier: "Plus anciens",
  backToLatest: "Revenir aux plus récents",
  what: "Quoi",
  when: "Quand",
  nothingYet: "Rien pour le moment.",
  enableLead: "D’abord votre mot de passe, puis un code à scanner avec votre téléphone.",
  newCodesLead:
    "Vos anciens codes de récupération cessent aussitôt de fonctionner, et un code est à nouveau demandé sur les navigateurs de confiance.",
  addToApp: "Ajoutez-le à votre application d’authentification.",
  saveLead:
    "Si vous perdez votre téléphone, chacun de ces codes vous permet d’entrer une fois. Ils ne sont affichés que maintenant ; les anciens ne fonctionnent plus.",
  renameTitle: "Renommer le moyen d’authentification",
  willSignOut: "Vous recevrez de nouveaux codes de récupération et serez déconnecté partout ailleurs.",
  name: "Nom",
  nameHint: "Pour le distinguer des autres, par exemple « Téléphone du travail ».",
  badName: "Donnez-lui un nom de 1 à 60 caractères.",
  replaceTitle: (name) => `Remplacer « ${name} »`,
  replaceLead:
    "L’ancien fonctionne jusqu’à la confirmation du nouveau. Vous recevrez de nouveaux codes de récupération et serez déconnecté partout ailleurs.",
  removeTitle: (name) => `Supprimer « ${name} » ?`,
  removeLead: "Ses codes cessent aussitôt de fonctionner, et vous êtes déconnecté partout ailleurs.",
  disableTitle: "Désactiver l’authentification à deux facteurs",
  removeAllLead:
    "Vos moyens d’authentification et codes de récupération sont supprimés. Pour les réutiliser, il faudrait les reconfigurer.",
  disableLead:
    "Vos moyens d’authentification et codes de récupération sont supprimés. Votre mot de passe suffira ensuite pour entrer.",
  noRecoveryCodeHere: "Un code de récupération n’est pas accepté ici.",
  nothingPending:
    "Cette configuration est terminée : elle a pris trop de temps ou a été achevée dans une autre fenêtre. Recommencez si vous en avez encore besoin.",
  sayHowSaved: "Indiquez comment vous les avez enregistrés : téléchargez-les, copiez-les ou imprimez-les d’abord.",
};
