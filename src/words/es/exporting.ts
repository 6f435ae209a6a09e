// Lo que se dice cuando se llevan todas las personas de una organización, en español.
import type { ExportingWords } from "../en/exporting.ts";

export const exporting: ExportingWords = {
  problems: {
    recipients: "Indique de 1 a 10 claves públicas de age, tal como las escribe age-keygen: cada una empieza por age1.",
    over: "Esta exportación ha terminado: se entregó o se retiró, o un consentimiento tiene más de 24 horas. Pida otra.",
    notAgreed:
      "Antes hacen falta los dos consentimientos: el de un administrador de la organización y el del operador.",
    otherRecipients: "La huella no es la de esta exportación. Mire de nuevo sus claves.",
    another: "Hacen falta dos personas: una consiente como administrador de la organización y otra como operador.",
  },
};
