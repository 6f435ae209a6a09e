// What the pages say about one's own organisation, in German.
import type { ConsoleOrganisationWords } from "../en/console-organisation.ts";

export const consoleOrganisation: ConsoleOrganisationWords = {
  title: "Organisation",
  lead: "Was man von ihr sieht, von der Anmeldeseite an.",
  done: {
    saved: "Gespeichert. Ab jetzt zeigt es jede Seite der Organisation.",
    logo: "Das neue Logo ist da.",
    "logo-removed": "Das Logo wurde entfernt.",
  },
  looks: "Name, Farbe und Sprache",
  name: "Name",
  nameHint: "Auf jeder Seite, in E-Mails und neben den Codes in den Authenticator-Apps.",
  accent: "Akzentfarbe",
  accentHint: "Für Schaltflächen und Links.",
  accents: {
    blue: "Blau",
    teal: "Blaugrün",
    green: "Grün",
    violet: "Violett",
    plum: "Pflaume",
    red: "Rot",
    orange: "Orange",
    slate: "Schiefer",
  },
  languageHint: "Für E-Mails und Seiten von Personen, die keine gewählt haben; Seiten folgen zuerst dem Browser.",
  save: "Speichern",
  logo: "Logo",
  logoText: "Steht auf jeder Seite neben dem Namen. Jeder, der die Anmeldeseite öffnet, sieht es.",
  presentLogo: "Das jetzige Logo",
  removeLogo: "Logo entfernen",
  anotherLogo: "Anderes Logo",
  chooseLogo: "Logo auswählen",
  logoHint:
    "PNG, JPEG oder WebP, höchstens 1 MiB. Die Proportionen bleiben; am besten wirkt ein breites auf durchsichtigem Grund.",
  uploadLogo: "Logo hochladen",
  refusedLogo: {
    "no-picture": "Diese Datei können wir nicht verwenden. Wählen Sie ein unbewegtes Bild als PNG, JPEG oder WebP.",
    "too-large": "Dieses Bild ist größer als 1 MiB. Wählen Sie ein kleineres.",
  },
  refused: {
    name: "Geben Sie einen Namen mit höchstens 80 Zeichen in einer Zeile an.",
    slug: "Verwenden Sie Kleinbuchstaben, Ziffern und dazwischen einzelne Bindestriche, höchstens 40 Zeichen.",
    slugTaken: "Eine andere Organisation hat diesen Kurznamen schon.",
    hostName: "Das ist kein Hostname. Er sieht aus wie login.example.com.",
    hostTaken:
      "Dieser Hostname ist schon vergeben: an eine andere Organisation, eine Anwendung oder die Installation selbst.",
    accent: "Wählen Sie eine der Farben.",
    language: "Wählen Sie eine der Sprachen.",
    administratorName: "Geben Sie einen Namen mit höchstens 100 Zeichen an.",
    address: "Diese E-Mail-Adresse können wir nicht verwenden. Sie sieht aus wie name@example.com.",
    addressTaken: "Jemand hier hat diese E-Mail-Adresse schon.",
    screenName: "Geben Sie einen Benutzernamen mit höchstens 64 Zeichen ohne „@“ an.",
    screenNameTaken: "Jemand hier hat diesen Benutzernamen schon. Wählen Sie einen anderen.",
  },
};
