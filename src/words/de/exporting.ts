// Was beim Mitnehmen aller Personen einer Organisation gesagt wird, auf Deutsch.
import type { ExportingWords } from "../en/exporting.ts";

export const exporting: ExportingWords = {
  problems: {
    recipients:
      "Geben Sie 1 bis 10 öffentliche Schlüssel von age an, wie age-keygen sie schreibt: Jeder beginnt mit age1.",
    over: "Dieser Export ist vorbei: Er wurde abgeholt oder zurückgezogen, oder eine Zustimmung ist älter als 24 Stunden. Erbitten Sie einen neuen.",
    notAgreed:
      "Zuerst sind beide Zustimmungen nötig: die eines Administrators der Organisation und die des Betreibers.",
    otherRecipients: "Der Fingerabdruck gehört nicht zu diesem Export. Sehen Sie sich seine Schlüssel noch einmal an.",
    another:
      "Dazu braucht es zwei Menschen: Einer stimmt als Administrator der Organisation zu, jemand anderes als Betreiber.",
  },
};
