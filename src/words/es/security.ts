// What the page about the security of one's own account says, in Spanish.
import type { SecurityWords } from "../en/security.ts";
import { speech } from "../speech.ts";

const { counted } = speech("es");

export const security: SecurityWords = {
  title: "Seguridad",
  secondFactor: "Autenticación de dos factores",
  on: "Activada",
  off: "Desactivada",
  notAskedFor: "No se pide",
  asleep:
    "Lo que ha configurado se conserva, pero no se pide ningún código mientras la autenticación de dos factores esté desactivada para usted.",
  nothingToSetUp: "No tiene nada que configurar.",
  authenticators: "Sus autenticadores",
  authenticator: "Autenticador",
  added: "Añadido",
  lastUsed: "Último uso",
  actions: "Acciones",
  actionsFor: (name) => `Acciones para ${name}`,
  notYet: "Todavía no",
  addAnother: "Añadir otra aplicación de autenticación",
  removeAll: "Eliminar autenticadores y códigos",
  disable: "Desactivar",
  replace: "Sustituir",
  rename: "Cambiar nombre",
  remove: "Eliminar",
  codesText: "Si no tiene a mano su autenticador, cada código le permite entrar una vez.",
  noCodesLeft: "No le quedan códigos de recuperación",
  fewCodesText: "Genere otros nuevos, para que perder el teléfono no le deje fuera.",
  codesNotSaved: "Sus códigos de recuperación aún no están guardados",
  codesNotSavedText: "Se mostraron una vez y no se pueden volver a mostrar. Si no los guardó, genere otros nuevos.",
  codesMade: (left, when) => `${counted(left, "código restante", "códigos restantes")}, creación ${when}.`,
  codesMadeNotSaved: (left, when) =>
    `${counted(left, "código restante", "códigos restantes")}, creación ${when}, aún sin guardar.`,
  generate: "Generar nuevos códigos de recuperación",
  trustedBrowsers: "Navegadores de confianza",
  trustedBrowsersText: "En estos no se le pide ningún código durante un tiempo.",
  browser: "Navegador",
  until: "Hasta",
  endTrust: "Retirar confianza",
  endTrustIn: (browser, address) => `Retirar confianza a ${browser}, ${address}`,
  noTrustedBrowsers: "No hay navegadores de confianza.",
  sessions: "Dónde tiene sesiones abiertas",
  signedIn: "Inicio",
  signOut: "Cerrar sesión",
  signOutOf: (browser, address) => `Cerrar sesión en ${browser}, ${address}`,
  signOutElsewhere: "Cerrar todas las demás sesiones",
  thisBrowser: "Este navegador",
  stolenTitle: "Es posible que alguien haya copiado su inicio de sesión",
  changePassword: "Cambiar su contraseña",
  stolen: (when, browser, address) =>
    `Alguien ha usado una copia de lo que hace de confianza a uno de sus navegadores: ${when}, con ${browser} desde ${address}. Conocía su contraseña, se le pidió un código y esa confianza ha terminado. Cambie su contraseña ahora y avise a su administrador.`,
  activity: "Actividad reciente",
  activityText: "Los diez últimos sucesos relacionados con la seguridad de su cuenta.",
  what: "Qué",
  when: "Cuándo",
  nothingYet: "Nada todavía.",
  enableLead: "Primero su contraseña y después un código para escanear con su teléfono.",
  newCodesLead:
    "Sus códigos de recuperación antiguos dejan de servir al instante, y en los navegadores de confianza se volverá a pedir un código.",
  addToApp: "Añádalo a su aplicación de autenticación.",
  saveLead:
    "Si pierde su teléfono, cada uno de estos códigos le permite entrar una vez. Solo se muestran ahora; los anteriores ya no sirven.",
  renameTitle: "Cambiar el nombre del autenticador",
  willSignOut: "Recibirá nuevos códigos de recuperación y se cerrarán todas sus demás sesiones.",
  name: "Nombre",
  nameHint: "Para distinguirlo de los demás, por ejemplo «Teléfono del trabajo».",
  badName: "Dele un nombre de 1 a 60 caracteres.",
  replaceTitle: (name) => `Sustituir «${name}»`,
  replaceLead:
    "El anterior sigue funcionando hasta que confirme el nuevo. Recibirá nuevos códigos de recuperación y se cerrarán todas sus demás sesiones.",
  removeTitle: (name) => `¿Eliminar «${name}»?`,
  removeLead: "Sus códigos dejan de servir al instante y se cierran todas sus demás sesiones.",
  disableTitle: "Desactivar la autenticación de dos factores",
  removeAllLead:
    "Se eliminan sus autenticadores y códigos de recuperación. Para volver a usarlos tendría que configurarlos de nuevo.",
  disableLead:
    "Se eliminan sus autenticadores y códigos de recuperación. Desde entonces bastará con su contraseña para entrar.",
  noRecoveryCodeHere: "Aquí no vale un código de recuperación.",
  nothingPending:
    "Esa configuración ha terminado: ha tardado demasiado o se acabó en otra ventana. Empiece de nuevo si aún la necesita.",
  sayHowSaved: "Diga cómo los ha guardado: descárguelos, cópielos o imprímalos primero.",
};
