// What the pages of one's own account say: frame, profile, and what was done or refused, in French.
import type { AccountWords } from "../en/account.ts";

export const account: AccountWords = {
  nav: {
    profile: "Profil",
    security: "Sécurité",
    adoption: "Adoption",
    people: "Personnes",
    helpRequests: "Demandes d’aide",
    policy: "Règles",
    singleSignOn: "Authentification unique",
    applications: "Applications",
    apiKeys: "Clés d’API",
    webhooks: "Webhooks",
    mail: "E-mails",
    audit: "Journal",
    organisation: "Organisation",
    organisations: "Toutes les organisations",
  },
  done: {
    enabled: "L’authentification à deux facteurs est activée. Désormais, vous saisirez un code à la connexion.",
    recovered:
      "Votre nouvelle application d’authentification est prête. L’ancienne et vos anciens codes de récupération ne fonctionnent plus, et plus aucun navigateur n’est de confiance.",
    added:
      "La nouvelle application d’authentification est prête. Vous avez de nouveaux codes de récupération ; les anciens ne fonctionnent plus.",
    replaced:
      "La nouvelle application d’authentification a remplacé l’ancienne. Vous avez de nouveaux codes de récupération ; les anciens ne fonctionnent plus.",
    codes:
      "Vous avez de nouveaux codes de récupération. Les anciens ne fonctionnent plus, et plus aucun navigateur n’est de confiance.",
    disabled:
      "L’authentification à deux facteurs est désactivée. Vos moyens d’authentification et codes de récupération ont été supprimés.",
    renamed: "Le moyen d’authentification porte son nouveau nom.",
    removed: "Le moyen d’authentification a été supprimé.",
    "trust-ended": "Ce navigateur n’est plus de confiance. Un code y sera demandé.",
    "session-ended": "Ce navigateur a été déconnecté.",
    "others-ended": "Vous avez été déconnecté partout ailleurs.",
    profile: "Votre profil a été enregistré.",
    email: "Votre adresse e-mail a été modifiée.",
    "email-withdrawn": "Votre adresse reste la même. Le lien envoyé à la nouvelle ne fonctionne plus.",
    "email-asked":
      "Nous avons envoyé un e-mail à la nouvelle adresse. Suivez le lien qu’il contient pour valider l’adresse.",
    password: "Votre mot de passe a été modifié.",
    picture: "Votre photo a été enregistrée.",
    "picture-removed": "Votre photo a été supprimée.",
  },
  doneTitle: "C’est fait",
  refused: {
    "bad-address": "Ce n’est pas une adresse e-mail. Elle ressemble à nom@example.com.",
    "bad-screen-name": "Choisissez un nom d’utilisateur de 1 à 64 caractères, sans « @ ».",
    "bad-display-name": "Indiquez un nom de 1 à 100 caractères, sur une ligne.",
    "address-taken": "Quelqu’un d’autre dans votre organisation a cette adresse e-mail.",
    "screen-name-taken": "Quelqu’un d’autre a ce nom d’utilisateur. Choisissez-en un autre.",
    "no-picture": "Ce fichier n’est pas utilisable. Choisissez une image fixe PNG, JPEG ou WebP.",
    "too-large": "Cette image dépasse 1 Mio. Choisissez-en une plus petite.",
  },
  bannerTitle: "Sécurisez davantage votre compte",
  bannerFrom: (from) => `Obligatoire à partir du ${from}`,
  enable: "Activer l’authentification à deux facteurs",
  bannerText:
    "Avec un code de votre téléphone, un mot de passe volé ne suffit plus. La configuration prend environ une minute.",
  names: "Noms et langue",
  displayName: "Nom affiché",
  displayNameHint: "Comment les autres vous voient.",
  screenName: "Nom d’utilisateur",
  screenNameHint: "Vous pouvez vous connecter avec celui-ci au lieu de votre adresse e-mail.",
  languageHint: "Pour les e-mails et vos propres pages. Sans choix, les pages suivent votre navigateur.",
  save: "Enregistrer",
  email: "E-mail",
  emailAddress: "Adresse e-mail",
  emailWaits: (email, until) =>
    `${email} attend votre confirmation : suivez le lien de l’e-mail envoyé à cette adresse. Il fonctionne jusqu’au ${until}.`,
  addressThatWaits: "Adresse en attente",
  keepAddress: "Garder mon adresse actuelle",
  emailHint: "Une nouvelle adresse est prise en compte dès que vous suivez le lien que nous y envoyons.",
  yourPassword: "Votre mot de passe",
  emailNeedsPassword: "Votre mot de passe est nécessaire pour changer l’adresse.",
  changeEmail: "Changer l’e-mail",
  password: "Mot de passe",
  passwordText:
    "Un nouveau mot de passe vous déconnecte partout ailleurs, et plus aucun navigateur n’est de confiance.",
  currentPassword: "Mot de passe actuel",
  newPassword: "Nouveau mot de passe",
  newPasswordHint: (characters) =>
    `Au moins ${characters} caractères. Quelques mots à la suite sont faciles à retenir.`,
  changePassword: "Changer le mot de passe",
  picture: "Photo",
  pictureAlt: "Vous, tel que les autres vous voient",
  removePicture: "Supprimer la photo",
  anotherPicture: "Une autre photo",
  choosePicture: "Choisir une photo",
  pictureHint: "PNG, JPEG ou WebP, 1 Mio au plus. Elle est recadrée en carré.",
  uploadPicture: "Envoyer la photo",
};
