// What the pages of a sign-in say, in French.
import type { SignInWords } from "../en/sign-in.ts";
import { speech } from "../speech.ts";
import { de } from "./elision.ts";

const { counted } = speech("fr");

export const signIn: SignInWords = {
  title: "Se connecter",
  heading: (organisation) => `Se connecter à ${organisation}`,
  login: "Nom d’utilisateur ou e-mail",
  password: "Mot de passe",
  forgotten: "Mot de passe oublié ?",
  secondFactorRequired: (organisation) =>
    `${organisation} demande désormais une deuxième étape. Veuillez vous reconnecter.`,
  passwordChosen: "Votre nouveau mot de passe est enregistré. Connectez-vous avec celui-ci.",
  tookTooLong: "Cela a pris trop de temps ou a été terminé dans une autre fenêtre. Veuillez vous reconnecter.",
  sessionEnded: "Votre session est terminée. Reconnectez-vous.",
  wrongCodes: "Trop de codes incorrects ont été saisis : vous avez été déconnecté. Reconnectez-vous.",
  goingOn: (name: string) => `Vers ${name}`,
  goOnTo: (name: string) => `Continuer vers ${name}`,
  cookieRefusedTitle: "Votre navigateur n’a pas gardé le cookie",
  cookieRefused: (name: string) =>
    `Impossible d’ouvrir ${name} : votre navigateur n’a pas accepté le cookie qui vous y laisse entrer, ou ne l’a pas envoyé. Autorisez les cookies pour ces adresses, puis réessayez. Si cela continue, prévenez la personne qui s’occupe de ${name}.`,
  signedOut: "Vous êtes déconnecté.",
  enterCode: "Saisissez votre code",
  openApp: "Ouvrez votre application d’authentification et saisissez les six chiffres affichés.",
  openAppOfAnyLength: "Ouvrez votre application d’authentification et saisissez le code qu’elle affiche.",
  rememberFor: (length) => `Se souvenir de ce navigateur pendant ${length}`,
  rememberHint: "Aucun code ne sera demandé ici d’ici là.",
  useRecoveryCode: "Utiliser plutôt un code de récupération",
  recoveryTitle: "Utiliser un code de récupération",
  recoveryLead:
    "Saisissez l’un des codes enregistrés lors de la configuration de l’authentification à deux facteurs. Chacun fonctionne une seule fois.",
  useApp: "Utiliser plutôt un code de votre application",
  lostPhone: "J’ai perdu mon téléphone",
  back: "Retour à la connexion",
  lastTry: "Ce code n’est pas correct, et c’était le dernier essai. Veuillez vous reconnecter.",
  wrongCodeLeft: (tries) =>
    `Ce code est incorrect ou a déjà été utilisé. Attendez le suivant et réessayez (encore ${counted(tries, "essai", "essais")}).`,
  wrongRecoveryCodeLeft: (tries) =>
    `Ce code est incorrect ou a déjà été utilisé. Vérifiez-le et réessayez (encore ${counted(tries, "essai", "essais")}).`,
  confirmTitle: "Confirmez que c’est bien vous",
  confirmByPassword: "Veuillez confirmer avec votre mot de passe avant de continuer.",
  confirmByCode: "Veuillez confirmer avec un code avant de continuer.",
  codeFromApp: "Code de votre application d’authentification",
  leaveTitle: "Se déconnecter",
  leaveHeading: (organisation: string) => `Se déconnecter de ${organisation} ?`,
  leaveLead:
    "Une application le demande. Ensuite, vous vous connecterez de nouveau partout où cette connexion servait.",
  stay: "Rester connecté",
  suspendedTitle: "Suspendu",
  suspendedHeading: (organisation) => `${organisation} est suspendu`,
  suspendedLead: "Personne ne peut se connecter pour le moment. Ce que vous avez configuré est conservé.",
  suspendedAsk: (organisation) =>
    `Si vous ne vous y attendiez pas, demandez à un administrateur ${de(organisation)} ou à l’exploitant de ce service.`,
};
