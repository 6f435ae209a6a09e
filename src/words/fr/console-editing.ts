// What the form says that edits a person, what it refuses, and what is asked before it is saved, in French.
import type { ConsoleEditingWords } from "../en/console-editing.ts";

export const consoleEditing: ConsoleEditingWords = {
  title: (name) => `Modifier ${name}`,
  back: (name) => `Retour à ${name}`,
  notSavedYet: "Rien n’est encore enregistré : voir ci-dessous.",
  who: "Identité",
  emailHint:
    "Les règles des domaines et des adresses en dépendent. Vous voyez ce qui change avant tout enregistrement.",
  may: "Rôles",
  mayText: "Sans aucun de ceux-ci : se connecter et gérer son propre compte.",
  signingIn: "Connexion",
  signingInText: "Ce qui est fixé ici l’emporte sur toutes les règles.",
  policyHint: (level) => `Pour cette personne : ${level}.`,
  levelHints: {
    required: "Si rien n’est configuré, la prochaine connexion mène à la configuration avant toute autre chose.",
    optional: "La personne peut l’activer elle-même. Un code lui est alors demandé à la connexion.",
    off: "Elle n’est pas demandée, même si elle est configurée. La configuration est conservée.",
  },
  reasonHint: "Nécessaire si cela s’écarte des règles. Conservée dans l’historique.",
  untilHint:
    "Ensuite, les règles s’appliquent de nouveau (les jours finissent à minuit UTC). Vide : jusqu’à ce que quelqu’un le change.",
  checkTitle: "Vérifiez avant d’enregistrer",
  checkLead: (name) =>
    `Les règles dépendent de l’adresse e-mail et du type de compte. Rien n’est encore enregistré pour ${name}.`,
  changesFrom: (before, after) => `L’authentification à deux facteurs passe de « ${before} » à « ${after} »`,
  wouldSetUp:
    "Rien n’est configuré : la prochaine connexion mène à la configuration, et les sessions demandent de se reconnecter.",
  whatChanges: "Ce qui change",
  rulesSay: "Les règles disent aujourd’hui",
  rulesWouldSay: "Elles diraient",
  lost: "Ne s’appliquerait plus",
  gained: "S’appliquerait désormais",
  saveChanges: "Enregistrer les modifications",
  rules: {
    domain: (of, level) => `La règle pour le domaine ${of} : ${level}`,
    address: (of, level) => `La règle pour l’adresse ${of} : ${level}`,
    accountType: (of, level) => `La règle pour le type de compte « ${of} » : ${level}`,
    person: (level) => `Fixé par un administrateur pour cette personne : ${level}`,
    organisation: (level) => `Le niveau de l’organisation : ${level}`,
  },
  refused: {
    badAddress: "Cette adresse e-mail n’est pas utilisable. Elle ressemble à nom@example.com.",
    addressTaken: "Quelqu’un a déjà cette adresse e-mail ici.",
    badScreenName: "Indiquez un nom d’utilisateur de 64 caractères au plus, sans « @ ».",
    screenNameTaken: "Quelqu’un a déjà ce nom d’utilisateur ici. Choisissez-en un autre.",
    badDisplayName: "Indiquez un nom de 100 caractères au plus.",
    unknownAccountType: (types) => `Choisissez parmi : ${types}.`,
    reasonMissing: "Dites en quelques mots pourquoi cela s’écarte des règles.",
    changedMeanwhile:
      "Quelqu’un d’autre a modifié cette personne pendant que le formulaire était ouvert. Il montre l’état actuel : vérifiez et modifiez de nouveau.",
    endInThePast: "Choisissez un jour qui n’est pas encore passé, ou laissez le champ vide.",
  },
  problems: {
    notYourself: "C’est votre propre compte. Seul un autre administrateur peut faire cela.",
    notYourOwnFactor:
      "Vous ne pouvez pas réinitialiser votre propre authentification à deux facteurs. Demandez à un autre administrateur.",
    changeYourOwnPassword: "Changez votre propre mot de passe sous Profil.",
    personDisabled: "Ce compte est désactivé.",
    noMailServer: "Aucun serveur de messagerie n’est configuré : personne ne peut être invité par e-mail.",
    administratorsOnly: "Seuls les administrateurs de votre organisation peuvent faire cela.",
    operatorsOnly: "Seul un exploitant de cette installation peut faire cela.",
    lastAdministrator: "Il n’y a pas d’autre administrateur actif ici. Donnez d’abord ce rôle à quelqu’un d’autre.",
    lastOperator:
      "Il n’y a pas d’autre exploitant actif de cette installation. Donnez d’abord ce rôle à quelqu’un d’autre.",
  },
};
