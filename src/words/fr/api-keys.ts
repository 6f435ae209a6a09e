// What the pages about API keys say, in French.
import type { ApiKeysWords } from "../en/api-keys.ts";

export const apiKeys: ApiKeysWords = {
  title: "Clés d’API",
  lead: "Pour les programmes qui agissent pour vous : tâches, scripts, autres systèmes. Aucune deuxième étape ne leur est demandée ; ne donnez à chaque clé que ce dont son programme a besoin.",
  leadOfOrganisation:
    "Pour les programmes qui agissent pour l’organisation, quelle que soit la personne qui a créé la clé. Aucune deuxième étape ne leur est demandée ; ne donnez à chaque clé que ce dont son programme a besoin.",
  daysHintOfOrganisation: "365 au plus.",
  noneTitle: "Pas encore de clé d’API",
  noneText: "Une clé ouvre l’API JSON à un programme, sans navigateur et sans deuxième étape.",
  make: "Créer une clé d’API",
  name: "Nom",
  nameHint: "Ce à quoi elle sert, par exemple « Export de nuit ».",
  scopes: "Ce qu’elle permet",
  days: "Jours avant sa fin",
  daysHint:
    "365 au plus. Elle prend fin aussi quand votre mot de passe change, quand vous perdez un rôle et quand votre compte est désactivé.",
  end: "Supprimer",
  endKey: (name: string) => `Supprimer la clé ${name}`,
  ended: "La clé est supprimée. Plus rien n’entre avec elle.",
  made: (name: string) => `La clé ${name} a été créée`,
  key: "Clé d’API",
  once: "Elle n’est affichée que maintenant. Mettez-la là où le programme la trouve, et nulle part ailleurs.",
  done: "Terminé",
  lastUsed: "Dernière utilisation",
  never: "Jamais",
  until: "Fin",
  allows: "Permet",
  badName: "Donnez un nom de 60 caractères au plus, sur une ligne.",
  badScopes: "Choisissez au moins une chose qu’elle permet.",
  badDays: "Donnez un nombre entier de jours, de 1 à 365.",
  tooMany: "Il y a déjà 20 clés. Supprimez-en une d’abord.",
  secondFactorFirst:
    "Configurez d’abord l’authentification à deux facteurs : seul qui vient de donner un second facteur crée des clés.",
  sectionText: "Des clés pour les programmes qui agissent pour vous.",
  manage: "Gérer les clés d’API",
  may: {
    "read:me": "Voir votre propre profil",
    "read:people": "Voir les personnes",
    "write:people": "Ajouter et modifier des personnes sans rôle, les désactiver et les réactiver",
    "read:policy": "Voir les règles et les types de compte",
    "write:policy": "Modifier les règles : cela peut désactiver la connexion à deux facteurs",
    "read:applications": "Voir les applications",
    "write:applications": "Ajouter, modifier et supprimer des applications et créer leurs secrets",
    "read:audit": "Voir et télécharger le journal d’audit",
  },
};
