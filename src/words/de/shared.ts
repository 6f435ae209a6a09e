// What many pages and letters say.
import type { SharedWords } from "../en/shared.ts";

export const shared: SharedWords = {
  unknownBrowser: "Unbekannter Browser",
  browserOn: (browser, system) => `${browser} unter ${system}`,
  language: "Sprache",
  languageOfOrganisation: (language) => `Wie die Organisation (${language})`,
};
