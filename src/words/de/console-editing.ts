// What the form says that edits a person, what it refuses, and what is asked before it is saved, in German.
import type { ConsoleEditingWords } from "../en/console-editing.ts";

export const consoleEditing: ConsoleEditingWords = {
  title: (name) => `${name} bearbeiten`,
  back: (name) => `Zurück zu ${name}`,
  notSavedYet: "Noch wurde nichts gespeichert: siehe unten.",
  who: "Wer es ist",
  emailHint:
    "Regeln für Domains und Adressen richten sich danach. Sie sehen, was sich ändert, bevor etwas gespeichert wird.",
  may: "Rollen",
  mayText: "Ohne eine davon: anmelden und das eigene Konto verwalten.",
  signingIn: "Anmeldung",
  signingInText: "Was hier festgelegt ist, geht jeder Regel der Richtlinie vor.",
  policyHint: (level) => `Für diese Person: ${level}.`,
  levelHints: {
    required:
      "Ist nichts eingerichtet, führt die nächste Anmeldung zum Einrichten, bevor sich irgendetwas anderes öffnet.",
    optional: "Die Person kann sie selbst einschalten. Dann wird beim Anmelden danach gefragt.",
    off: "Es wird nicht danach gefragt, auch wenn sie eingerichtet ist. Was eingerichtet ist, bleibt erhalten.",
  },
  reasonHint: "Nötig, wenn es von der Richtlinie abweicht. Bleibt im Verlauf.",
  untilHint: "Danach gilt wieder die Richtlinie (Tage enden um Mitternacht UTC). Leer: bis jemand es ändert.",
  checkTitle: "Vor dem Speichern prüfen",
  checkLead: (name) =>
    `Die Regeln richten sich nach der E-Mail-Adresse und dem Kontotyp. Von ${name} ist noch nichts gespeichert.`,
  changesFrom: (before, after) => `Die Zwei-Faktor-Authentifizierung ändert sich von „${before}“ auf „${after}“`,
  wouldSetUp:
    "Es ist nichts eingerichtet: Die nächste Anmeldung führt zum Einrichten, und Sitzungen verlangen eine neue Anmeldung.",
  whatChanges: "Was sich ändert",
  rulesSay: "Die Regeln sagen jetzt",
  rulesWouldSay: "Sie würden sagen",
  lost: "Würde nicht mehr gelten",
  gained: "Würde neu gelten",
  saveChanges: "Änderungen speichern",
  rules: {
    domain: (of, level) => `Die Regel für die Domain ${of}: ${level}`,
    address: (of, level) => `Die Regel für die Adresse ${of}: ${level}`,
    accountType: (of, level) => `Die Regel für den Kontotyp „${of}“: ${level}`,
    person: (level) => `Von der Administration für diese Person festgelegt: ${level}`,
    organisation: (level) => `Die Vorgabe der Organisation: ${level}`,
  },
  refused: {
    badAddress: "Diese E-Mail-Adresse können wir nicht verwenden. Sie sieht so aus: name@example.com.",
    addressTaken: "Jemand hier hat diese E-Mail-Adresse schon.",
    badScreenName: "Geben Sie einen Benutzernamen mit höchstens 64 Zeichen an, ohne „@“.",
    screenNameTaken: "Jemand hier hat diesen Benutzernamen schon. Wählen Sie einen anderen.",
    badDisplayName: "Geben Sie einen Namen mit höchstens 100 Zeichen an.",
    unknownAccountType: (types) => `Wählen Sie einen von diesen: ${types}.`,
    reasonMissing: "Sagen Sie in wenigen Worten, warum es von der Richtlinie abweicht.",
    changedMeanwhile:
      "Jemand anderes hat diese Person geändert, während das Formular offen war. Es zeigt den jetzigen Stand: Sehen Sie nach und ändern Sie erneut.",
    endInThePast: "Wählen Sie einen Tag, der noch nicht vorbei ist, oder lassen Sie das Feld leer.",
  },
  problems: {
    notYourself: "Das ist Ihr eigenes Konto. Das darf nur jemand anderes aus der Administration tun.",
    notYourOwnFactor:
      "Ihre eigene Zwei-Faktor-Authentifizierung können Sie nicht zurücksetzen. Bitten Sie jemand anderen aus der Administration.",
    changeYourOwnPassword: "Ihr eigenes Passwort ändern Sie unter Profil.",
    personDisabled: "Dieses Konto ist deaktiviert.",
    noMailServer: "Es ist kein Mailserver eingerichtet, deshalb kann niemand per E-Mail eingeladen werden.",
    administratorsOnly: "Das darf nur die Administration Ihrer Organisation.",
    operatorsOnly: "Das darf nur ein Betreiber dieser Installation.",
    lastAdministrator: "Sonst ist hier niemand aktiver Administrator. Geben Sie zuerst jemand anderem diese Rolle.",
    lastOperator:
      "Sonst ist niemand aktiver Betreiber dieser Installation. Geben Sie zuerst jemand anderem diese Rolle.",
  },
};
