// What pages say where something stands in the way of the request itself, or of who sends it, in Spanish.
import type { FailuresWords } from "../en/failures.ts";

export const failures: FailuresWords = {
  conflict: "Otra persona lo ha cambiado en el mismo momento. Vuelva a mirarlo y repita lo que aún haga falta.",
  unreadable: "Esa petición no se puede leer.",
  brokeOff: "Esa petición se interrumpió a la mitad.",
  tooLarge: "Es más de lo que admite esta dirección.",
  otherKindOfForm: "Ese formulario se envió de una forma que esta página no lee. Vuelva atrás e inténtelo de nuevo.",
  fieldTwice: "Ese formulario se envió con un campo repetido. Vuelva atrás e inténtelo de nuevo.",
  formUnreadable: "Ese formulario no se puede leer. Vuelva atrás e inténtelo de nuevo.",
  placeUnreadable: "Ese punto de la lista no se puede leer. Empiece por la primera página.",
  notAtThisAddress: "Eso no se puede hacer en esta dirección.",
  notSetUp: "Esta instalación aún no está configurada. Abra la dirección que mostró al arrancar.",
  sessionEnded: "Esta sesión ha terminado. Inicie sesión de nuevo.",
  signInFirst: "Inicie sesión primero.",
  helpersOnly: "Solo los asistentes y los administradores de su organización pueden hacerlo.",
  administratorsOnly: "Solo los administradores de su organización pueden hacerlo.",
  operatorsOnly: "Solo un operador de esta instalación puede hacerlo.",
  policyUnreadable:
    "La política de inicio de sesión no se puede leer, así que nadie puede iniciar sesión. Avise a su administrador.",
  notProtected: "En esa dirección no hay ninguna aplicación protegida, o el proxy no la indicó con claridad.",
  tooManyAuthenticators: (most) => `Ya tiene ${most} autenticadores. Elimine uno primero.`,
  ownSession: "Esta es la sesión que está usando. Cierre sesión para terminarla.",
  screenNameKept:
    "Las aplicaciones le conocen por su nombre de usuario, así que solo un administrador puede cambiarlo.",
  passwordChangedMeanwhile: "Su contraseña se cambió en otro sitio en el mismo momento.",
  noRecoveryCodes: "No tiene códigos de recuperación. Genere primero unos nuevos.",
  secondFactorOff: "La autenticación de dos factores no está activada. Actívela primero.",
  onlyAuthenticator:
    "Es su único autenticador. Sustitúyalo o desactive la autenticación de dos factores con «Desactivar».",
  passwordNeeded: "Dé su contraseña para activar la autenticación de dos factores.",
  noPass: "No hay ninguna solicitud aprobada que se pueda usar: ya se usó, se canceló o tiene más de 24 horas.",
  tooManySets:
    "En este inicio de sesión ya se han generado códigos nuevos varias veces. Guarde los que tiene o inicie sesión de nuevo.",
  wrongStep: "Eso no es lo que este inicio de sesión necesita ahora.",
  nothingPending: "No hay nada que confirmar. Empiece de nuevo la configuración.",
  wrongSetUpCode: "Ese código no coincide. Espere al siguiente y vuelva a intentarlo.",
  suspended:
    "Esta organización está suspendida, así que nadie puede iniciar sesión. Pregunte a quien gestiona este servicio.",
  ownOrganisation:
    "Esta es su propia organización: desde aquí no se puede suspender, eliminar ni pasar a otro nombre de host.",
  noSuch: {
    application: "Esa aplicación no existe.",
    webhook: "Ese webhook no existe.",
    organisation: "Esa organización no existe.",
    export: "No existe esa exportación.",
    authenticator: "Ese autenticador no existe.",
    person: "Esa persona no existe.",
    "identity provider": "Ese proveedor de identidad no existe.",
    "help request": "Esa solicitud de ayuda no existe.",
    "trusted browser": "Ese navegador de confianza no existe.",
    session: "Esa sesión no existe.",
    "letter that was given up": "Ese correo descartado no existe.",
    picture: "Esa foto no existe.",
    logo: "Ese logotipo no existe.",
    "link with an identity provider": "Ese vínculo con un proveedor de identidad no existe.",
    import: "Esa importación no existe.",
    "delivery that is not on its way": "Esa entrega no existe o ya está en camino.",
    "bulk change": "Ese cambio masivo no existe.",
    "account type": "Ese tipo de cuenta no existe.",
    "API key": "Esa clave de API no existe.",
  },
};
