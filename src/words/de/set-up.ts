// What the pages say on which a second factor is set up, in German.
import type { SetUpWords } from "../en/set-up.ts";
import { speech } from "../speech.ts";

const { counted } = speech("de");

export const setUp: SetUpWords = {
  title: "Zwei-Faktor-Authentifizierung einrichten",
  scan: "Diesen Code scannen",
  addToApp: (reason) => `${reason} Fügen Sie diesen Code Ihrer Authenticator-App hinzu.`,
  sixDigits: "Die sechs Ziffern aus Ihrer App",
  confirm: "Bestätigen und aktivieren",
  because: (organisation) => `${organisation} verlangt bei der Anmeldung einen zweiten Schritt.`,
  helpApproved: "Ihre Hilfeanfrage wurde genehmigt.",
  recoveryCodeAccepted: "Wiederherstellungscode angenommen.",
  codesLeft: (left) => `Noch ${counted(left, "Code", "Codes")} übrig.`,
  oldKeepsWorking: "Bis der neue Authenticator bestätigt ist, funktioniert der alte weiter.",
  lastRecoveryCode: "Das war Ihr letzter Wiederherstellungscode",
  fewCodes: (left) => `Nur noch ${counted(left, "Wiederherstellungscode", "Wiederherstellungscodes")} übrig`,
  doesNotMatch: "Dieser Code passt nicht. Warten Sie auf den nächsten und versuchen Sie es erneut.",
  clockAhead: (minutes) =>
    `Die Uhr Ihres Telefons geht etwa ${minutes} vor. Stellen Sie sie auf automatische Zeit und versuchen Sie es erneut.`,
  clockBehind: (minutes) =>
    `Die Uhr Ihres Telefons geht etwa ${minutes} nach. Stellen Sie sie auf automatische Zeit und versuchen Sie es erneut.`,
  newCodeToScan: "Das hat zu lange gedauert: Hier ist ein neuer Code zum Scannen.",
  saveTitle: "Wiederherstellungscodes sichern",
  isOn: "Die Zwei-Faktor-Authentifizierung ist eingeschaltet.",
  newIsReady:
    "Die neue Authenticator-App ist bereit. Die alte und Ihre alten Wiederherstellungscodes gelten nicht mehr.",
  saveLead: (done) =>
    `${done} Wenn Sie Ihr Telefon verlieren, können Sie sich mit jedem dieser Codes einmal anmelden. Sie werden nur jetzt angezeigt.`,
  goneTitle: "Ihre Wiederherstellungscodes wurden angezeigt",
  goneLead:
    "Zu Ihrer Sicherheit werden sie nur einmal angezeigt. Haben Sie sie nicht gesichert, erstellen Sie neue: Die bisherigen gelten dann nicht mehr.",
  showNew: "Neue Wiederherstellungscodes anzeigen",
  orSavedHow: "Oder, falls Sie sie gesichert haben: wie?",
  offerLead: (organisation, from) =>
    `${organisation} verlangt ab dem ${from} einen zweiten Schritt. Das Einrichten dauert etwa eine Minute.`,
  setUpNow: "Jetzt einrichten",
  notNow: (days) => `Jetzt nicht (noch ${days})`,
};
