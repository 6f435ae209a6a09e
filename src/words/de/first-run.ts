// What the page says on which an installation is set up, in German.
import type { FirstRunWords } from "../en/first-run.ts";

export const firstRun: FirstRunWords = {
  title: "Willkommen",
  heading: "Willkommen bei Countersign",
  lead: "Geben Sie Ihrer Organisation einen Namen, und legen Sie ihren ersten Administrator an. Danach richten Sie Ihren zweiten Faktor ein.",
  organisation: "Organisation",
  yourName: "Ihr Name",
  yourEmail: "Ihre E-Mail-Adresse",
  badOrganisationName: "Geben Sie Ihrer Organisation einen Namen mit höchstens 80 Zeichen.",
  badName: "Geben Sie Ihren Namen mit höchstens 100 Zeichen an.",
  badEmail: "Diese E-Mail-Adresse können wir nicht verwenden.",
  token:
    "Öffnen Sie die Adresse, die das Programm beim Start ausgegeben hat: Sie enthält den Schlüssel zu dieser Seite.",
  closed: "Diese Installation ist schon eingerichtet. Melden Sie sich stattdessen an.",
};
