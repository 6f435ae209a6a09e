// Why a requirement is what it is, as its person reads it, in English.

export const requirement = {
  levels: {
    off: "Off",
    optional: "Optional",
    required: "Required",
  },
  saying: {
    off: "off",
    optional: "optional",
    required: "required",
  },
  because: (level: string, reason: string) => `${level}, because ${reason}`,
  becauseFrom: (level: string, from: string, reason: string) => `${level} from ${from}, because ${reason}`,
  alone: (decision: string) => `${decision}.`,
  beside: (decision: string, source: string, level: string) => `${decision}; ${source} would say ${level}.`,
  reasons: {
    identityProvider: "your identity provider handles it",
    application: (of: string) => `${of} does not take part yet`,
    person: "an administrator set it for you",
    address: (of: string) => `there is a rule for ${of}`,
    domain: {
      off: (of: string) => `${of} is an exempt domain`,
      optional: (of: string) => `${of} is an optional domain`,
      required: (of: string) => `${of} is a required domain`,
    },
    accountType: {
      off: (of: string) => `it is off for the account type '${of}'`,
      optional: (of: string) => `it is optional for the account type '${of}'`,
      required: (of: string) => `it is required for the account type '${of}'`,
    },
    organisation: {
      off: "the organisation has switched it off",
      optional: "the organisation leaves it to you",
      required: "the organisation requires it of everyone",
    },
    unreadable: "the policy can't be read",
  },
  sources: {
    domain: (of: string) => `the rule for the domain ${of}`,
    address: (of: string) => `the rule for ${of}`,
    accountType: "your account type",
    person: "an administrator's setting for you",
    organisation: "the organisation",
  },
};

export type RequirementWords = typeof requirement;
