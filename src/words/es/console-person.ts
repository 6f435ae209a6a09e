// What one person's page says in the administration, and the questions before something is done to them, in Spanish.
import type { ConsolePersonWords } from "../en/console-person.ts";

export const consolePerson: ConsolePersonWords = {
  allPeople: "Todas las personas",
  done: {
    reset:
      "Se ha restablecido la autenticación de dos factores. Han terminado todas las sesiones y navegadores de confianza de esta persona.",
    "signed-out": "Se han cerrado todas las sesiones.",
    "session-ended": "La sesión ha terminado.",
    edited: "Guardado.",
    disabled:
      "La cuenta está desactivada. Han terminado todas las sesiones y navegadores de confianza de esta persona.",
    enabled: "La cuenta está activada de nuevo.",
    unlocked: "Desbloqueada. El próximo intento no tiene que esperar.",
    "trust-ended": "Ese navegador ya no es de confianza.",
  },
  account: "Cuenta",
  newInvitationLink: "Nuevo enlace de invitación",
  newPasswordLink: "Nuevo enlace de contraseña",
  roles: "Roles",
  hasToWait: "Tiene que esperar tras intentos fallidos",
  addressProven: "Dirección demostrada",
  notProven: "Todavía no: nadie ha seguido un enlace enviado allí",
  notSetUp: "Sin configurar.",
  authenticators: "Autenticadores",
  authenticator: "Autenticador",
  codesLeft: (left, all) => `Códigos de recuperación restantes: ${left} de ${all}`,
  own: (security) =>
    `Es usted. Su propia autenticación de dos factores está en ${security}; solo otro administrador puede restablecerla.`,
  override: {
    set: (level) => `Fijado por un administrador: ${level}`,
    setUntil: (level, until) => `Fijado por un administrador: ${level}, hasta el ${until}`,
    hadSetUntil: (level, until) => `Un administrador lo había fijado: ${level}, hasta el ${until}`,
    stated: (what) => `${what}.`,
    withReason: (what, reason) => `${what}. Motivo: ${reason}`,
  },
  history: "Historial",
  historyText: (n) => `Los últimos ${n} sucesos sobre esta persona.`,
  what: "Qué",
  from: "Desde",
  when: "Cuándo",
  by: (name) => `por ${name}`,
  nothingYet: "Nada todavía.",
  commandLine: "Línea de comandos",
  byItself: "Por sí solo, con el tiempo",
  trustedBrowsers: "Navegadores de confianza",
  trustedBrowsersText: "En estos no se pide el segundo paso.",
  browser: "Navegador",
  until: "Hasta",
  endTrust: "Retirar confianza",
  endTrustIn: (browser, address) => `Retirar confianza: ${browser}, ${address}`,
  noTrustedBrowsers: "Ninguno.",
  trustForbidden: "La política no permite navegadores de confianza.",
  sessions: "Sesiones",
  sessionsText: "Dónde tiene sesiones abiertas esta persona.",
  proof: "Prueba",
  endSession: "Cerrar sesión",
  endSessionOf: (browser, address) => `Cerrar sesión: ${browser}, ${address}`,
  thisSession: "Esta sesión",
  notSignedIn: "No tiene ninguna sesión.",
  resetTitle: "¿Restablecer la autenticación de dos factores?",
  resetLead: (name, email) => `Para ${name} (${email}). Esto no se puede deshacer.`,
  resetCodes: (authenticators) =>
    `Los autenticadores (${authenticators}) y todos los códigos de recuperación dejan de servir.`,
  resetSessions: (sessions, browsers) =>
    `Las sesiones (${sessions}), los navegadores de confianza (${browsers}) y los inicios de sesión en curso terminan enseguida.`,
  resetAfter: {
    required: (name) => `En el próximo inicio de sesión, ${name} pasa a la configuración.`,
    optional: (name) =>
      `En el próximo inicio de sesión, ${name} solo necesita la contraseña, hasta que se vuelva a configurar la autenticación de dos factores.`,
    off: "La política no pide aquí un segundo paso.",
  },
  resetMakeSure:
    "Asegúrese de que es esta persona de verdad quien lo pide: hasta la nueva configuración, a cualquiera le basta con su contraseña.",
  resetReasonHint: "Se conserva en el historial, por ejemplo «Teléfono perdido».",
  about: (name, email) => `${name} (${email}).`,
  disable: {
    title: "¿Desactivar esta cuenta?",
    lead: "Se puede volver a activar.",
    cannotSignIn: "Ya no puede iniciar sesión.",
    kept: "Se conservan la contraseña, los autenticadores y los códigos de recuperación.",
    reasonHint: "Se conserva en el historial, por ejemplo «Dejó la empresa».",
  },
  enable: {
    title: "¿Activar esta cuenta?",
    lead: "Podrá volver a iniciar sesión como antes.",
  },
  unlock: {
    title: "¿Desbloquear esta cuenta?",
    lead: "Tras demasiadas contraseñas o códigos incorrectos, los siguientes intentos tienen que esperar. Esto termina la espera.",
    makeSure:
      "Quien conoce la contraseña vuelve a tener tantos intentos con los códigos como al principio. Asegúrese de que fue esta persona de verdad quien se equivocó.",
  },
  delete: {
    title: "¿Eliminar a esta persona?",
    lead: "Esto no se puede deshacer. Para dejar fuera a alguien por un tiempo, desactive la cuenta.",
    accountGoes: "Se elimina la cuenta, con su contraseña, autenticadores, códigos de recuperación y foto.",
    auditStays: "Lo que el registro dice de la persona se conserva.",
  },
};
