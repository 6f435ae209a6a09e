// What the operator's pages say, in English.
import { speech } from "../speech.ts";

const { counted } = speech("en");

export const consoleOrganisations = {
  title: "Organisations",
  lead: "Each has its own people, policy and history. None sees anything of another.",
  removed: "The organisation was removed, with everything of it.",
  add: "Add organisation",
  name: "Name",
  address: "Address",
  state: "State",
  added: "Added",
  suspended: "Suspended",
  active: "Active",
  done: {
    saved: "Saved. It holds from now on.",
    suspended: "Suspended. Nobody of it is let in from now on; nothing of it is lost.",
    resumed: "Resumed. Its people and their sessions are what they were.",
  },
  overview: "Overview",
  signInAt: "People sign in at",
  shortName: "Short name",
  people: "People",
  peopleCounted: (people: number) => counted(people, "person", "people"),
  hostName: "Host name",
  hostNameHint:
    "Such as login.example.com, where it leads to this server. The organisation is then reached there alone.",
  saveHostName: "Save host name",
  own: "This is your own organisation: from here it can't be suspended, removed or moved to another host name.",
  suspend: "Suspend",
  suspendText: "Nobody of it is let in, from the next request on. Everything is kept for the day it is resumed.",
  suspendNow: "Suspend organisation",
  resume: "Resume",
  resumeText: "Its people can sign in again, and sessions that have not run out go on.",
  resumeNow: "Resume organisation",
  remove: "Remove",
  removeText: "Its people, their second factors, its policy and its whole history go, for good.",
  removeNow: "Remove organisation",
  removeTitle: (name: string) => `Remove ${name}?`,
  removeLead: "This can't be undone.",
  removeWarning: (people: number) =>
    `${counted(people, "person", "people")} can't sign in any more, and everything of the organisation is deleted: second factors, policy, mails that wait, history.`,
  typeName: (name: string) => `Type ${name} to go on`,
  wrongName: "That is not its name. Nothing was removed.",
  newLead: "Its first administrator joins by a link that you pass on, and adds everybody else.",
  organisation: "Organisation",
  shortNameHint:
    "In the address by which people come to their sign-in. Left empty, it is made from the name. It stays.",
  firstAdministrator: "First administrator",
  email: "E-mail",
  theirName: "Their name",
  invitationLink: "Invitation link",
  wasAdded: (name: string) => `${name} was added.`,
  linkFor: (email: string) => `For ${email}`,
  linkText: "Shown only now. Send it to them yourself.",
  copyLink: "Copy link",
  linkCopied: "Link copied",
  linkWorks: (until: string, organisation: string) =>
    `It works once, until ${until}. Whoever has it becomes administrator of ${organisation}.`,
  goTo: (name: string) => `Go to ${name}`,
  addAnother: "Add another organisation",
};

export type ConsoleOrganisationsWords = typeof consoleOrganisations;
