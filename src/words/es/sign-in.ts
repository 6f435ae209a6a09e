// What the pages of a sign-in say, in Spanish.
import type { SignInWords } from "../en/sign-in.ts";
import { speech } from "../speech.ts";

const { counted } = speech("es");

export const signIn: SignInWords = {
  title: "Iniciar sesión",
  heading: (organisation) => `Iniciar sesión en ${organisation}`,
  login: "Nombre de usuario o correo",
  password: "Contraseña",
  forgotten: "¿Ha olvidado su contraseña?",
  secondFactorRequired: (organisation) => `${organisation} pide ahora un segundo paso. Inicie sesión de nuevo.`,
  passwordChosen: "Su nueva contraseña está guardada. Inicie sesión con ella.",
  tookTooLong: "Ha tardado demasiado o se ha terminado en otra ventana. Inicie sesión de nuevo.",
  sessionEnded: "Su sesión ha terminado. Inicie sesión de nuevo.",
  wrongCodes: "Se han introducido demasiados códigos incorrectos y se ha cerrado la sesión. Inicie sesión de nuevo.",
  goingOn: (name: string) => `Continuando a ${name}`,
  goOnTo: (name: string) => `Continuar a ${name}`,
  cookieRefusedTitle: "Su navegador no guardó la cookie",
  cookieRefused: (name: string) =>
    `No se pudo abrir ${name}: su navegador no aceptó la cookie que le deja entrar allí, o no la envió. Permita las cookies para estas direcciones e inténtelo de nuevo. Si sigue igual, avise a quien se ocupa de ${name}.`,
  signedOut: "Ha cerrado la sesión.",
  enterCode: "Introduzca su código",
  openApp: "Abra su aplicación de autenticación y escriba las seis cifras que muestra.",
  openAppOfAnyLength: "Abra su aplicación de autenticación y escriba el código que muestra.",
  rememberFor: (length) => `Recordar este navegador durante ${length}`,
  rememberHint: "Hasta entonces no se pedirá ningún código aquí.",
  useRecoveryCode: "Usar un código de recuperación",
  recoveryTitle: "Usar un código de recuperación",
  recoveryLead:
    "Escriba uno de los códigos que guardó al configurar la autenticación de dos factores. Cada uno sirve una sola vez.",
  useApp: "Usar un código de su aplicación",
  lostPhone: "He perdido mi teléfono",
  back: "Volver al inicio de sesión",
  lastTry: "Ese código no es correcto y era el último intento. Inicie sesión de nuevo.",
  wrongCodeLeft: (tries) =>
    `Ese código es incorrecto o ya se ha usado. Espere al siguiente y vuelva a intentarlo (${counted(tries, "intento restante", "intentos restantes")}).`,
  wrongRecoveryCodeLeft: (tries) =>
    `Ese código es incorrecto o ya se ha usado. Compruébelo y vuelva a intentarlo (${counted(tries, "intento restante", "intentos restantes")}).`,
  confirmTitle: "Confirme que es usted",
  confirmByPassword: "Confirme con su contraseña antes de continuar.",
  confirmByCode: "Confirme con un código antes de continuar.",
  codeFromApp: "Código de su aplicación de autenticación",
  leaveTitle: "Cerrar sesión",
  leaveHeading: (organisation: string) => `¿Cerrar la sesión de ${organisation}?`,
  leaveLead: "Una aplicación lo pide. Después tendrá que iniciar sesión de nuevo donde se usó esta sesión.",
  stay: "Seguir con la sesión iniciada",
  suspendedTitle: "Suspendida",
  suspendedHeading: (organisation) => `${organisation} está suspendida`,
  suspendedLead: "Por ahora nadie puede iniciar sesión. Lo que ha configurado se conserva.",
  suspendedAsk: (organisation) =>
    `Si no lo esperaba, pregunte a un administrador de ${organisation} o a quien gestiona este servicio.`,
};
