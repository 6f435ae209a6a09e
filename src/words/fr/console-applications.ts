// What the pages about applications say, in French.
import type { ConsoleApplicationsWords } from "../en/console-applications.ts";
import { speech } from "../speech.ts";
import { de } from "./elision.ts";

const { counted } = speech("fr");

const part = (count: number): string => counted(count, "application participe", "applications participent");

export const consoleApplications: ConsoleApplicationsWords = {
  title: "Applications",
  add: "Ajouter une application",
  removed: "L’application a été supprimée. Plus personne n’y accède d’ici.",
  allTakePart: (yes) => `${part(yes)} à la connexion à deux facteurs.`,
  someTakePart: (yes, notYet) => `${part(yes)} à la connexion à deux facteurs, ${notYet} pas encore.`,
  name: "Nom",
  twoFactor: "Connexion à deux facteurs",
  lastSignIn: "Dernière connexion",
  lastDays: "30 derniers jours",
  off: (kind) => `${kind}, désactivée`,
  none: "Pas encore d’application",
  noneText:
    "Une application est ce à quoi l’on se connecte par Countersign : avec OpenID Connect, derrière un proxy ou par le protocole Duo. Chacune participe à la connexion à deux facteurs dès le premier jour, ou pas encore, comme vous le dites.",
  takesPart: "Participe",
  notYet: "Pas encore",
  fromDay: (day) => `À partir du ${day}`,
  fromDayWith: (day, note) => `À partir du ${day} : ${note}`,
  notInAYear: "Pas depuis un an",
  never: "Jamais",
  noSignIns: "Aucune connexion",
  withSecondFactor: (n) => `${n} avec un second facteur`,
  without: (n) => `${n} sans`,
  done: {
    added: "L’application a été ajoutée.",
    saved: "Enregistré. C’est valable dès la prochaine requête.",
  },
  switchedOff: "Elle est désactivée : personne ne peut s’y connecter. « Modifier » la réactive.",
  change: "Modifier",
  overview: "Aperçu",
  connectsBy: "Se connecte par",
  note: "Note",
  added: "Ajoutée",
  connection: "Connexion",
  connectionText: "Ce que demandent ses réglages. Rien de cela n’est secret.",
  clientId: "ID client",
  clientSecret: "Secret du client",
  secret: "Secret",
  secretText:
    "Son secret a été affiché à sa création et ne le sera plus jamais. Un nouveau annule aussitôt l’ancien : ayez les réglages de l’application sous la main.",
  newSecret: "Nouveau secret",
  remove: "Supprimer",
  removeText:
    "Plus personne n’y accède d’ici, et ses compteurs disparaissent. Pour l’arrêter un temps, désactivez-la plutôt.",
  removeNow: "Supprimer l’application",
  removeTitle: (name) => `Supprimer ${name} ?`,
  removeLead: "C’est irréversible : son ID client et son secret ne seront plus jamais attribués.",
  hosts: "Hôtes",
  returnAddresses: "Adresses de retour",
  afterSignOut: "Après la déconnexion",
  backChannel: "Adresse back-channel",
  runs: "Fonctionne",
  runsAt: {
    public: "Sur les appareils des personnes, sans secret (PKCE seul)",
    confidential: "Sur un serveur, avec un secret",
  },
  unknownPeople: "Personnes inconnues ici",
  unknown: {
    enrol: "Configurent aussitôt un second facteur",
    refuse: "Sont refusées",
  },
  noAddresses: "Aucune : personne ne s’y connecte ; elle interroge sur des jetons",
  wasAdded: (name) => `${name} a été ajoutée`,
  newSecretOf: (name) => `Nouveau secret ${de(name)}`,
  forItsSettings: "Pour ses réglages",
  shownOnce: "Le secret n’est affiché que maintenant. Countersign n’en garde aucune copie lisible.",
  goTo: (name) => `Aller à ${name}`,
  facts: {
    issuer: "Émetteur (issuer)",
    discovery: "Adresse de découverte",
    authorization: "Adresse d’autorisation",
    token: "Adresse des jetons",
    signOut: "Adresse de déconnexion",
    apiHost: "Nom d’hôte de l’API",
    nginx: "nginx interroge",
    otherProxies: "Caddy et Traefik interrogent",
  },
  kinds: {
    "forward-auth": "Derrière un proxy",
    duo: "Protocole Duo",
    embedded: "Intégrée",
  },
};
