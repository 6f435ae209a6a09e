// What the pages say on which a second factor is set up, in Spanish.
import type { SetUpWords } from "../en/set-up.ts";
import { speech } from "../speech.ts";

const { counted } = speech("es");

export const setUp: SetUpWords = {
  title: "Configurar la autenticación de dos factores",
  scan: "Escanee este código",
  addToApp: (reason) => `${reason} Añada este código a su aplicación de autenticación.`,
  sixDigits: "Las seis cifras que muestra su aplicación",
  confirm: "Confirmar y activar",
  because: (organisation) => `${organisation} pide un segundo paso al iniciar sesión.`,
  helpApproved: "Su solicitud de ayuda se ha aprobado.",
  recoveryCodeAccepted: "Código de recuperación aceptado.",
  codesLeft: (left) => `${counted(left, "código restante", "códigos restantes")}.`,
  oldKeepsWorking: "El autenticador anterior sigue funcionando hasta que se confirme el nuevo.",
  lastRecoveryCode: "Era su último código de recuperación",
  fewCodes: (left) => `Solo ${counted(left, "código de recuperación restante", "códigos de recuperación restantes")}`,
  doesNotMatch: "Ese código no coincide. Espere al siguiente y vuelva a intentarlo.",
  clockAhead: (minutes) =>
    `El reloj de su teléfono va unos ${minutes} adelantado. Póngalo en hora automática y vuelva a intentarlo.`,
  clockBehind: (minutes) =>
    `El reloj de su teléfono va unos ${minutes} atrasado. Póngalo en hora automática y vuelva a intentarlo.`,
  newCodeToScan: "Ha tardado demasiado: aquí tiene un nuevo código para escanear.",
  saveTitle: "Guarde sus códigos de recuperación",
  isOn: "La autenticación de dos factores está activada.",
  newIsReady:
    "La nueva aplicación de autenticación está lista. La anterior y sus códigos de recuperación antiguos ya no sirven.",
  saveLead: (done) =>
    `${done} Si pierde su teléfono, cada uno de estos códigos le permite entrar una vez. Solo se muestran ahora.`,
  goneTitle: "Sus códigos de recuperación ya se han mostrado",
  goneLead:
    "Por su seguridad solo se muestran una vez. Si no los guardó, cree otros nuevos: los anteriores dejarán de servir.",
  showNew: "Mostrar nuevos códigos de recuperación",
  orSavedHow: "O, si los guardó, ¿cómo?",
  offerLead: (organisation, from) =>
    `${organisation} exigirá un segundo paso a partir del ${from}. Se tarda alrededor de un minuto.`,
  setUpNow: "Configurar ahora",
  notNow: (days) => `Ahora no (plazo: ${days})`,
};
