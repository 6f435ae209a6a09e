// What the operator's pages say, in Spanish.
import type { ConsoleOrganisationsWords } from "../en/console-organisations.ts";
import { speech } from "../speech.ts";

const { counted } = speech("es");

export const consoleOrganisations: ConsoleOrganisationsWords = {
  title: "Organizaciones",
  lead: "Cada una tiene sus personas, su política y su registro. Ninguna ve nada de otra.",
  removed: "La organización se ha eliminado, con todo lo suyo.",
  add: "Añadir organización",
  name: "Nombre",
  address: "Dirección",
  state: "Estado",
  added: "Añadida",
  suspended: "Suspendida",
  active: "Activa",
  done: {
    saved: "Guardado. Vale desde ahora.",
    suspended: "Suspendida. Desde ahora no entra nadie de ella; no se pierde nada.",
    resumed: "Reanudada. Sus personas y sus sesiones están como estaban.",
  },
  overview: "Resumen",
  signInAt: "Se inicia sesión en",
  shortName: "Nombre corto",
  people: "Personas",
  peopleCounted: (people) => counted(people, "persona", "personas"),
  hostName: "Nombre de host",
  hostNameHint:
    "Por ejemplo login.example.com, si lleva a este servidor. Entonces la organización solo está accesible ahí.",
  saveHostName: "Guardar el nombre de host",
  own: "Esta es su propia organización: desde aquí no se puede suspender, eliminar ni pasar a otro nombre de host.",
  suspend: "Suspender",
  suspendText: "No entra nadie de ella, desde la siguiente petición. Todo se conserva para el día en que se reanude.",
  suspendNow: "Suspender la organización",
  resume: "Reanudar",
  resumeText: "Sus personas pueden volver a iniciar sesión, y las sesiones que no han caducado continúan.",
  resumeNow: "Reanudar la organización",
  remove: "Eliminar",
  removeText: "Sus personas, sus segundos factores, su política y todo su registro desaparecen para siempre.",
  removeNow: "Eliminar la organización",
  removeTitle: (name) => `¿Eliminar ${name}?`,
  removeLead: "No se puede deshacer.",
  removeWarning: (people) =>
    `${counted(people, "persona ya no podrá", "personas ya no podrán")} iniciar sesión y se eliminará todo lo de la organización: segundos factores, política, correos en espera, registro.`,
  typeName: (name) => `Escriba ${name} para continuar`,
  wrongName: "Ese no es su nombre. No se ha eliminado nada.",
  newLead: "Su primer administrador entra con un enlace que usted le pasa, y añade a todos los demás.",
  organisation: "Organización",
  shortNameHint:
    "En la dirección que lleva a su inicio de sesión. Si se deja vacío, se forma a partir del nombre. No cambia después.",
  firstAdministrator: "Primer administrador",
  email: "Correo",
  theirName: "Su nombre",
  invitationLink: "Enlace de invitación",
  wasAdded: (name) => `Se ha añadido ${name}.`,
  linkFor: (email) => `Para ${email}`,
  linkText: "Solo se muestra ahora. Envíeselo usted.",
  copyLink: "Copiar el enlace",
  linkCopied: "Enlace copiado",
  linkWorks: (until, organisation) =>
    `Sirve una sola vez, hasta el ${until}. Quien lo tenga será administrador de ${organisation}.`,
  goTo: (name) => `Ir a ${name}`,
  addAnother: "Añadir otra organización",
};
