// What the forms of an application say, and what stands in their way, in Spanish.
import type { ConsoleApplicationFormsWords } from "../en/console-application-forms.ts";

export const consoleApplicationForms: ConsoleApplicationFormsWords = {
  how: "¿Cómo se conecta? Su propia documentación dice lo que sabe hacer; lo mejor es OpenID Connect donde sea posible.",
  about: {
    openid:
      "Para lo que sabe iniciar sesión con OpenID Connect, como la mayoría de las aplicaciones web y de teléfono.",
    "forward-auth":
      "Para lo que no sabe nada de inicio de sesión, detrás de nginx, Caddy o Traefik. El proxy pregunta aquí en cada petición.",
    duo: "Para lo que tiene un ajuste para el inicio de sesión en dos pasos de Duo: se apunta a Countersign, y la aplicación conserva sus propias contraseñas.",
  },
  goOnWith: (kind) => `Continuar: ${kind}`,
  newLead: {
    openid: "Una aplicación con OpenID Connect, o una API a la que se envían sus tokens.",
    "forward-auth": "Una aplicación detrás de un proxy.",
    duo: "Una aplicación con el protocolo Duo.",
  },
  changeTitle: (name) => `Cambiar ${name}`,
  save: "Guardar",
  application: "Aplicación",
  nameHint: "Como se la conoce: se lee al iniciar sesión.",
  active: "Se puede iniciar sesión en ella",
  activeHint: "Desactivada, se rechaza desde la siguiente petición. No se pierde nada.",
  doesItTakePart: "¿Participa?",
  takesPartHint: "Allí se pide un segundo factor según diga la política.",
  notYetHint: "Por ahora allí basta la contraseña. Todo lo demás sigue pidiendo lo que diga la política.",
  from: "Participa a partir del",
  fromHint:
    "Para «Todavía no»: a partir de este día (UTC) participa por sí sola. Si se deja vacío, alguien debe decirlo aquí.",
  noteHint: "Por qué todavía no, o a quién preguntar. La ven los administradores.",
  whereRuns: "¿Dónde funciona?",
  whereHint: "Queda como se elija ahora.",
  onServer: "En un servidor",
  onServerHint: "Puede guardar un secreto y recibe uno.",
  onDevices: "En los dispositivos de las personas",
  onDevicesHint: "Una aplicación de teléfono o escritorio, o una página sin servidor: sin secreto, solo PKCE.",
  returnHint: {
    openid:
      "Una por línea: sus URI de redirección, exactamente como las envía. Una API que solo comprueba tokens no tiene ninguna.",
    duo: "Una por línea: la dirección a la que vuelven sus usuarios, exactamente como la envía.",
  },
  afterSignOutHint: "Una por línea: adónde puede enviar a las personas tras cerrar sesión.",
  backChannelHint:
    "Se le avisa cuando termina una sesión, para que la aplicación cierre la suya (back-channel logout).",
  unknownPeople: "Personas que nombra y que aquí no se conocen",
  refuseThem: "Rechazarlas",
  letThemSetUp: "Dejar que configuren un segundo factor en el momento",
  hostsHint: (own) =>
    `Uno por línea, con el puerto si no es el habitual, por ejemplo wiki.example.com. Deben compartir un dominio con ${own}.`,
  trouble: {
    name: "Dé un nombre de 60 caracteres como máximo, en una línea.",
    nameTaken: "Otra aplicación de aquí ya tiene este nombre. Elija otro.",
    note: "Escriba 300 caracteres como máximo.",
    day: "Escriba el día como año, mes y día, por ejemplo 2027-02-01.",
    dayIsOver: "Elija un día que aún no haya llegado, o diga que participa.",
    otherKind: "Una aplicación que se conecta así no tiene ese ajuste.",
    address: (typed) =>
      `«${typed}» no se puede usar. Escríbala exactamente como la envía la aplicación: con https, sin #, nombre ni contraseña. El http simple solo vale para localhost.`,
    addressOrOwnScheme: (typed) =>
      `«${typed}» no se puede usar. Escríbala exactamente como la envía la aplicación: con https o con un esquema propio como com.example.app:/signed-in, sin #, nombre ni contraseña. El http simple solo vale para localhost.`,
    noAddress: "Dé al menos una dirección.",
    tooMany: "Son más de 20.",
    host: (typed) => `«${typed}» no es un host. Debe parecerse a wiki.example.com o wiki.example.com:8443.`,
    otherDomain: (typed, own) =>
      `«${typed}» no comparte ningún dominio con ${own}, donde se inicia sesión, así que el navegador no llevaría allí la sesión.`,
    needsHostName: (own) =>
      `Se inicia sesión en ${own}. Para proteger aplicaciones detrás de un proxy, el propio Countersign necesita un nombre de host como login.example.com (COUNTERSIGN_URL).`,
    ownHost: (host) => `Se inicia sesión en ${host}: no puede ser también una aplicación.`,
    hostTaken: (host) => `Otra aplicación ya tiene ${host}.`,
    noHost: "Dé al menos un host.",
    changedMeanwhile:
      "Otra persona cambió esta aplicación mientras el formulario estaba abierto. Muestra cómo está ahora: mírela y vuelva a cambiarla.",
  },
  byKey:
    "La palabra de una aplicación del protocolo Duo vale como una contraseña. Las añaden personas, no claves de API.",
  noSecret: "Una aplicación que se conecta así no tiene secreto.",
};
