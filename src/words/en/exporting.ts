// What is said, in English, when all people of an organisation are taken along.

export const exporting = {
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
