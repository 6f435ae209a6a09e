// What stands in somebody's way, as pages say it, in Spanish.
import type { ProblemsWords } from "../en/problems.ts";

export const problems: ProblemsWords = {
  wait: (length) => `Demasiados intentos fallidos. Espere ${length} y vuelva a intentarlo.`,
  waitForLetters: (length) =>
    `Últimamente se han enviado correos a varias direcciones nuevas. Espere ${length} y vuelva a intentarlo.`,
  codesRefused:
    "Se han introducido demasiados códigos incorrectos para esta cuenta. Use un código de recuperación o pida ayuda a su administrador.",
  busy: "Hay demasiadas personas iniciando sesión en este momento. Vuelva a intentarlo en unos segundos.",
  picturesBusy: "Se están subiendo muchas fotos en este momento. Vuelva a intentarlo enseguida.",
  wrongCredentials:
    "El nombre de usuario o correo y la contraseña no coinciden. Compruebe ambos y vuelva a intentarlo.",
  wrongPassword: "Esa no es su contraseña.",
  wrongCode: "Ese código es incorrecto o ya se ha usado. Espere al siguiente y vuelva a intentarlo.",
  secondStepUnavailable:
    "Ahora no se puede comprobar su autenticador. Use un código de recuperación o avise a su administrador.",
  signInEnded: "Este inicio de sesión ha terminado. Empiece de nuevo.",
  saveCodesFirst: "Guarde primero sus códigos de recuperación: descárguelos, cópielos o imprímalos.",
  helpNotOffered: "Su organización no admite aquí solicitudes de ayuda.",
  helpAlreadyAsked: "Ya ha pedido ayuda y aún no se ha decidido. Recibirá un correo en cuanto se decida.",
  helpApproved: "Su solicitud de ayuda se ha aprobado. Vuelva atrás y configure un nuevo autenticador.",
  helpTooOften: "Hoy ya ha pedido ayuda varias veces. Espere a mañana o llame a su administrador.",
  helpOver:
    "Ya no hay nada que cancelar: la solicitud se canceló, se rechazó o se llevó a cabo, o su plazo ha terminado. Si algo le parece extraño, avise ahora a su administrador.",
  invitationOver: "Esta invitación ya se ha usado o es demasiado antigua. Pida otra a su administrador.",
  addressChangeOver: "Este enlace ya se ha usado o es demasiado antiguo. Vuelva a cambiar la dirección en Perfil.",
  notFound: "Esa página no existe.",
  internal: "Algo ha fallado por nuestra parte. No se ha cambiado nada. Vuelva a intentarlo.",
  applicationRequest:
    "La aplicación desde la que ha llegado hizo una petición que no se puede aceptar, o demasiado tarde. Vuelva a ella e inténtelo de nuevo.",
  unavailable: "Ahora no podemos acceder a nuestros datos. Vuelva a intentarlo en un momento.",
  forgery: "Esta petición venía de otro sitio. Vuelva a la página e inténtelo de nuevo desde allí.",
  requiredByPolicy: "Su organización exige la autenticación de dos factores, así que no se puede desactivar aquí.",
  offByPolicy: "Su organización ha desactivado para usted la autenticación de dos factores.",
  openIdRequest: (error: string) =>
    `La aplicación que le ha enviado aquí ha pedido algo a lo que no se puede responder. Quien la gestiona debe saber esto: ${error}`,
  keptByApplication: (application: string) => `${application} guarda su dirección y su contraseña. Cámbielas allí.`,
  keysByApplication: (application: string) =>
    `Las claves de API son para quienes inician sesión aquí, no en ${application}.`,
  titles: {
    signInAgain: "Inicie sesión de nuevo",
    notAllowed: "No permitido",
    notFound: "No encontrado",
    notPossible: "No es posible aquí",
    ended: "Esto ha terminado",
    tooLarge: "Demasiado grande",
    wait: "Espere, por favor",
    tryShortly: "Vuelva a intentarlo enseguida",
    notSetUp: "Aún sin configurar",
    setUpAlready: "Ya configurado",
    invitationOver: "Esta invitación ya no es válida",
    confirmFirst: "Confirme primero",
    other: "No ha funcionado",
  },
  tryAgain: "Reintentar",
  toAccount: "A su cuenta",
  signIn: "Iniciar sesión",
};
