// What the operator's pages say, in Arabic.
import type { ConsoleOrganisationsWords } from "../en/console-organisations.ts";
import { speech } from "../speech.ts";

const { counted } = speech("ar");

const users = (n: number): string =>
  counted(n, {
    zero: "# مستخدم",
    one: "مستخدم واحد",
    two: "مستخدمان",
    few: "# مستخدمين",
    many: "# مستخدمًا",
    other: "# مستخدم",
  });

export const consoleOrganisations: ConsoleOrganisationsWords = {
  title: "المؤسسات",
  lead: "لكل مؤسسة مستخدموها وسياستها وسجلها، ولا ترى أي مؤسسة شيئًا من غيرها.",
  removed: "أُزيلت المؤسسة وكل ما فيها.",
  add: "إضافة مؤسسة",
  name: "الاسم",
  address: "العنوان",
  state: "الحالة",
  added: "تاريخ الإضافة",
  suspended: "موقوفة",
  active: "فعّالة",
  done: {
    saved: "تم الحفظ، ويسري من الآن.",
    suspended: "تم الإيقاف. لا يدخل أحد منها من الآن، ولا يضيع منها شيء.",
    resumed: "أُعيد التفعيل. المستخدمون وجلساتهم كما كانوا.",
  },
  overview: "نظرة عامة",
  signInAt: "عنوان تسجيل الدخول",
  shortName: "الاسم القصير",
  people: "المستخدمون",
  peopleCounted: users,
  hostName: "اسم المضيف",
  hostNameHint: "مثل \u2066login.example.com\u2069 إذا كان يؤدي إلى هذا الخادم. عندها لا تُفتح المؤسسة إلا منه.",
  saveHostName: "حفظ اسم المضيف",
  own: "هذه مؤسستك أنت: لا يمكن من هنا إيقافها أو إزالتها أو نقلها إلى اسم مضيف آخر.",
  suspend: "إيقاف",
  suspendText: "لا يدخل أحد منها ابتداءً من الطلب التالي. يُحفظ كل شيء إلى يوم إعادة تفعيلها.",
  suspendNow: "إيقاف المؤسسة",
  resume: "إعادة التفعيل",
  resumeText: "يستطيع مستخدموها تسجيل الدخول من جديد، وتستمر الجلسات التي لم تنتهِ مدتها.",
  resumeNow: "إعادة تفعيل المؤسسة",
  remove: "إزالة",
  removeText: "يزول مستخدموها وعواملهم الثانية وسياستها وسجلها كله نهائيًا.",
  removeNow: "إزالة المؤسسة",
  removeTitle: (name) => `هل تريد إزالة ${name}؟`,
  removeLead: "لا يمكن التراجع عن ذلك.",
  removeWarning: (people) =>
    `عدد من لن يستطيعوا تسجيل الدخول بعد ذلك: ${users(people)}. ويُحذف كل ما يخص المؤسسة: العوامل الثانية والسياسة والرسائل المنتظرة والسجل.`,
  typeName: (name) => `اكتب ${name} للمتابعة`,
  wrongName: "هذا ليس اسمها. لم يُزَل شيء.",
  newLead: "ينضم أول مسؤول فيها عبر رابط تمرّره إليه، ثم يضيف الآخرين جميعًا.",
  organisation: "المؤسسة",
  shortNameHint: "في العنوان الذي يصل منه الناس إلى صفحة تسجيل الدخول. إن تُرك فارغًا أُخذ من الاسم. ولا يتغير بعد ذلك.",
  firstAdministrator: "المسؤول الأول",
  email: "البريد الإلكتروني",
  theirName: "اسمه",
  invitationLink: "رابط الدعوة",
  wasAdded: (name) => `أُضيفت ${name}.`,
  linkFor: (email) => `إلى ${email}`,
  linkText: "يُعرض الآن فقط. أرسله إليه بنفسك.",
  copyLink: "نسخ الرابط",
  linkCopied: "نُسخ الرابط",
  linkWorks: (until, organisation) => `يعمل مرة واحدة حتى ${until}. من يملكه يصبح مسؤولًا في ${organisation}.`,
  goTo: (name) => `الانتقال إلى ${name}`,
  addAnother: "إضافة مؤسسة أخرى",
};
