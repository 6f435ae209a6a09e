// What pages say where something stands in the way of the request itself, or of who sends it, in German.
import type { FailuresWords } from "../en/failures.ts";

export const failures: FailuresWords = {
  conflict:
    "Jemand anderes hat das im selben Moment geändert. Sehen Sie noch einmal nach, und wiederholen Sie, was noch nötig ist.",
  unreadable: "Diese Anfrage lässt sich nicht lesen.",
  brokeOff: "Diese Anfrage brach mittendrin ab.",
  tooLarge: "Das ist mehr, als diese Adresse annimmt.",
  otherKindOfForm:
    "Dieses Formular wurde auf eine Weise gesendet, die diese Seite nicht liest. Gehen Sie zurück, und versuchen Sie es erneut.",
  fieldTwice: "Dieses Formular wurde mit einem doppelten Feld gesendet. Gehen Sie zurück, und versuchen Sie es erneut.",
  formUnreadable: "Dieses Formular lässt sich nicht lesen. Gehen Sie zurück, und versuchen Sie es erneut.",
  placeUnreadable: "Diese Stelle der Liste lässt sich nicht lesen. Beginnen Sie auf der ersten Seite.",
  notAtThisAddress: "Das geht an dieser Adresse nicht.",
  notSetUp:
    "Diese Installation ist noch nicht eingerichtet. Öffnen Sie die Adresse, die sie beim Start ausgegeben hat.",
  sessionEnded: "Diese Sitzung ist beendet. Melden Sie sich erneut an.",
  signInFirst: "Melden Sie sich zuerst an.",
  helpersOnly: "Das dürfen nur Helfer und Administratoren Ihrer Organisation.",
  administratorsOnly: "Das dürfen nur Administratoren Ihrer Organisation.",
  operatorsOnly: "Das darf nur ein Betreiber dieser Installation.",
  policyUnreadable:
    "Die Richtlinie für die Anmeldung lässt sich nicht lesen, deshalb kann sich niemand anmelden. Bitte sagen Sie Ihrer Administration Bescheid.",
  notProtected: "Unter dieser Adresse ist keine Anwendung geschützt, oder der Proxy hat sie nicht deutlich genannt.",
  tooManyAuthenticators: (most) => `Sie haben schon ${most} Authenticators. Entfernen Sie zuerst einen.`,
  ownSession: "Das ist die Sitzung, die Sie gerade benutzen. Melden Sie sich ab, um sie zu beenden.",
  screenNameKept: "Anwendungen kennen Sie unter Ihrem Benutzernamen, deshalb kann nur die Administration ihn ändern.",
  passwordChangedMeanwhile: "Ihr Passwort wurde im selben Moment anderswo geändert.",
  noRecoveryCodes: "Sie haben keine Wiederherstellungscodes. Erstellen Sie zuerst neue.",
  secondFactorOff: "Die Zwei-Faktor-Authentifizierung ist nicht eingeschaltet. Schalten Sie sie zuerst ein.",
  onlyAuthenticator:
    "Das ist Ihr einziger Authenticator. Ersetzen Sie ihn, oder schalten Sie die Zwei-Faktor-Authentifizierung mit „Ausschalten“ aus.",
  passwordNeeded: "Geben Sie Ihr Passwort ein, um die Zwei-Faktor-Authentifizierung einzuschalten.",
  noPass:
    "Es gibt keine genehmigte Anfrage, die sich nutzen ließe: Sie wurde schon genutzt, gestoppt oder ist älter als 24 Stunden.",
  tooManySets:
    "In dieser Anmeldung wurden schon mehrmals neue Codes erstellt. Sichern Sie die vorhandenen, oder melden Sie sich erneut an.",
  wrongStep: "Das ist nicht, was diese Anmeldung als Nächstes braucht.",
  nothingPending: "Es gibt nichts zu bestätigen. Beginnen Sie die Einrichtung noch einmal.",
  wrongSetUpCode: "Dieser Code passt nicht. Warten Sie auf den nächsten, und versuchen Sie es erneut.",
  suspended:
    "Diese Organisation ist gesperrt, deshalb kann sich niemand anmelden. Fragen Sie, wer diesen Dienst betreibt.",
  ownOrganisation:
    "Das ist Ihre eigene Organisation: Von hier aus lässt sie sich nicht sperren, entfernen oder unter einen anderen Hostnamen stellen.",
  noSuch: {
    application: "Diese Anwendung gibt es nicht.",
    webhook: "Diesen Webhook gibt es nicht.",
    organisation: "Diese Organisation gibt es nicht.",
    export: "Diesen Export gibt es nicht.",
    authenticator: "Diesen Authenticator gibt es nicht.",
    person: "Diese Person gibt es nicht.",
    "identity provider": "Diesen Identitätsanbieter gibt es nicht.",
    "help request": "Diese Hilfeanfrage gibt es nicht.",
    "trusted browser": "Diesen vertrauenswürdigen Browser gibt es nicht.",
    session: "Diese Sitzung gibt es nicht.",
    "letter that was given up": "Diese aufgegebene E-Mail gibt es nicht.",
    picture: "Dieses Bild gibt es nicht.",
    logo: "Dieses Logo gibt es nicht.",
    "link with an identity provider": "Diese Verknüpfung mit einem Identitätsanbieter gibt es nicht.",
    import: "Diesen Import gibt es nicht.",
    "delivery that is not on its way": "Diese Zustellung gibt es nicht, oder sie ist schon unterwegs.",
    "bulk change": "Diese Sammeländerung gibt es nicht.",
    "account type": "Diesen Kontotyp gibt es nicht.",
    "API key": "Diesen API-Schlüssel gibt es nicht.",
  },
};
