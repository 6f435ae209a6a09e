// What the page says on which an installation is set up, in Spanish.
import type { FirstRunWords } from "../en/first-run.ts";

export const firstRun: FirstRunWords = {
  title: "Le damos la bienvenida",
  heading: "Le damos la bienvenida a Countersign",
  lead: "Ponga nombre a su organización y cree su primer administrador. Después configurará su segundo factor.",
  organisation: "Organización",
  yourName: "Su nombre",
  yourEmail: "Su dirección de correo",
  badOrganisationName: "Dé a su organización un nombre de 80 caracteres como máximo.",
  badName: "Indique su nombre con 100 caracteres como máximo.",
  badEmail: "No podemos usar esa dirección de correo.",
  token: "Abra la dirección que el programa mostró al arrancar: contiene la clave de esta página.",
  closed: "Esta instalación ya está configurada. Inicie sesión.",
};
