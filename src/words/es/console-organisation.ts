// What the pages say about one's own organisation, in Spanish.
import type { ConsoleOrganisationWords } from "../en/console-organisation.ts";

export const consoleOrganisation: ConsoleOrganisationWords = {
  title: "Organización",
  lead: "Lo que se ve de ella, desde la página de inicio de sesión.",
  done: {
    saved: "Guardado. A partir de ahora lo muestran todas las páginas de la organización.",
    logo: "El nuevo logotipo ya está puesto.",
    "logo-removed": "Se ha eliminado el logotipo.",
  },
  looks: "Nombre, color e idioma",
  name: "Nombre",
  nameHint: "En todas las páginas, en los correos y junto a los códigos en las aplicaciones de autenticación.",
  accent: "Color de acento",
  accentHint: "Para botones y enlaces.",
  accents: {
    blue: "Azul",
    teal: "Verde azulado",
    green: "Verde",
    violet: "Violeta",
    plum: "Ciruela",
    red: "Rojo",
    orange: "Naranja",
    slate: "Pizarra",
  },
  languageHint:
    "De los correos y páginas para quienes no han elegido ninguno; las páginas siguen primero al navegador.",
  save: "Guardar",
  logo: "Logotipo",
  logoText: "Está junto al nombre en todas las páginas. Lo ve cualquiera que abra la página de inicio de sesión.",
  presentLogo: "El logotipo actual",
  removeLogo: "Eliminar el logotipo",
  anotherLogo: "Otro logotipo",
  chooseLogo: "Elegir un logotipo",
  logoHint:
    "PNG, JPEG o WebP, 1 MiB como máximo. Conserva sus proporciones; queda mejor uno ancho sobre fondo transparente.",
  uploadLogo: "Subir el logotipo",
  refusedLogo: {
    "no-picture": "No podemos usar ese archivo. Elija una imagen fija PNG, JPEG o WebP.",
    "too-large": "Esa imagen ocupa más de 1 MiB. Elija una más pequeña.",
  },
  refused: {
    name: "Dé un nombre de 80 caracteres como máximo, en una línea.",
    slug: "Use minúsculas, cifras y guiones sueltos entre ellas, 40 como máximo.",
    slugTaken: "Otra organización ya tiene este nombre corto.",
    hostName: "Eso no es un nombre de host. Debe parecerse a login.example.com.",
    hostTaken: "Este nombre de host ya lo usa otra organización, una aplicación o la propia instalación.",
    accent: "Elija uno de los colores.",
    language: "Elija uno de los idiomas.",
    administratorName: "Dé un nombre de 100 caracteres como máximo.",
    address: "No podemos usar esa dirección de correo. Debe parecerse a nombre@example.com.",
    addressTaken: "Alguien aquí ya tiene esta dirección de correo.",
    screenName: "Dé un nombre de usuario de 64 caracteres como máximo, sin «@».",
    screenNameTaken: "Alguien aquí ya tiene este nombre de usuario. Elija otro.",
  },
};
