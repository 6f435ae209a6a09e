// Why a requirement is what it is, as its person reads it, in French.
import type { RequirementWords } from "../en/requirement.ts";

export const requirement: RequirementWords = {
  levels: {
    off: "Désactivée",
    optional: "Facultative",
    required: "Obligatoire",
  },
  saying: {
    off: "désactivée",
    optional: "facultative",
    required: "obligatoire",
  },
  because: (level, reason) => `${level}, car ${reason}`,
  becauseFrom: (level, from, reason) => `${level} à partir du ${from}, car ${reason}`,
  alone: (decision) => `${decision}.`,
  beside: (decision, source, level) => `${decision} ; ${source} dirait « ${level} ».`,
  reasons: {
    identityProvider: "votre fournisseur d’identité s’en charge",
    application: (of) => `${of} n’y participe pas encore`,
    person: "un administrateur l’a fixée pour vous",
    address: (of) => `il existe une règle pour ${of}`,
    domain: {
      off: (of) => `${of} est un domaine exempté`,
      optional: (of) => `elle est facultative pour le domaine ${of}`,
      required: (of) => `elle est obligatoire pour le domaine ${of}`,
    },
    accountType: {
      off: (of) => `elle est désactivée pour le type de compte « ${of} »`,
      optional: (of) => `elle est facultative pour le type de compte « ${of} »`,
      required: (of) => `elle est obligatoire pour le type de compte « ${of} »`,
    },
    organisation: {
      off: "l’organisation l’a désactivée",
      optional: "l’organisation vous laisse le choix",
      required: "l’organisation l’exige de tous",
    },
    unreadable: "les règles ne peuvent pas être lues",
  },
  sources: {
    domain: (of) => `la règle pour le domaine ${of}`,
    address: (of) => `la règle pour ${of}`,
    accountType: "votre type de compte",
    person: "un réglage de l’administrateur pour vous",
    organisation: "l’organisation",
  },
};
