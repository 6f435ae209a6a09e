// What many pages and letters say.

export const shared = {
  unknownBrowser: "Unknown browser",
  browserOn: (browser: string, system: string) => `${browser} on ${system}`,
  language: "Language",
  languageOfOrganisation: (language: string) => `The organisation's (${language})`,
};

export type SharedWords = typeof shared;
