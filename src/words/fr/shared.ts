// What many pages and letters say.
import type { SharedWords } from "../en/shared.ts";

export const shared: SharedWords = {
  unknownBrowser: "Navigateur inconnu",
  browserOn: (browser, system) => `${browser} sur ${system}`,
  language: "Langue",
  languageOfOrganisation: (language) => `Celle de l’organisation (${language})`,
};
