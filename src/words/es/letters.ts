// What letters say, in Spanish.
import type { LetterWords } from "../en/letters.ts";
import { speech } from "../speech.ts";

const { counted } = speech("es");

export const letters: LetterWords = {
  titles: {
    "person.address-changed": "Se ha cambiado su dirección de correo",
    "person.password-changed": "Se ha cambiado su contraseña",
    "person.invitation-accepted": "Su cuenta está lista",
    "sign-in.recovery-code-used": "Se ha usado un código de recuperación",
    "authenticator.added": "Se ha configurado una aplicación de autenticación",
    "authenticator.removed": "Se ha eliminado una aplicación de autenticación",
    "second-factor.disabled": "Se ha desactivado la autenticación de dos factores",
    "second-factor.reset": "Se ha restablecido la autenticación de dos factores",
    "second-factor.overridden": "Se ha cambiado su ajuste de autenticación de dos factores",
    "recovery-codes.made": "Se han creado nuevos códigos de recuperación",
    "recovery-codes.imported": "Se trajeron códigos de recuperación de otro sistema",
    "api-key.added": "Se ha creado una clave de API",
    "trusted-browser.added": "Un navegador es ahora de confianza",
    "identity.linked": "Su cuenta está vinculada al inicio de sesión único",
    "identity.unlinked": "Se ha quitado un vínculo con el inicio de sesión único",
    "session.stopped": "Se ha cerrado su sesión tras códigos incorrectos",
    "trusted-browser.stolen": "Se ha bloqueado la copia de un navegador de confianza",
    "person.invited": "Tiene una invitación",
    "person.password-link": "Elija otra contraseña",
    "person.address-confirmation": "Confirme su nueva dirección de correo",
    "person.address-change-asked": "Se ha solicitado cambiar su dirección de correo",
    "deadline.near": "Configure la autenticación de dos factores",
    "help-request.asked": "Alguien ha pedido ayuda con su cuenta",
    "help-request.waiting": "Hay una solicitud de ayuda pendiente",
    "help-request.pass-used": "Se ha usado la ayuda para su cuenta",
    "help-request.cancelled": "Se ha detenido la solicitud de ayuda",
    "help-request.disowned": "Una solicitud de ayuda era de otra persona",
    "help-request.approved": "Se ha aprobado su solicitud de ayuda",
    "help-request.lapsed": "Su solicitud de ayuda ha caducado",
    "help-request.declined": "Se ha rechazado su solicitud de ayuda",
    "export.asked": "Se pidió una exportación de todas las personas",
    "export.agreed": "Se aceptó una exportación de todas las personas",
    "export.withdrawn": "Se retiró una exportación de todas las personas",
    "export.taken": "Se entregó una exportación de todas las personas",
  },
  otherTitle: "Se ha cambiado su cuenta",
  greeting: (name) => `Hola, ${name}:`,
  footer: "Mensaje automático: no se leen las respuestas. No dé nunca un código ni una contraseña a quien se los pida.",

  when: "Cuándo",
  by: "Por",
  from: "Desde",
  with: "Con",
  operator: "el operador de este servicio",
  administrator: "un administrador",

  choosePassword: "Elija otra contraseña:",
  cannotSignIn: "¿No puede iniciar sesión? Pida un enlace:",
  seeSessions: "Vea dónde tiene sesiones abiertas y cierre las que no reconozca:",
  tellAdministrator: "Avise a su administrador.",
  wasItYou: "¿Ha sido usted? Entonces no tiene que hacer nada. Si no ha sido usted, actúe ahora:",
  expected: "¿Lo esperaba? Entonces no tiene que hacer nada. Si no:",

  changed: {
    keyMade: (organisation: string) =>
      `Se ha creado una clave con la que un programa puede actuar en ${organisation} sin segundo paso. Si no ha sido usted, elimínela en la página «Claves de API» de su cuenta y cambie la contraseña.`,
    something: (organisation) => `Se ha cambiado algo en su cuenta de ${organisation}.`,
    address: (organisation) =>
      `Se ha cambiado la dirección de correo de su cuenta de ${organisation}. A partir de ahora, nuestros avisos irán a la nueva dirección.`,
    addressFromTo: (organisation, from, to) =>
      `La dirección de correo de su cuenta de ${organisation} ha cambiado de ${from} a ${to}. A partir de ahora, nuestros avisos irán a la nueva dirección.`,
    password: (organisation) =>
      `Se ha cambiado la contraseña de su cuenta de ${organisation}. Se han cerrado todas sus demás sesiones y ningún navegador es ya de confianza.`,
    joined: (organisation) =>
      `Ha aceptado la invitación de ${organisation} y ha elegido una contraseña. A partir de ahora, inicie sesión con ella.`,
    recoveryCodeUsed: (left) =>
      `Se ha usado uno de sus códigos de recuperación para iniciar sesión.${
        left === undefined ? "" : ` Ya no sirve; ${counted(left, "código restante", "códigos restantes")}.`
      } El paso siguiente era volver a configurar una aplicación de autenticación.`,
    app: "una aplicación de autenticación",
    appNamed: (name) => `una aplicación de autenticación («${name}»)`,
    added: (app) => `Se ha configurado ${app} en su cuenta. Al iniciar sesión se le pedirán sus códigos.`,
    replaced: (app) =>
      `Se ha configurado ${app} en su cuenta, en lugar de otra anterior. Al iniciar sesión se le pedirán sus códigos.`,
    removed: (app) => `Se ha eliminado ${app} de su cuenta. Sus códigos ya no sirven.`,
    disabled:
      "Se ha desactivado la autenticación de dos factores de su cuenta. A partir de ahora basta con su contraseña para iniciar sesión.",
    reset:
      "Se ha restablecido la autenticación de dos factores de su cuenta: se han eliminado las aplicaciones de autenticación, los códigos de recuperación y los navegadores de confianza, y se han cerrado todas sus sesiones.",
    reason: (reason) => `Motivo indicado: «${reason}».`,
    overridden: (how) => `Ha cambiado lo que se exige a su cuenta: ${how}.`,
    overriddenUntil: (how, until) => `Ha cambiado lo que se exige a su cuenta: ${how} (hasta el ${until}).`,
    overrides: {
      policy: "la autenticación de dos factores vuelve a seguir las reglas generales",
      required: "la autenticación de dos factores es obligatoria, digan lo que digan las reglas generales",
      optional: "la autenticación de dos factores es opcional, digan lo que digan las reglas generales",
      off: "la autenticación de dos factores está desactivada, digan lo que digan las reglas generales; basta con su contraseña",
    },
    overriddenSomehow: "se ha fijado solo para usted",
    codesMade: "Se han creado nuevos códigos de recuperación para su cuenta. Los antiguos ya no sirven.",
    codesImported:
      "Se han traído a su cuenta códigos de recuperación de otro sistema. Cada uno puede sustituir una vez a su aplicación de autenticación.",
    trusted: (until) =>
      `Un navegador es ahora de confianza: allí no se pide ningún código${until === undefined ? "" : ` hasta el ${until}`}.`,
    linked:
      "Su cuenta se ha vinculado con un proveedor de identidad de su empresa: quien entre allí como usted entrará aquí en su cuenta.",
    unlinked:
      "Un administrador ha quitado el vínculo entre su cuenta y un proveedor de identidad. Las sesiones abiertas por él han terminado.",
    stopped:
      "Alguien que había iniciado sesión en su cuenta ha introducido varias veces seguidas un código incorrecto. Hemos cerrado esa sesión; no ha llegado más lejos.",
    stolen:
      "Alguien ha usado una copia de lo que hace de confianza a uno de sus navegadores. Hemos puesto fin a esa confianza y a las sesiones que dependían de ella. Es posible que conozca su contraseña.",
  },

  linkOnce: (until) => `El enlace sirve una sola vez${until === undefined ? "" : `, hasta el ${until}`}.`,
  invited: {
    what: (organisation) =>
      `${organisation} ha creado una cuenta para usted. Elija una contraseña y podrá iniciar sesión.`,
    button: "Elegir contraseña",
    unexpected: "¿No lo esperaba? Entonces no haga nada y borre este mensaje.",
  },
  passwordLink: {
    what: (organisation) =>
      `Alguien, esperamos que usted, ha pedido un enlace para elegir otra contraseña en ${organisation}. Su segundo paso no cambia.`,
    button: "Elegir otra contraseña",
    unexpected:
      "No se lo dé a nadie. Si no ha sido usted, no haga nada: su contraseña no cambia. Si sigue recibiendo mensajes como este, avise a su administrador.",
  },
  addressConfirmation: {
    what: (organisation) =>
      `Alguien quiere usar esta dirección para una cuenta de ${organisation}. Será válida cuando usted la confirme.`,
    button: "Confirmar esta dirección",
    unexpected: "Si no ha sido usted, no haga nada: la dirección no se usará.",
  },
  addressChangeAsked: {
    what: (organisation, to) =>
      `La dirección de correo de su cuenta de ${organisation} pasará a ser ${to ?? "otra"} en cuanto se confirme.`,
    wasItYou:
      "¿Ha sido usted? Entonces confirme el mensaje enviado a la nueva dirección. Si no ha sido usted, actúe ahora; una nueva contraseña impide el cambio:",
  },
  deadline: {
    what: (organisation, from, away) =>
      `${organisation} exige la autenticación de dos factores a partir del ${from} (${away}). Desde entonces no podrá continuar sin ella. Se tarda dos minutos: necesita una aplicación de autenticación en su teléfono.`,
    button: "Configurarla ahora",
    later:
      "También puede esperar: entonces la configuración formará parte de su primer inicio de sesión a partir de ese momento.",
  },

  exports: {
    asked: (organisation: string) =>
      `Se pidió una exportación de todas las personas de ${organisation}, con lo que usan para iniciar sesión. Hace falta el consentimiento de un administrador y el del operador; antes no sale nada.`,
    agreed: (organisation: string) =>
      `Ambas partes aceptaron una exportación de todas las personas de ${organisation}, con lo que usan para iniciar sesión. Se puede obtener una vez, dentro de 24 horas.`,
    withdrawn: (organisation: string) =>
      `Se retiró la exportación de todas las personas de ${organisation}. No se entregó nada.`,
    taken: (organisation: string) =>
      `Se entregó la exportación de todas las personas de ${organisation}, con lo que usan para iniciar sesión. Quien tenga las claves puede leerla.`,
    fingerprint: (text: string) => `Huella de las claves para las que está cifrada: ${text}`,
    stop: "Si no sabe nada de esto, pregunte enseguida a los demás administradores y a quien opera este servicio, y retírela si todavía no se ha entregado.",
  },
  help: {
    somebody: "Alguien",
    waiting: (asker) => `${asker} ha perdido su autenticador y pide ayuda. La solicitud espera una decisión.`,
    disowned: (asker) =>
      `${asker} dice que la solicitud de ayuda no era suya; se ha detenido. Otra persona conoce su contraseña: asegúrese de que elija otra.`,
    seeRequest: "Ver la solicitud",
    passUsed: (organisation) =>
      `Se ha usado la ayuda que aprobó un administrador de ${organisation}: alguien ha introducido su contraseña y puede configurar una aplicación de autenticación, que sustituirá a la anterior.`,
    cancelled: (organisation) =>
      `Alguien ha seguido el enlace «No he sido yo»: se ha detenido la solicitud de ayuda con su cuenta de ${organisation}. Quien la hizo conoce su contraseña, así que elija otra:`,
    asked: (organisation) =>
      `Alguien ha introducido su contraseña en ${organisation}, ha dicho que su autenticador se ha perdido y ha pedido ayuda a un administrador.`,
    waitOrStop:
      "¿Ha sido usted? Entonces espere al administrador. Si no ha sido usted, detenga la solicitud; tiene efecto inmediato:",
    notMe: "No he sido yo",
    approved: (organisation, until) =>
      `Un administrador de ${organisation} ha aprobado su solicitud. Inicie sesión con su contraseña${
        until === undefined ? "" : ` antes del ${until}`
      } y vuelva a configurar una aplicación de autenticación. La anterior se eliminará cuando la nueva funcione.`,
    signIn: "Iniciar sesión",
    stopIt: "¿No ha pedido ayuda? Entonces detenga la solicitud ahora; tiene efecto inmediato:",
    tellThem: "¿No ha pedido ayuda? Entonces elija otra contraseña y avise a su administrador.",
    declined: (organisation) =>
      `Un administrador de ${organisation} ha rechazado su solicitud. No se ha cambiado nada en su cuenta.`,
    lapsed: (organisation) =>
      `Nadie en ${organisation} ha decidido sobre su solicitud de ayuda en 14 días, así que ha caducado. No se ha cambiado nada en su cuenta. ¿Todavía necesita ayuda? Inicie sesión con su contraseña y vuelva a pedirla:`,
    somebodyKnows: "¿No ha pedido ayuda? Entonces alguien conoce su contraseña:",
    note: (note) => `El administrador ha escrito: «${note}»`,
  },
};
