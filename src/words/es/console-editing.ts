// What the form says that edits a person, what it refuses, and what is asked before it is saved, in Spanish.
import type { ConsoleEditingWords } from "../en/console-editing.ts";

export const consoleEditing: ConsoleEditingWords = {
  title: (name) => `Editar ${name}`,
  back: (name) => `Volver a ${name}`,
  notSavedYet: "Aún no se ha guardado nada: vea abajo.",
  who: "Quién es",
  emailHint: "Las reglas para dominios y direcciones dependen de ella. Verá qué cambia antes de guardar nada.",
  may: "Qué puede hacer",
  mayText: "Sin ninguno de estos: iniciar sesión y gestionar su propia cuenta.",
  signingIn: "Inicio de sesión",
  signingInText: "Lo que se fija aquí prevalece sobre todas las reglas de la política.",
  policyHint: (level) => `Para esta persona: ${level}.`,
  levelHints: {
    required:
      "Si no hay nada configurado, el próximo inicio de sesión lleva a la configuración antes de abrir nada más.",
    optional: "Puede activarla por sí misma. En ese caso se le pide al iniciar sesión.",
    off: "No se le pide, aunque esté configurada. Lo configurado se conserva.",
  },
  reasonHint: "Necesario si se aparta de la política. Se conserva en el historial.",
  untilHint:
    "Después vuelve a regir la política (los días terminan a medianoche UTC). Vacío: hasta que alguien lo cambie.",
  checkTitle: "Compruebe antes de guardar",
  checkLead: (name) =>
    `Las reglas dependen de la dirección de correo y del tipo de cuenta. Aún no se ha guardado nada de ${name}.`,
  changesFrom: (before, after) => `La autenticación de dos factores pasa de «${before}» a «${after}»`,
  wouldSetUp:
    "No hay nada configurado: el próximo inicio de sesión lleva a la configuración, y las sesiones piden iniciar sesión de nuevo.",
  whatChanges: "Qué cambia",
  rulesSay: "Las reglas dicen ahora",
  rulesWouldSay: "Dirían",
  lost: "Dejaría de valer",
  gained: "Pasaría a valer",
  saveChanges: "Guardar cambios",
  rules: {
    domain: (of, level) => `La regla para el dominio ${of}: ${level}`,
    address: (of, level) => `La regla para la dirección ${of}: ${level}`,
    accountType: (of, level) => `La regla para el tipo de cuenta «${of}»: ${level}`,
    person: (level) => `Fijado por un administrador para esta persona: ${level}`,
    organisation: (level) => `El nivel de la propia organización: ${level}`,
  },
  refused: {
    badAddress: "No podemos usar esa dirección de correo. Debe parecerse a nombre@example.com.",
    addressTaken: "Alguien de aquí ya tiene esa dirección de correo.",
    badScreenName: "Indique un nombre de usuario de 64 caracteres como máximo, sin «@».",
    screenNameTaken: "Alguien de aquí ya tiene ese nombre de usuario. Elija otro.",
    badDisplayName: "Indique un nombre de 100 caracteres como máximo.",
    unknownAccountType: (types) => `Elija uno de estos: ${types}.`,
    reasonMissing: "Diga en pocas palabras por qué se aparta de la política.",
    changedMeanwhile:
      "Otra persona ha cambiado estos datos mientras el formulario estaba abierto. Ahora muestra cómo están: compruébelo y vuelva a cambiarlo.",
    endInThePast: "Elija un día que aún no haya terminado o deje el campo vacío.",
  },
  problems: {
    notYourself: "Esa es su propia cuenta. Solo otro administrador puede hacer eso.",
    notYourOwnFactor: "No puede restablecer su propia autenticación de dos factores. Pídaselo a otro administrador.",
    changeYourOwnPassword: "Cambie su propia contraseña en Perfil.",
    personDisabled: "Esta cuenta está desactivada.",
    noMailServer: "No hay ningún servidor de correo configurado, así que no se puede invitar a nadie por correo.",
    administratorsOnly: "Solo los administradores de su organización pueden hacer eso.",
    operatorsOnly: "Solo un operador de esta instalación puede hacer eso.",
    lastAdministrator: "Aquí no hay otro administrador activo. Dé primero ese rol a otra persona.",
    lastOperator: "No hay otro operador activo de esta instalación. Dé primero ese rol a otra persona.",
  },
};
