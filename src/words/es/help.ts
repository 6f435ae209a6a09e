// What the pages say to those who lost their authenticator, in Spanish.
import type { HelpWords } from "../en/help.ts";

export const help: HelpWords = {
  title: "Pedir ayuda",
  lead: (organisation) =>
    `Un administrador de ${organisation} comprueba que es usted de verdad y le permite configurar un nuevo autenticador.`,
  whatHappened: "¿Qué ha ocurrido?",
  hint: "Por ejemplo, «Se me ha roto el teléfono», y cómo podemos localizarle. No escriba aquí nunca una contraseña ni un código.",
  approvedTitle: "Su solicitud de ayuda se ha aprobado",
  setUpNew: "Configurar un nuevo autenticador",
  worksUntil: (until) => `Sirve una sola vez, hasta el ${until}.`,
  sentTitle: "Su solicitud se ha enviado",
  sentLead: (organisation) => `Se ha avisado a los administradores de ${organisation}. Qué ocurrirá ahora:`,
  nextCheck: "Un administrador se asegura de que es usted de verdad. Es posible que le llame.",
  nextMail: "Recibirá un correo cuando se haya decidido.",
  nextSignIn:
    "Si se aprueba, inicie sesión con su contraseña en un plazo de 24 horas y podrá configurar un nuevo autenticador.",
  notYou:
    "Acaba de recibir un correo sobre esta solicitud. Si no la ha hecho usted, cancélela con el enlace que contiene.",
  cancelTitle: "¿No ha sido usted?",
  cancelLead: (when, browser, address) =>
    `El ${when}, alguien que conoce su contraseña pidió ayuda para iniciar sesión sin su autenticador, con ${browser} desde ${address}.`,
  cancelIfYou: "Si ha sido usted, cierre esta página: no tiene que hacer nada.",
  cancelButton: "No he sido yo: cancelar la solicitud",
  cancelledTitle: "La solicitud se ha cancelado",
  cancelledLead: "Ya nadie puede usarla y su autenticador sigue como está. Se ha avisado a los administradores.",
  changePasswordNow: "Cambie su contraseña ahora",
  askerKnowsIt: "Quien hizo la solicitud la conoce.",
  changePassword: "Cambiar la contraseña",
};
