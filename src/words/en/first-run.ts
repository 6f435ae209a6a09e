// What the page says on which an installation is set up, in English.

export const firstRun = {
  title: "Welcome",
  heading: "Welcome to Countersign",
  lead: "Name your organisation and make its first administrator. Next you set up your second factor.",
  organisation: "Organisation",
  yourName: "Your name",
  yourEmail: "Your e-mail",
  badOrganisationName: "Give your organisation a name of at most 80 characters.",
  badName: "Give your name in at most 100 characters.",
  badEmail: "That is no e-mail address we can use.",
  token: "Open the address that the program printed when it started: it carries the token for this page.",
  closed: "This installation is set up already. Sign in instead.",
};

export type FirstRunWords = typeof firstRun;
