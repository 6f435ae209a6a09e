// What is said, in English, when all people of an organisation are taken along.

export const exporting = {
  title: (name: string) => `Take everybody of ${name} along`,
  lead: "All people with what they sign in by, as one file that only your own keys open. It takes the consent of two people: an administrator of the organisation and the operator. The operator does so on the organisation’s page under “Organisations”, or by a command. An operator is in it by name and address alone.",
  section: "Take everybody along",
  sectionText:
    "A sealed file of all people with passwords, authenticators and recovery codes, for another installation.",
  goOn: "Exports",
  open: "Under way",
  waitingText:
    "Compare the fingerprint with whoever holds the keys. Both have to consent within 24 hours; either may withdraw.",
  agreedText: "Both have consented. The file can be taken once; after that everything is over.",
  state: "State",
  fingerprint: "Fingerprint",
  recipients: "Public keys",
  recipientsHint:
    "From age-keygen, each begins with age1; several with spaces between them. Whoever has the private half of one can read the file.",
  byAdministrator: "An administrator's consent",
  byOperator: "The operator's consent",
  missing: "not given yet",
  until: "Counts until",
  consent: "Consent to these keys",
  download: "Take the file",
  withdraw: "Withdraw",
  ask: "Ask for an export",
  askText:
    "Asking is your consent. It takes a second factor that you gave just now, and every administrator is told by mail.",
  askAgainText: "Asking for another one ends the one that is under way.",
  askNow: "Ask for the export",
  past: "Before",
  asked: "Asked for",
  states: {
    waiting: "Waiting for a consent",
    agreed: "Agreed",
    taken: "Taken",
    withdrawn: "Withdrawn",
    expired: "Expired",
  },
  done: {
    asked: "Asked for. The other side has to consent within 24 hours.",
    agreed: "Both have consented. The file can be taken once.",
    withdrawn: "Withdrawn. Nothing was handed over.",
  },
  problems: {
    recipients: "Give 1 to 10 public keys of age, as age-keygen writes them: each begins with age1.",
    over: "This export is over: it was taken or withdrawn, or a consent is older than 24 hours. Ask for another one.",
    notAgreed: "Both consents are needed first: that of an administrator of the organisation and that of the operator.",
    otherRecipients: "The fingerprint is not that of this export. Look at its keys again.",
    another:
      "It takes two people: one consents as an administrator of the organisation, somebody else as the operator.",
  },
};

export type ExportingWords = typeof exporting;
