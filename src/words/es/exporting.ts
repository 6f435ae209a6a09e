// Lo que se dice cuando se llevan todas las personas de una organización, en español.
import type { ExportingWords } from "../en/exporting.ts";

export const exporting: ExportingWords = {
  title: (name: string) => `Llevarse a todas las personas de ${name}`,
  lead: "Todas las personas con lo que usan para iniciar sesión, en un archivo que solo abren sus propias claves. Hace falta el consentimiento de dos personas: un administrador de la organización y el operador. El operador lo hace en la página de la organización, en «Organizaciones», o con un comando. Los operadores figuran en él solo con nombre y dirección.",
  section: "Llevarse a todos",
  sectionText:
    "Un archivo sellado de todas las personas, con contraseñas, aplicaciones de autenticación y códigos de recuperación, para otra instalación.",
  goOn: "Exportaciones",
  open: "En curso",
  waitingText:
    "Compare la huella con quien tiene las claves. Ambos tienen que consentir dentro de 24 horas; cualquiera puede retirarla.",
  agreedText: "Ambos han consentido. El archivo se puede obtener una vez; después todo ha terminado.",
  state: "Estado",
  fingerprint: "Huella",
  recipients: "Claves públicas",
  recipientsHint:
    "De age-keygen; cada una empieza por age1, y varias se separan con espacios. Quien tenga la mitad privada de una puede leer el archivo.",
  byAdministrator: "Consentimiento de un administrador",
  byOperator: "Consentimiento del operador",
  missing: "todavía no dado",
  until: "Vale hasta",
  consent: "Consentir a estas claves",
  download: "Obtener el archivo",
  withdraw: "Retirar",
  ask: "Pedir una exportación",
  askText:
    "Pedirla es su consentimiento. Hace falta un segundo factor que acabe de dar, y se avisa por correo a todos los administradores.",
  askAgainText: "Pedir otra termina la que está en curso.",
  askNow: "Pedir la exportación",
  past: "Anteriores",
  asked: "Pedida",
  states: {
    waiting: "Espera un consentimiento",
    agreed: "Aceptada",
    taken: "Obtenida",
    withdrawn: "Retirada",
    expired: "Caducada",
  },
  done: {
    asked: "Pedida. La otra parte tiene que consentir dentro de 24 horas.",
    agreed: "Ambos han consentido. El archivo se puede obtener una vez.",
    withdrawn: "Retirada. No se entregó nada.",
  },
  problems: {
    recipients: "Indique de 1 a 10 claves públicas de age, tal como las escribe age-keygen: cada una empieza por age1.",
    over: "Esta exportación ha terminado: se entregó o se retiró, o un consentimiento tiene más de 24 horas. Pida otra.",
    notAgreed:
      "Antes hacen falta los dos consentimientos: el de un administrador de la organización y el del operador.",
    otherRecipients: "La huella no es la de esta exportación. Mire de nuevo sus claves.",
    another: "Hacen falta dos personas: una consiente como administrador de la organización y otra como operador.",
  },
};
