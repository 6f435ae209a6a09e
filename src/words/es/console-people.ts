// What the list of people says, its filters, and the form that adds a person, in Spanish.
import type { ConsolePeopleWords } from "../en/console-people.ts";
import { speech } from "../speech.ts";

const { counted } = speech("es");

export const consolePeople: ConsolePeopleWords = {
  title: "Personas",
  lead: (people, organisation) => `${people} en ${organisation}`,
  leadNarrowed: (people, organisation) => `${people} en ${organisation}; coinciden estas:`,
  moreThan: (n) => `Más de ${counted(n, "persona", "personas")}`,
  deleted: "Se ha eliminado a la persona.",
  lookedAt: (n) =>
    `Para esta página se ha revisado a ${counted(n, "persona", "personas")}. Pulse «Siguiente» para seguir buscando.`,
  add: "Añadir persona",
  importCsv: "Importar desde CSV",
  downloadCsv: "Descargar como CSV",
  showEverybody: "Mostrar a todos",
  emptyPage: "Nadie en esta página",
  nobodyFits: "Nadie coincide con estos filtros",
  nobodyFound: "No se ha encontrado a nadie",
  noWords: (search) => `Aquí ningún nombre ni dirección de correo tiene palabras que empiecen por «${search}».`,
  noWordsAmong: (search) =>
    `Aquí ningún nombre ni dirección de correo tiene palabras que empiecen por «${search}» y coincide con los demás filtros.`,
  searchAndFilter: "Buscar y filtrar personas",
  search: "Buscar",
  searchHint: "Comienzos de nombres o direcciones de correo.",
  filters: "Filtros y orden",
  filtersInUse: (n) => `Filtros y orden (${n} en uso)`,
  any: "Cualquiera",
  recoveryCodes: "Códigos de recuperación",
  wrongTries: "Intentos fallidos",
  hasToWait: "Tiene que esperar",
  domain: "Dominio del correo",
  orderBy: "Ordenar por",
  direction: "Sentido",
  upwards: "Ascendente",
  downwards: "Descendente",
  apply: "Aplicar",
  sorts: {
    name: "Nombre",
    screenName: "Nombre de usuario",
    email: "Correo",
    type: "Tipo de cuenta",
    added: "Añadido",
  },
  newLead: "Recibirá un enlace para transmitirlo. La persona lo abre, elige una contraseña y se incorpora.",
  whoJoins: "Quién se incorpora",
  nameHint: "Como lo ven los demás, por ejemplo Kim Larsen.",
  screenNameHint:
    "Para iniciar sesión en lugar de la dirección de correo. Si se deja vacío, se forma a partir de la dirección.",
  accountTypeHint: "Puede haber reglas para todo un tipo de cuenta.",
  languageHint: "De los correos, incluida la invitación, y de sus propias páginas.",
  invitationLink: "Enlace de invitación",
  passwordLink: "Enlace de contraseña",
  wasAdded: (name) => `Se ha añadido a ${name}.`,
  newLink: "Este es un enlace nuevo. El anterior ya no sirve.",
  linkFor: (name) => `Para ${name}`,
  linkMailed: (email) =>
    `Un correo con un enlace va de camino a ${email}. Este abre lo mismo, una sola vez, y solo se muestra ahora.`,
  linkShown: "Solo se muestra ahora. Envíelo usted mismo: no hay ningún servidor de correo configurado.",
  copyLink: "Copiar enlace",
  linkCopied: "Enlace copiado",
  linkWorks: (until, email) =>
    `Sirve una sola vez, hasta el ${until}. Quien lo tenga puede elegir la contraseña de ${email}.`,
  goTo: (name) => `Ir a ${name}`,
  addAnother: "Añadir otra persona",
};
