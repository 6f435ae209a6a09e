// What is said where an identity provider signs people in, in Spanish.
import type { SingleSignOnWords } from "../en/single-sign-on.ts";

export const singleSignOn: SingleSignOnWords = {
  signInWith: (provider) => `Iniciar sesión con ${provider}`,
  use: "Usar el inicio de sesión único",
  typeAddress: "Escriba primero su dirección de correo: indica dónde inicia sesión su empresa.",
  notServed: "Aquí no hay inicio de sesión único para esa dirección. Use su contraseña.",
  leavingTitle: (provider) => `Continuar hacia ${provider}`,
  leavingLead: (provider) => `${provider} inicia su sesión. Después volverá aquí automáticamente.`,
  goOn: (provider) => `Continuar con ${provider}`,
  refusedTitle: "No se ha iniciado la sesión",
  again: "Volver al inicio de sesión",
  refused: {
    cancelled: (provider) => `${provider} no ha iniciado su sesión, o usted se detuvo allí. Puede intentarlo de nuevo.`,
    foreign:
      "Este navegador no empezó este inicio de sesión, o ya ha terminado, o ha tardado demasiado. Empiece de nuevo.",
    answer: (provider) =>
      `La respuesta de ${provider} no es correcta, así que no se ha iniciado ninguna sesión. Inténtelo de nuevo y avise a su administrador si vuelve a ocurrir.`,
    unreachable: (provider) =>
      `No se puede contactar con ${provider}, o no responde como debería. Inténtelo de nuevo en unos minutos.`,
    noAddress: (provider) =>
      `${provider} no ha indicado su dirección de correo, así que no sabemos quién es usted aquí. Avise a su administrador.`,
    unverified: (provider) =>
      `${provider} no confirma que su dirección de correo sea suya, así que no puede abrir una cuenta aquí. Avise a su administrador.`,
    otherDomain: (provider) =>
      `${provider} no inicia aquí sesiones con su dirección de correo. Entre como antes o pregunte a su administrador.`,
    unknown: "Todavía no tiene cuenta aquí. Pida a su administrador que le invite.",
    disabled: "Su cuenta aquí está desactivada. Pregunte a su administrador.",
    clash: (provider) =>
      `Su dirección de correo pertenece a una cuenta vinculada con otra persona en ${provider}. Pida a su administrador que quite ese vínculo.`,
    notFresh: (provider) =>
      `${provider} no le ha pedido iniciar sesión de nuevo, o no dice cuándo, así que esto no se puede confirmar así. Avise a su administrador.`,
    somebodyElse: (provider) =>
      `Ha iniciado sesión en ${provider} como otra persona. Entre allí con su cuenta e inténtelo de nuevo.`,
    turnedOff: (provider) => `El inicio de sesión con ${provider} está desactivado aquí. Pregunte a su administrador.`,
    linkOver: "Ha tardado demasiado o ya ha terminado. Inicie sesión de nuevo.",
    signedInAsOther: "Ha iniciado sesión aquí como otra persona. Ciérrela primero y empiece de nuevo.",
  },
  linkTitle: (provider) => `Vincular con ${provider}`,
  linkProve: (provider, email) =>
    `${email} ya tiene una cuenta aquí. Demuestre una vez que es suya: inicie sesión aquí como antes. A partir de entonces ${provider} iniciará su sesión.`,
  linkSignIn: "Iniciar sesión para vincular",
  linkAsk: (provider, email) =>
    `A partir de ahora, quien entre en ${provider} como ${email} entrará en su cuenta aquí. Vincule solo si es usted.`,
  linkNow: "Vincular y continuar",
  onlyWay: (provider) => `Su empresa inicia su sesión con ${provider}. Aquí no se usan contraseñas.`,
  confirmBy: (provider) => `Confirme iniciando sesión en ${provider} una vez más antes de continuar.`,
  handledBy: (provider) =>
    `Inicia sesión con ${provider}, que se encarga del segundo paso. Aquí no hay nada que configurar.`,
  noPassword: (provider) => `Inicia sesión con ${provider} y no tiene contraseña aquí.`,
};
