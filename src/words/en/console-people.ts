// What the list of people says, its filters, and the form that adds a person, in English.
import { speech } from "../speech.ts";

const { counted } = speech("en");

export const consolePeople = {
  title: "People",
  lead: (people: string, organisation: string) => `${people} in ${organisation}`,
  leadNarrowed: (people: string, organisation: string) => `${people} in ${organisation}; these fit:`,
  moreThan: (n: number) => `More than ${counted(n, "person", "people")}`,
  deleted: "The person was deleted.",
  lookedAt: (n: number) =>
    `${counted(n, "person", "people")} were looked at for this page. Go on with 'Next' to look at more.`,
  add: "Add person",
  importCsv: "Import from CSV",
  downloadCsv: "Download as CSV",
  showEverybody: "Show everybody",
  emptyPage: "Nobody on this page",
  nobodyFits: "Nobody fits these filters",
  nobodyFound: "Nobody found",
  noWords: (search: string) => `No name or e-mail address here has words that begin with '${search}'.`,
  noWordsAmong: (search: string) =>
    `No name or e-mail address here has words that begin with '${search}' and fits the other filters.`,
  searchAndFilter: "Search and filter people",
  search: "Search",
  searchHint: "Beginnings of names or e-mail addresses.",
  filters: "Filters and order",
  filtersInUse: (n: number) => `Filters and order (${n} in use)`,
  any: "Any",
  recoveryCodes: "Recovery codes",
  wrongTries: "Wrong tries",
  hasToWait: "Has to wait",
  domain: "E-mail domain",
  orderBy: "Order by",
  direction: "Direction",
  upwards: "Upwards",
  downwards: "Downwards",
  apply: "Apply",
  sorts: {
    name: "Name",
    screenName: "Screen name",
    email: "E-mail",
    type: "Account type",
    added: "Added",
  },
  newLead: "You get a link to pass on. The person opens it, chooses a password and joins.",
  whoJoins: "Who joins",
  nameHint: "As others see it, such as Kim Larsen.",
  screenNameHint: "To sign in with instead of the e-mail address. Left empty, it is made from the address.",
  accountTypeHint: "Rules can be made for a whole account type.",
  languageHint: "Of letters, the invitation among them, and of their own pages.",
  invitationLink: "Invitation link",
  passwordLink: "Password link",
  wasAdded: (name: string) => `${name} was added.`,
  newLink: "This is a new link. The one before does not work any more.",
  linkFor: (name: string) => `For ${name}`,
  linkMailed: (email: string) =>
    `A letter with a link is on its way to ${email}. This one opens the same, once, and is shown only now.`,
  linkShown: "Shown only now. Send it to the person yourself: no mail server is set up.",
  copyLink: "Copy link",
  linkCopied: "Link copied",
  linkWorks: (until: string, email: string) =>
    `It works once, until ${until}. Whoever has it can choose the password of ${email}.`,
  goTo: (name: string) => `Go to ${name}`,
  addAnother: "Add another person",
};

export type ConsolePeopleWords = typeof consolePeople;
