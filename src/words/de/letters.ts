// What letters say, in German.
import type { LetterWords } from "../en/letters.ts";
import { speech } from "../speech.ts";

const { counted } = speech("de");

export const letters: LetterWords = {
  titles: {
    "person.address-changed": "Ihre E-Mail-Adresse wurde geändert",
    "person.password-changed": "Ihr Passwort wurde geändert",
    "person.invitation-accepted": "Ihr Konto ist bereit",
    "sign-in.recovery-code-used": "Ein Wiederherstellungscode wurde verwendet",
    "authenticator.added": "Eine Authenticator-App wurde eingerichtet",
    "authenticator.removed": "Eine Authenticator-App wurde entfernt",
    "second-factor.disabled": "Die Zwei-Faktor-Authentifizierung wurde ausgeschaltet",
    "second-factor.reset": "Die Zwei-Faktor-Authentifizierung wurde zurückgesetzt",
    "second-factor.overridden": "Ihre Einstellung zur Zwei-Faktor-Authentifizierung wurde geändert",
    "recovery-codes.made": "Neue Wiederherstellungscodes wurden erstellt",
    "recovery-codes.imported": "Wiederherstellungscodes wurden aus einem anderen System übernommen",
    "api-key.added": "Ein API-Schlüssel wurde erstellt",
    "trusted-browser.added": "Ein Browser ist jetzt vertrauenswürdig",
    "identity.linked": "Ihr Konto ist mit dem Single Sign-on verknüpft",
    "identity.unlinked": "Eine Verknüpfung mit dem Single Sign-on wurde gelöst",
    "session.stopped": "Sie wurden nach falschen Codes abgemeldet",
    "trusted-browser.stolen": "Ein kopierter vertrauenswürdiger Browser wurde gesperrt",
    "person.invited": "Sie sind eingeladen",
    "person.password-link": "Neues Passwort wählen",
    "person.address-confirmation": "Bestätigen Sie Ihre neue E-Mail-Adresse",
    "person.address-change-asked": "Eine Änderung Ihrer E-Mail-Adresse wurde angefordert",
    "deadline.near": "Richten Sie die Zwei-Faktor-Authentifizierung ein",
    "help-request.asked": "Jemand hat um Hilfe mit Ihrem Konto gebeten",
    "help-request.waiting": "Eine Hilfeanfrage wartet",
    "help-request.pass-used": "Die Hilfe für Ihr Konto wurde genutzt",
    "help-request.cancelled": "Die Hilfeanfrage wurde gestoppt",
    "help-request.disowned": "Eine Hilfeanfrage kam von einer fremden Person",
    "help-request.approved": "Ihre Hilfeanfrage wurde genehmigt",
    "help-request.lapsed": "Ihre Hilfeanfrage ist verfallen",
    "help-request.declined": "Ihre Hilfeanfrage wurde abgelehnt",
    "export.asked": "Ein Export aller Personen wurde erbeten",
    "export.agreed": "Einem Export aller Personen wurde zugestimmt",
    "export.withdrawn": "Ein Export aller Personen wurde zurückgezogen",
    "export.taken": "Ein Export aller Personen wurde abgeholt",
  },
  otherTitle: "Ihr Konto wurde geändert",
  greeting: (name) => `Guten Tag, ${name}!`,
  footer:
    "Automatisch versandt: Antworten werden nicht gelesen. Geben Sie niemandem einen Code oder ein Passwort, wer auch immer danach fragt.",

  when: "Wann",
  by: "Durch",
  from: "Von",
  with: "Mit",
  operator: "den Betreiber dieses Dienstes",
  administrator: "die Administration",

  choosePassword: "Wählen Sie ein neues Passwort:",
  cannotSignIn: "Sie können sich nicht anmelden? Fordern Sie einen Link an:",
  seeSessions: "Sehen Sie nach, wo Sie angemeldet sind, und beenden Sie, was Sie nicht kennen:",
  tellAdministrator: "Sagen Sie Ihrer Administration Bescheid.",
  wasItYou: "Waren Sie das? Dann ist nichts zu tun. Wenn nicht, handeln Sie jetzt:",
  expected: "Haben Sie das erwartet? Dann ist nichts zu tun. Wenn nicht:",

  changed: {
    keyMade: (organisation: string) =>
      `Es wurde ein Schlüssel erstellt, mit dem ein Programm bei ${organisation} handeln kann, ohne zweiten Schritt. Wenn Sie das nicht waren, beenden Sie ihn auf der Seite „API-Schlüssel“ Ihres Kontos und ändern Sie Ihr Passwort.`,
    something: (organisation) => `An Ihrem Konto bei ${organisation} wurde etwas geändert.`,
    address: (organisation) =>
      `Die E-Mail-Adresse Ihres Kontos bei ${organisation} wurde geändert. Unsere Mitteilungen gehen ab jetzt an die neue Adresse.`,
    addressFromTo: (organisation, from, to) =>
      `Die E-Mail-Adresse Ihres Kontos bei ${organisation} wurde von ${from} in ${to} geändert. Unsere Mitteilungen gehen ab jetzt an die neue Adresse.`,
    password: (organisation) =>
      `Das Passwort Ihres Kontos bei ${organisation} wurde geändert. Sie wurden überall sonst abgemeldet, und kein Browser gilt mehr als vertrauenswürdig.`,
    joined: (organisation) =>
      `Sie haben die Einladung von ${organisation} angenommen und ein Passwort gewählt. Ab jetzt melden Sie sich damit an.`,
    recoveryCodeUsed: (left) =>
      `Einer Ihrer Wiederherstellungscodes wurde zur Anmeldung verwendet.${
        left === undefined ? "" : ` Er gilt nicht noch einmal; übrig: ${counted(left, "Code", "Codes")}.`
      } Als Nächstes war wieder eine Authenticator-App einzurichten.`,
    app: "Eine Authenticator-App",
    appNamed: (name) => `Eine Authenticator-App („${name}“)`,
    added: (app) => `${app} wurde für Ihr Konto eingerichtet. Beim Anmelden werden Sie nach ihren Codes gefragt.`,
    replaced: (app) =>
      `${app} wurde für Ihr Konto eingerichtet und ersetzt eine frühere. Beim Anmelden werden Sie nach ihren Codes gefragt.`,
    removed: (app) => `${app} wurde aus Ihrem Konto entfernt. Ihre Codes gelten nicht mehr.`,
    disabled:
      "Die Zwei-Faktor-Authentifizierung Ihres Kontos wurde ausgeschaltet. Ab jetzt genügt zum Anmelden Ihr Passwort allein.",
    reset:
      "Die Zwei-Faktor-Authentifizierung Ihres Kontos wurde zurückgesetzt: Authenticator-Apps, Wiederherstellungscodes und vertrauenswürdige Browser sind gelöscht, und Sie wurden überall abgemeldet.",
    reason: (reason) => `Als Grund wurde angegeben: „${reason}“.`,
    overridden: (how) => `Was von Ihrem Konto verlangt wird, wurde geändert: ${how}.`,
    overriddenUntil: (how, until) => `Was von Ihrem Konto verlangt wird, wurde geändert: ${how} (bis ${until}).`,
    overrides: {
      policy: "Für die Zwei-Faktor-Authentifizierung gelten wieder die allgemeinen Regeln",
      required: "Die Zwei-Faktor-Authentifizierung ist Pflicht, unabhängig von den allgemeinen Regeln",
      optional: "Die Zwei-Faktor-Authentifizierung ist freiwillig, unabhängig von den allgemeinen Regeln",
      off: "Die Zwei-Faktor-Authentifizierung ist ausgeschaltet, unabhängig von den allgemeinen Regeln; Ihr Passwort allein genügt",
    },
    overriddenSomehow: "Es wurde für Sie allein festgelegt",
    codesMade: "Für Ihr Konto wurden neue Wiederherstellungscodes erstellt. Die alten gelten nicht mehr.",
    codesImported:
      "Wiederherstellungscodes aus einem anderen System wurden für Ihr Konto übernommen. Jeder kann einmal Ihre Authenticator-App ersetzen.",
    trusted: (until) =>
      `Ein Browser ist jetzt vertrauenswürdig: Dort werden Sie${until === undefined ? "" : ` bis ${until}`} nicht nach einem Code gefragt.`,
    linked:
      "Ihr Konto wurde mit einem Identitätsanbieter Ihrer Firma verknüpft: Wer sich dort als Sie anmeldet, kommt hier in Ihr Konto.",
    unlinked:
      "Die Verknüpfung Ihres Kontos mit einem Identitätsanbieter wurde von der Administration gelöst. Sitzungen, die darüber begonnen wurden, sind beendet.",
    stopped:
      "Jemand, der in Ihrem Konto angemeldet war, hat mehrmals hintereinander einen falschen Code eingegeben. Wir haben diese Sitzung beendet; weiter ist niemand gekommen.",
    stolen:
      "Jemand hat eine Kopie dessen benutzt, was einen Ihrer Browser vertrauenswürdig macht. Wir haben das Vertrauen und alle damit begonnenen Sitzungen beendet. Möglicherweise kennt jemand Ihr Passwort.",
  },

  linkOnce: (until) => `Der Link gilt einmal${until === undefined ? "" : `, bis ${until}`}.`,
  invited: {
    what: (organisation) =>
      `${organisation} hat ein Konto für Sie angelegt. Wählen Sie ein Passwort, dann können Sie sich anmelden.`,
    button: "Passwort wählen",
    unexpected: "Sie haben das nicht erwartet? Dann tun Sie nichts und löschen Sie diese Nachricht.",
  },
  passwordLink: {
    what: (organisation) =>
      `Jemand, hoffentlich Sie, hat einen Link angefordert, um bei ${organisation} ein neues Passwort zu wählen. Ihr zweiter Schritt bleibt, wie er ist.`,
    button: "Neues Passwort wählen",
    unexpected:
      "Geben Sie ihn niemandem. Wenn Sie das nicht waren, tun Sie nichts: Ihr Passwort bleibt, wie es ist. Kommen solche Nachrichten immer wieder, sagen Sie Ihrer Administration Bescheid.",
  },
  addressConfirmation: {
    what: (organisation) =>
      `Jemand möchte diese Adresse für ein Konto bei ${organisation} verwenden. Sie gilt, sobald Sie sie bestätigen.`,
    button: "Adresse bestätigen",
    unexpected: "Wenn Sie das nicht waren, tun Sie nichts: Dann wird die Adresse nicht verwendet.",
  },
  addressChangeAsked: {
    what: (organisation, to) =>
      `Die E-Mail-Adresse Ihres Kontos bei ${organisation} soll in ${to ?? "eine andere"} geändert werden, sobald diese bestätigt ist.`,
    wasItYou:
      "Waren Sie das? Dann bestätigen Sie die Nachricht an die neue Adresse. Wenn nicht, handeln Sie jetzt; ein neues Passwort verhindert die Änderung:",
  },
  deadline: {
    what: (organisation, from, away) =>
      `${organisation} verlangt ab dem ${from} (${away}) die Zwei-Faktor-Authentifizierung. Danach geht es ohne sie nicht weiter. Das Einrichten dauert zwei Minuten: Sie brauchen eine Authenticator-App auf Ihrem Telefon.`,
    button: "Jetzt einrichten",
    later: "Sie können auch warten: Dann gehört das Einrichten zu Ihrer ersten Anmeldung danach.",
  },

  exports: {
    asked: (organisation: string) =>
      `Ein Export aller Personen von ${organisation} mit allem, womit sie sich anmelden, wurde erbeten. Dafür müssen Administration und Betreiber zustimmen; vorher wird nichts herausgegeben.`,
    agreed: (organisation: string) =>
      `Beide Seiten haben einem Export aller Personen von ${organisation} mit allem, womit sie sich anmelden, zugestimmt. Innerhalb von 24 Stunden kann er einmal abgeholt werden.`,
    withdrawn: (organisation: string) =>
      `Der Export aller Personen von ${organisation} wurde zurückgezogen. Es wurde nichts herausgegeben.`,
    taken: (organisation: string) =>
      `Der Export aller Personen von ${organisation} mit allem, womit sie sich anmelden, wurde abgeholt. Wer die Schlüssel hat, kann ihn lesen.`,
    fingerprint: (text: string) => `Fingerabdruck der Schlüssel, für die er verschlüsselt ist: ${text}`,
    stop: "Wissen Sie nichts davon? Dann fragen Sie sofort die übrigen Administratoren und den Betreiber, und ziehen Sie ihn zurück, falls er noch nicht abgeholt ist.",
  },
  help: {
    somebody: "Jemand",
    waiting: (asker) =>
      `${asker} hat keinen Zugriff mehr auf den Authenticator und bittet um Hilfe. Die Anfrage wartet auf eine Entscheidung.`,
    disowned: (asker) =>
      `${asker} sagt, die Hilfeanfrage sei nicht von ihr oder ihm; sie wurde gestoppt. Jemand anderes kennt das Passwort: Sorgen Sie dafür, dass ein neues gewählt wird.`,
    seeRequest: "Anfrage ansehen",
    passUsed: (organisation) =>
      `Die von der Administration von ${organisation} genehmigte Hilfe wurde genutzt: Jemand hat Ihr Passwort eingegeben und darf eine Authenticator-App einrichten, die die alte ersetzt.`,
    cancelled: (organisation) =>
      `Jemand ist dem Link „Das war ich nicht“ gefolgt: Die Hilfeanfrage zu Ihrem Konto bei ${organisation} wurde gestoppt. Wer sie gestellt hat, kennt Ihr Passwort; wählen Sie deshalb ein neues:`,
    asked: (organisation) =>
      `Jemand hat bei ${organisation} Ihr Passwort eingegeben, den Verlust Ihres Authenticators gemeldet und die Administration um Hilfe gebeten.`,
    waitOrStop:
      "Waren Sie das? Dann warten Sie auf die Administration. Wenn nicht, stoppen Sie die Anfrage; das wirkt sofort:",
    notMe: "Das war ich nicht",
    approved: (organisation, until) =>
      `Die Administration von ${organisation} hat Ihre Anfrage genehmigt. Melden Sie sich${
        until === undefined ? "" : ` bis ${until}`
      } mit Ihrem Passwort an und richten Sie wieder eine Authenticator-App ein. Die alte wird entfernt, sobald die neue funktioniert.`,
    signIn: "Anmelden",
    stopIt: "Sie haben nicht um Hilfe gebeten? Dann stoppen Sie die Anfrage jetzt; das wirkt sofort:",
    tellThem:
      "Sie haben nicht um Hilfe gebeten? Dann wählen Sie ein neues Passwort und sagen Sie Ihrer Administration Bescheid.",
    declined: (organisation) =>
      `Die Administration von ${organisation} hat Ihre Anfrage abgelehnt. An Ihrem Konto wurde nichts geändert.`,
    lapsed: (organisation) =>
      `Bei ${organisation} hat innerhalb von 14 Tagen niemand über Ihre Hilfeanfrage entschieden, deshalb ist sie verfallen. An Ihrem Konto wurde nichts geändert. Brauchen Sie noch Hilfe? Dann melden Sie sich mit Ihrem Passwort an und fragen Sie noch einmal:`,
    somebodyKnows: "Sie haben nicht um Hilfe gebeten? Dann kennt jemand Ihr Passwort:",
    note: (note) => `Die Administration schreibt: „${note}“`,
  },
};
