// What the forms of an application say, and what stands in their way, in French.
import type { ConsoleApplicationFormsWords } from "../en/console-application-forms.ts";

export const consoleApplicationForms: ConsoleApplicationFormsWords = {
  how: "Comment se connecte-t-elle ? Sa propre documentation dit ce qu’elle sait faire ; OpenID Connect est le mieux là où c’est possible.",
  about: {
    openid:
      "Pour ce qui sait connecter des personnes par OpenID Connect, comme la plupart des applications web et mobiles.",
    "forward-auth":
      "Pour ce qui ne connaît pas la connexion, derrière nginx, Caddy ou Traefik. Le proxy interroge ici à chaque requête.",
    duo: "Pour ce qui a un réglage pour la connexion en deux étapes de Duo : il pointe alors vers Countersign, et l’application garde ses propres mots de passe.",
  },
  goOnWith: (kind) => `Continuer : ${kind}`,
  newLead: {
    openid: "Une application avec OpenID Connect, ou une API à laquelle ses jetons sont envoyés.",
    "forward-auth": "Une application derrière un proxy.",
    duo: "Une application avec le protocole Duo.",
  },
  changeTitle: (name) => `Modifier ${name}`,
  save: "Enregistrer",
  application: "Application",
  nameHint: "Tel qu’on la connaît : ce nom s’affiche à la connexion.",
  active: "On peut s’y connecter",
  activeHint: "Désactivée, elle est refusée dès la prochaine requête. Rien n’est perdu.",
  doesItTakePart: "Participe-t-elle ?",
  takesPartHint: "Un second facteur y est demandé comme le disent les règles.",
  notYetHint: "Le mot de passe y suffit pour l’instant. Tout le reste demande toujours ce que disent les règles.",
  from: "Participe à partir du",
  fromHint:
    "Pour « Pas encore » : à partir de ce jour (UTC), elle participe d’elle-même. Laissé vide, il faut le dire ici.",
  noteHint: "Pourquoi pas encore, ou à qui demander. Les administrateurs la voient.",
  whereRuns: "Où fonctionne-t-elle ?",
  whereHint: "Ce choix est définitif.",
  onServer: "Sur un serveur",
  onServerHint: "Elle peut garder un secret et en reçoit un.",
  onDevices: "Sur les appareils des personnes",
  onDevicesHint: "Une application mobile ou de bureau, ou une page sans serveur : pas de secret, PKCE seul.",
  returnHint: {
    openid:
      "Une par ligne : ses adresses de redirection, exactement comme elle les envoie. Une API qui ne fait que vérifier des jetons n’en a pas.",
    duo: "Une par ligne : l’adresse à laquelle ses utilisateurs sont renvoyés, exactement comme elle l’envoie.",
  },
  afterSignOutHint: "Une par ligne : où elle peut envoyer les personnes une fois déconnectées.",
  backChannelHint:
    "Prévenue quand une session se termine, pour que l’application mette fin à la sienne (back-channel logout).",
  unknownPeople: "Personnes qu’elle nomme et qui sont inconnues ici",
  refuseThem: "Les refuser",
  letThemSetUp: "Leur laisser configurer aussitôt un second facteur",
  hostsHint: (own) =>
    `Un par ligne, avec le port s’il n’est pas le port habituel, par exemple wiki.example.com. Ils doivent partager un domaine avec ${own}.`,
  trouble: {
    name: "Donnez un nom de 60 caractères au plus, sur une ligne.",
    nameTaken: "Une autre application a déjà ce nom ici. Choisissez-en un autre.",
    note: "Écrivez 300 caractères au plus.",
    day: "Écrivez le jour en année, mois et jour, par exemple 2027-02-01.",
    dayIsOver: "Choisissez un jour à venir, ou dites qu’elle participe.",
    otherKind: "Une application qui se connecte ainsi n’a pas ce réglage.",
    address: (typed) =>
      `« ${typed} » n’est pas utilisable. Écrivez l’adresse exactement comme l’application l’envoie : avec https, sans #, nom ni mot de passe. Le http simple ne vaut que pour localhost.`,
    addressOrOwnScheme: (typed) =>
      `« ${typed} » n’est pas utilisable. Écrivez l’adresse exactement comme l’application l’envoie : avec https ou son propre schéma, comme com.example.app:/signed-in, sans #, nom ni mot de passe. Le http simple ne vaut que pour localhost.`,
    noAddress: "Donnez au moins une adresse.",
    tooMany: "C’est plus de 20.",
    host: (typed) => `« ${typed} » n’est pas un hôte. Il ressemble à wiki.example.com ou wiki.example.com:8443.`,
    otherDomain: (typed, own) =>
      `« ${typed} » ne partage aucun domaine avec ${own}, où l’on se connecte ; le navigateur n’y emporterait pas la connexion.`,
    needsHostName: (own) =>
      `On se connecte à ${own}. Pour protéger des applications derrière un proxy, Countersign a lui-même besoin d’un nom d’hôte comme login.example.com (COUNTERSIGN_URL).`,
    ownHost: (host) => `On se connecte à ${host} : cela ne peut pas être aussi une application.`,
    hostTaken: (host) => `Une autre application a déjà ${host}.`,
    noHost: "Donnez au moins un hôte.",
    changedMeanwhile:
      "Quelqu’un d’autre a modifié cette application pendant que le formulaire était ouvert. Il montre son état actuel : regardez, puis modifiez-la à nouveau.",
  },
  byKey:
    "La parole d’une application du protocole Duo vaut un mot de passe. Ce sont des personnes qui les ajoutent, pas des clés d’API.",
  noSecret: "Une application qui se connecte ainsi n’a pas de secret.",
};
