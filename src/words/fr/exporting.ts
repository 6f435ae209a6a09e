// Ce qui est dit quand toutes les personnes d’une organisation sont emmenées, en français.
import type { ExportingWords } from "../en/exporting.ts";

export const exporting: ExportingWords = {
  problems: {
    recipients: "Donnez de 1 à 10 clés publiques d’age, telles que age-keygen les écrit : chacune commence par age1.",
    over: "Cet export est terminé : il a été pris ou retiré, ou un accord date de plus de 24 heures. Demandez-en un autre.",
    notAgreed:
      "Il faut d’abord les deux accords : celui d’un administrateur de l’organisation et celui de l’exploitant.",
    otherRecipients: "L’empreinte n’est pas celle de cet export. Regardez de nouveau ses clés.",
    another:
      "Il faut deux personnes : l’une donne son accord comme administrateur de l’organisation, l’autre comme exploitant.",
  },
};
