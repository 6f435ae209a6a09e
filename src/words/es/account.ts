// What the pages of one's own account say: frame, profile, and what was done or refused, in Spanish.
import type { AccountWords } from "../en/account.ts";

export const account: AccountWords = {
  nav: {
    profile: "Perfil",
    security: "Seguridad",
    people: "Personas",
    helpRequests: "Solicitudes de ayuda",
    policy: "Política",
    mail: "Correo",
    organisation: "Organización",
    organisations: "Todas las organizaciones",
  },
  done: {
    enabled: "La autenticación de dos factores está activada. A partir de ahora dará un código al iniciar sesión.",
    recovered:
      "Su nueva aplicación de autenticación está lista. La anterior y sus códigos de recuperación antiguos ya no sirven, y ningún navegador es ya de confianza.",
    added:
      "La nueva aplicación de autenticación está lista. Tiene nuevos códigos de recuperación; los antiguos ya no sirven.",
    replaced:
      "La nueva aplicación de autenticación ha sustituido a la anterior. Tiene nuevos códigos de recuperación; los antiguos ya no sirven.",
    codes: "Tiene nuevos códigos de recuperación. Los antiguos ya no sirven y ningún navegador es ya de confianza.",
    disabled:
      "La autenticación de dos factores está desactivada. Se han eliminado sus autenticadores y códigos de recuperación.",
    renamed: "El autenticador tiene su nuevo nombre.",
    removed: "Se ha eliminado el autenticador.",
    "trust-ended": "Ese navegador ya no es de confianza. Allí se pedirá un código.",
    "session-ended": "Se ha cerrado la sesión en ese navegador.",
    "others-ended": "Se han cerrado todas sus demás sesiones.",
    profile: "Se ha guardado su perfil.",
    email: "Se ha cambiado su dirección de correo.",
    "email-asked":
      "Hemos enviado un correo a la nueva dirección. Siga el enlace que contiene y la dirección será válida.",
    password: "Se ha cambiado su contraseña.",
    picture: "Se ha guardado su foto.",
    "picture-removed": "Se ha eliminado su foto.",
  },
  doneTitle: "Hecho",
  refused: {
    "bad-address": "Eso no es una dirección de correo. Debe parecerse a nombre@example.com.",
    "bad-screen-name": "Elija un nombre de usuario de 1 a 64 caracteres, sin «@».",
    "bad-display-name": "Indique un nombre de 1 a 100 caracteres, en una línea.",
    "address-taken": "Otra persona de su organización tiene esa dirección de correo.",
    "screen-name-taken": "Otra persona tiene ese nombre de usuario. Elija otro.",
    "no-picture": "No podemos usar ese archivo. Elija una imagen fija PNG, JPEG o WebP.",
    "too-large": "Esa imagen ocupa más de 1 MiB. Elija una más pequeña.",
  },
  bannerTitle: "Haga su cuenta más segura",
  bannerFrom: (from) => `Necesaria a partir del ${from}`,
  enable: "Activar la autenticación de dos factores",
  bannerText:
    "Con un código de su teléfono, una contraseña robada no abre nada por sí sola. Configurarlo lleva alrededor de un minuto.",
  names: "Nombres e idioma",
  displayName: "Nombre visible",
  displayNameHint: "Como le ven los demás.",
  screenName: "Nombre de usuario",
  screenNameHint: "Puede iniciar sesión con él en lugar de su dirección de correo.",
  languageHint: "De los correos y de sus propias páginas. Si no elige, las páginas siguen a su navegador.",
  save: "Guardar",
  email: "Correo",
  emailAddress: "Dirección de correo",
  emailWaits: (email, until) =>
    `${email} espera su confirmación: siga el enlace del correo que hemos enviado allí. Sirve hasta el ${until}.`,
  emailHint: "Una nueva dirección será válida cuando siga el enlace que enviamos allí.",
  yourPassword: "Su contraseña",
  emailNeedsPassword: "Para cambiar la dirección hace falta su contraseña.",
  changeEmail: "Cambiar correo",
  password: "Contraseña",
  passwordText: "Una nueva contraseña cierra todas sus demás sesiones y ningún navegador será ya de confianza.",
  currentPassword: "Contraseña actual",
  newPassword: "Nueva contraseña",
  newPasswordHint: (characters) =>
    `Al menos ${characters} caracteres. Unas cuantas palabras seguidas son fáciles de recordar.`,
  changePassword: "Cambiar contraseña",
  picture: "Foto",
  pictureAlt: "Usted, como le ven los demás",
  removePicture: "Eliminar foto",
  anotherPicture: "Otra foto",
  choosePicture: "Elegir una foto",
  pictureHint: "PNG, JPEG o WebP, 1 MiB como máximo. Se recorta en forma cuadrada.",
  uploadPicture: "Subir foto",
};
