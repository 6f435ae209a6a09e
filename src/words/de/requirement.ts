// Why a requirement is what it is, as its person reads it, in German.
import type { RequirementWords } from "../en/requirement.ts";

export const requirement: RequirementWords = {
  levels: {
    off: "Aus",
    optional: "Freiwillig",
    required: "Pflicht",
  },
  saying: {
    off: "aus",
    optional: "freiwillig",
    required: "Pflicht",
  },
  because: (level, reason) => `${level}, denn ${reason}`,
  becauseFrom: (level, from, reason) => `${level} ab dem ${from}, denn ${reason}`,
  alone: (decision) => `${decision}.`,
  beside: (decision, source, level) => `${decision}; ${source} würde „${level}“ sagen.`,
  reasons: {
    identityProvider: "Ihr Identitätsanbieter kümmert sich darum",
    application: (of) => `${of} nimmt noch nicht teil`,
    person: "die Administration hat es für Sie festgelegt",
    address: (of) => `es gibt eine Regel für ${of}`,
    domain: {
      off: (of) => `${of} ist eine ausgenommene Domain`,
      optional: (of) => `für die Domain ${of} ist es freiwillig`,
      required: (of) => `für die Domain ${of} ist es Pflicht`,
    },
    accountType: {
      off: (of) => `für den Kontotyp „${of}“ ist es aus`,
      optional: (of) => `für den Kontotyp „${of}“ ist es freiwillig`,
      required: (of) => `für den Kontotyp „${of}“ ist es Pflicht`,
    },
    organisation: {
      off: "die Organisation hat es ausgeschaltet",
      optional: "die Organisation überlässt es Ihnen",
      required: "die Organisation verlangt es von allen",
    },
    unreadable: "die Richtlinie lässt sich nicht lesen",
  },
  sources: {
    domain: (of) => `die Regel für die Domain ${of}`,
    address: (of) => `die Regel für ${of}`,
    accountType: "Ihr Kontotyp",
    person: "eine Einstellung der Administration für Sie",
    organisation: "die Organisation",
  },
};
