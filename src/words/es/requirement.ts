// Why a requirement is what it is, as its person reads it, in Spanish.
import type { RequirementWords } from "../en/requirement.ts";

export const requirement: RequirementWords = {
  levels: {
    off: "Desactivada",
    optional: "Opcional",
    required: "Obligatoria",
  },
  saying: {
    off: "desactivada",
    optional: "opcional",
    required: "obligatoria",
  },
  because: (level, reason) => `${level}, porque ${reason}`,
  becauseFrom: (level, from, reason) => `${level} a partir del ${from}, porque ${reason}`,
  alone: (decision) => `${decision}.`,
  beside: (decision, source, level) => `${decision}; ${source} diría «${level}».`,
  reasons: {
    identityProvider: "su proveedor de identidad se encarga de ello",
    application: (of) => `${of} aún no participa`,
    person: "un administrador lo ha fijado para usted",
    address: (of) => `hay una regla para ${of}`,
    domain: {
      off: (of) => `${of} es un dominio exento`,
      optional: (of) => `es opcional para el dominio ${of}`,
      required: (of) => `es obligatoria para el dominio ${of}`,
    },
    accountType: {
      off: (of) => `está desactivada para el tipo de cuenta «${of}»`,
      optional: (of) => `es opcional para el tipo de cuenta «${of}»`,
      required: (of) => `es obligatoria para el tipo de cuenta «${of}»`,
    },
    organisation: {
      off: "la organización la ha desactivado",
      optional: "la organización lo deja a su elección",
      required: "la organización la exige a todos",
    },
    unreadable: "no se puede leer la política",
  },
  sources: {
    domain: (of) => `la regla para el dominio ${of}`,
    address: (of) => `la regla para ${of}`,
    accountType: "su tipo de cuenta",
    person: "un ajuste del administrador para usted",
    organisation: "la organización",
  },
};
