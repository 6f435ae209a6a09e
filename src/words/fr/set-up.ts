// What the pages say on which a second factor is set up, in French.
import type { SetUpWords } from "../en/set-up.ts";
import { speech } from "../speech.ts";

const { counted } = speech("fr");

export const setUp: SetUpWords = {
  title: "Configurer l’authentification à deux facteurs",
  scan: "Scannez ce code",
  addToApp: (reason) => `${reason} Ajoutez ce code à votre application d’authentification.`,
  sixDigits: "Les six chiffres affichés par votre application",
  confirm: "Confirmer et activer",
  because: (organisation) => `${organisation} demande une deuxième étape à la connexion.`,
  helpApproved: "Votre demande d’aide a été acceptée.",
  recoveryCodeAccepted: "Code de récupération accepté.",
  codesLeft: (left) => `Il vous reste ${counted(left, "code", "codes")}.`,
  oldKeepsWorking: "L’ancien moyen d’authentification fonctionne jusqu’à la confirmation du nouveau.",
  lastRecoveryCode: "C’était votre dernier code de récupération",
  fewCodes: (left) => `Plus que ${counted(left, "code de récupération", "codes de récupération")}`,
  doesNotMatch: "Ce code ne correspond pas. Attendez le suivant et réessayez.",
  clockAhead: (minutes) =>
    `L’horloge de votre téléphone avance d’environ ${minutes}. Réglez-la sur l’heure automatique, puis réessayez.`,
  clockBehind: (minutes) =>
    `L’horloge de votre téléphone retarde d’environ ${minutes}. Réglez-la sur l’heure automatique, puis réessayez.`,
  newCodeToScan: "Cela a pris trop de temps : voici un nouveau code à scanner.",
  saveTitle: "Enregistrez vos codes de récupération",
  isOn: "L’authentification à deux facteurs est activée.",
  newIsReady:
    "La nouvelle application d’authentification est prête. L’ancienne et vos anciens codes de récupération ne fonctionnent plus.",
  saveLead: (done) =>
    `${done} Si vous perdez votre téléphone, chacun de ces codes vous permet d’entrer une fois. Ils ne sont affichés que maintenant.`,
  goneTitle: "Vos codes de récupération ont été affichés",
  goneLead:
    "Pour votre sécurité, ils ne sont affichés qu’une fois. Si vous ne les avez pas enregistrés, créez-en de nouveaux : les précédents ne fonctionneront plus.",
  showNew: "Afficher de nouveaux codes de récupération",
  orSavedHow: "Ou, si vous les avez enregistrés, comment ?",
  offerLead: (organisation, from) =>
    `${organisation} exigera une deuxième étape à partir du ${from}. Cela prend environ une minute.`,
  setUpNow: "Configurer maintenant",
  notNow: (days) => `Pas maintenant (encore ${days})`,
};
