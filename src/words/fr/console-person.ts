// What one person's page says in the administration, and the questions before something is done to them, in French.
import type { ConsolePersonWords } from "../en/console-person.ts";

export const consolePerson: ConsolePersonWords = {
  allPeople: "Toutes les personnes",
  done: {
    reset:
      "L’authentification à deux facteurs a été réinitialisée. Toutes les sessions et tous les navigateurs de confiance de cette personne ont pris fin.",
    "signed-out": "Déconnexion effectuée partout.",
    "session-ended": "La session est terminée.",
    edited: "Enregistré.",
    disabled:
      "Le compte est désactivé. Toutes les sessions et tous les navigateurs de confiance de cette personne ont pris fin.",
    enabled: "Le compte est réactivé.",
    unlocked: "Débloqué. Le prochain essai n’a pas à attendre.",
    "trust-ended": "Ce navigateur n’est plus de confiance.",
  },
  account: "Compte",
  newInvitationLink: "Nouveau lien d’invitation",
  newPasswordLink: "Nouveau lien pour le mot de passe",
  roles: "Rôles",
  hasToWait: "Doit attendre après des essais incorrects",
  addressProven: "Adresse prouvée",
  notProven: "Pas encore : personne n’a suivi un lien envoyé à cette adresse",
  notSetUp: "Non configurée.",
  authenticators: "Moyens d’authentification",
  authenticator: "Moyen d’authentification",
  codesLeft: (left, all) => `Codes de récupération restants : ${left} sur ${all}`,
  own: (security) =>
    `C’est vous. Votre propre authentification à deux facteurs se trouve sous ${security} ; seul un autre administrateur peut la réinitialiser.`,
  override: {
    set: (level) => `Fixé par un administrateur : ${level}`,
    setUntil: (level, until) => `Fixé par un administrateur : ${level}, jusqu’au ${until}`,
    hadSetUntil: (level, until) => `Avait été fixé par un administrateur : ${level}, jusqu’au ${until}`,
    stated: (what) => `${what}.`,
    withReason: (what, reason) => `${what}. Raison : ${reason}`,
  },
  history: "Historique",
  historyText: (n) => `Les ${n} derniers événements concernant cette personne.`,
  what: "Quoi",
  from: "D’où",
  when: "Quand",
  by: (name) => `par ${name}`,
  nothingYet: "Rien pour l’instant.",
  commandLine: "Ligne de commande",
  byItself: "Tout seul, avec le temps",
  trustedBrowsers: "Navigateurs de confiance",
  trustedBrowsersText: "Sur ceux-ci, la deuxième étape n’est pas demandée.",
  browser: "Navigateur",
  until: "Jusqu’à",
  endTrust: "Retirer la confiance",
  endTrustIn: (browser, address) => `Retirer la confiance : ${browser}, ${address}`,
  noTrustedBrowsers: "Aucun.",
  trustForbidden: "Les règles n’autorisent aucun navigateur de confiance.",
  sessions: "Sessions",
  sessionsText: "Où cette personne est connectée.",
  proof: "Preuve",
  endSession: "Mettre fin à la session",
  endSessionOf: (browser, address) => `Mettre fin à la session : ${browser}, ${address}`,
  thisSession: "Cette session",
  notSignedIn: "Connectée nulle part.",
  resetTitle: "Réinitialiser l’authentification à deux facteurs ?",
  resetLead: (name, email) => `Pour ${name} (${email}). C’est irréversible.`,
  resetCodes: (authenticators) =>
    `Les moyens d’authentification (${authenticators}) et tous les codes de récupération ne fonctionnent plus.`,
  resetSessions: (sessions, browsers) =>
    `Les sessions (${sessions}), les navigateurs de confiance (${browsers}) et les connexions en cours prennent fin aussitôt.`,
  resetAfter: {
    required: (name) => `À la prochaine connexion, ${name} est conduit à la configuration.`,
    optional: (name) =>
      `À la prochaine connexion, le mot de passe de ${name} suffit, jusqu’à ce que l’authentification à deux facteurs soit de nouveau configurée.`,
    off: "Les règles ne demandent ici aucune deuxième étape.",
  },
  resetMakeSure:
    "Assurez-vous que la demande vient bien de cette personne : jusqu’à la nouvelle configuration, son mot de passe suffit à quiconque.",
  resetReasonHint: "Conservée dans l’historique, par exemple « Téléphone perdu ».",
  about: (name, email) => `${name} (${email}).`,
  disable: {
    title: "Désactiver ce compte ?",
    lead: "Il pourra être réactivé.",
    cannotSignIn: "La personne ne peut plus se connecter.",
    kept: "Mot de passe, moyens d’authentification et codes de récupération sont conservés.",
    reasonHint: "Conservée dans l’historique, par exemple « A quitté l’entreprise ».",
  },
  enable: {
    title: "Réactiver ce compte ?",
    lead: "La personne pourra se connecter comme avant.",
  },
  unlock: {
    title: "Débloquer ce compte ?",
    lead: "Après trop de mots de passe ou de codes incorrects, les essais suivants doivent attendre. Ceci met fin à l’attente.",
    makeSure:
      "Qui connaît le mot de passe retrouve autant d’essais pour les codes qu’au début. Assurez-vous que c’est bien cette personne qui s’est trompée.",
  },
  delete: {
    title: "Supprimer cette personne ?",
    lead: "C’est irréversible. Pour exclure quelqu’un un certain temps, désactivez plutôt le compte.",
    accountGoes:
      "Le compte disparaît, avec son mot de passe, ses moyens d’authentification, ses codes de récupération et sa photo.",
    auditStays: "Ce que le journal dit de la personne reste.",
  },
};
