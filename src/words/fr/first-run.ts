// What the page says on which an installation is set up, in French.
import type { FirstRunWords } from "../en/first-run.ts";

export const firstRun: FirstRunWords = {
  title: "Bienvenue",
  heading: "Bienvenue dans Countersign",
  lead: "Nommez votre organisation et créez son premier administrateur. Ensuite, vous configurerez votre second facteur.",
  organisation: "Organisation",
  yourName: "Votre nom",
  yourEmail: "Votre adresse e-mail",
  badOrganisationName: "Donnez à votre organisation un nom de 80 caractères au plus.",
  badName: "Donnez votre nom en 100 caractères au plus.",
  badEmail: "Nous ne pouvons pas utiliser cette adresse e-mail.",
  token: "Ouvrez l’adresse que le programme a affichée à son démarrage : elle contient le jeton de cette page.",
  closed: "Cette installation est déjà configurée. Connectez-vous plutôt.",
};
