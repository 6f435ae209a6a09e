// What the pages say on which people join, or choose another password, in French.
import type { JoiningWords } from "../en/joining.ts";
import { de } from "./elision.ts";

export const joining: JoiningWords = {
  choose: "Choisissez un mot de passe",
  chooseAnother: "Choisissez un nouveau mot de passe",
  welcome: (organisation) => `Bienvenue chez ${organisation}`,
  joinLead: (name) => `Bonjour ${name}. Choisissez un mot de passe pour vous connecter.`,
  anotherLead: (name) =>
    `Bonjour ${name}. Vous serez déconnecté partout en l’enregistrant. Votre deuxième étape ne change pas.`,
  signInAs: "Vous vous connectez en tant que",
  newPassword: "Nouveau mot de passe",
  atLeast: (characters) => `Au moins ${characters} caractères.`,
  tooShort: (characters) =>
    `Choisissez un mot de passe d’au moins ${characters} caractères. Quelques mots à la suite sont faciles à retenir.`,
  tooLong: (bytes) => `Choisissez un mot de passe d’au plus ${bytes} octets.`,
  common: "Ce mot de passe figure sur des listes que les pirates essaient en premier. Choisissez-en un autre.",
  ownName: "Choisissez un mot de passe qui ne soit ni votre nom ni votre adresse.",
  forgottenTitle: "Mot de passe oublié ?",
  forgottenLead: "Nous vous envoyons un lien pour en choisir un nouveau. Votre deuxième étape ne change pas.",
  sendLink: "Envoyer le lien",
  typeLogin: "Saisissez votre nom d’utilisateur ou votre adresse e-mail.",
  tooManyLinks: (length) => `Trop de liens ont été demandés d’ici. Veuillez patienter ${length} et réessayer.`,
  askedTitle: "Consultez vos e-mails",
  asked: (organisation) =>
    `Si ${organisation} connaît ce nom ou cette adresse, un e-mail avec un lien est en route. Le lien fonctionne une seule fois, pendant une heure.`,
  noLetter:
    "Aucun e-mail après quelques minutes ? Regardez dans les indésirables, ou demandez un lien à votre administrateur.",
  noPost: (organisation) =>
    `${organisation} n’envoie pas d’e-mails d’ici. Adressez-vous à votre administrateur : il peut vous donner un lien pour choisir un nouveau mot de passe.`,
  confirmAddressTitle: "Confirmez votre adresse e-mail",
  confirmAddress: (email, name, organisation) =>
    `${email} deviendra l’adresse du compte ${de(name)} chez ${organisation}.`,
  confirmAddressButton: "Confirmer cette adresse",
  confirmAddressElse: "Vous ne l’avez pas demandé ? Fermez cette page : rien ne change.",
  confirmedTitle: "Votre adresse est confirmée",
  confirmed: (email) => `${email} est désormais votre adresse e-mail.`,
  toProfile: "Aller à votre profil",
};
