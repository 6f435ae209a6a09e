// What the audit trail's page says, in Spanish.
import type { ConsoleAuditWords } from "../en/console-audit.ts";
import { speech } from "../speech.ts";

const { counted } = speech("es");

export const consoleAudit: ConsoleAuditWords = {
  title: "Registro",
  lead: "Cada suceso de seguridad, el más reciente primero, encadenado de modo que se note cualquier cambio en el registro. Las personas se nombran por nombre de usuario o dirección de correo; los días son en UTC.",
  leftOut: (filters) => `Este filtro no se pudo leer y se ha omitido: ${filters}.`,
  lookedAt: (events, next) =>
    `Para esta página se han revisado ${counted(events, "suceso", "sucesos")}. Siga con «${next}» para ir más atrás.`,
  happened: "Qué ha ocurrido",
  what: "Qué",
  about: "Sobre quién",
  by: "Quién",
  from: "Desde dónde",
  when: "Cuándo",
  fields: {
    who: "Quién lo hizo",
    about: "Sobre quién",
    what: "Qué",
    from: "Desde el día",
    to: "Hasta el día",
    where: "Dirección",
    outcome: "Resultado",
  },
  download: "Descargar",
  downloadCsv: "Descargar como CSV",
  downloadLines: "Descargar como líneas JSON",
  filterLabel: "Filtrar el registro",
  filter: "Filtrar",
  showEverything: "Mostrar todo",
  moreFilters: "Más filtros",
  apply: "Aplicar",
  any: "Cualquiera",
  done: "Hecho",
  refused: "Rechazado",
  anything: "Todo",
  nobodyInParticular: "Nadie en particular",
  nobodySignedIn: "Nadie con sesión iniciada",
  themselves: "La propia persona",
  commandLine: "Línea de comandos",
  byItself: "Por sí solo, con el tiempo",
  somebodyDeleted: "Una persona eliminada",
  apiKey: "Una clave de API",
  nothingFits: "Nada coincide",
  nothingFitsText: "Ningún suceso cumple todos estos filtros. Quite alguno o elija un periodo más largo.",
  nothingYet: "Nada todavía",
  nothingYetText: "Lo que ocurra a partir de ahora aparecerá aquí.",
};
