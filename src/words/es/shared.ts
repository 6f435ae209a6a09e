// What many pages and letters say.
import type { SharedWords } from "../en/shared.ts";

export const shared: SharedWords = {
  unknownBrowser: "Navegador desconocido",
  browserOn: (browser, system) => `${browser} en ${system}`,
  language: "Idioma",
  languageOfOrganisation: (language) => `El de la organización (${language})`,
};
