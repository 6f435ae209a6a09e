// What the pages say to those who lost their authenticator, in Arabic.
import type { HelpWords } from "../en/help.ts";

export const help: HelpWords = {
  title: "طلب المساعدة",
  lead: (organisation) => `يتحقق أحد مسؤولي ${organisation} من هويتك، ثم يتيح لك إعداد وسيلة مصادقة جديدة.`,
  whatHappened: "ماذا حدث؟",
  hint: "مثل «تعطّل هاتفي»، مع ذكر طريقة للتواصل معك. لا تكتب هنا كلمة مرور أو رمزًا أبدًا.",
  approvedTitle: "قُبل طلب المساعدة الذي قدّمته",
  setUpNew: "إعداد وسيلة مصادقة جديدة",
  worksUntil: (until) => `يصلح هذا مرة واحدة، حتى ${until}.`,
  sentTitle: "أُرسل طلبك",
  sentLead: (organisation) => `أُبلغ مسؤولو ${organisation}. إليك ما سيحدث بعد ذلك:`,
  nextCheck: "يتأكد أحد المسؤولين من هويتك. وقد يتصل بك هاتفيًا.",
  nextMail: "تصلك رسالة بالبريد الإلكتروني حالما يُتخذ القرار.",
  nextSignIn: "إذا قُبل الطلب، فسجّل الدخول بكلمة مرورك خلال 24 ساعة لتنتقل إلى إعداد وسيلة مصادقة جديدة.",
  notYou: "وصلتك الآن رسالة بالبريد الإلكتروني عن هذا الطلب. إن لم تكن أنت من قدّمه، فألغِه من الرابط الذي فيها.",
  cancelTitle: "ألم تكن أنت؟",
  cancelLead: (when, browser, address) =>
    `في ${when} طلب شخص يعرف كلمة مرورك المساعدة لتسجيل الدخول من دون وسيلة المصادقة الخاصة بك، باستخدام ${browser} من ${address}.`,
  cancelIfYou: "إن كنت أنت، فأغلق هذه الصفحة: لا يلزمك فعل شيء.",
  cancelButton: "لم أكن أنا: إلغاء الطلب",
  cancelledTitle: "أُلغي الطلب",
  cancelledLead: "لم يعد بإمكان أحد استخدامه، وتبقى وسيلة المصادقة الخاصة بك كما هي. وأُبلغ المسؤولون.",
  changePasswordNow: "غيّر كلمة مرورك الآن",
  askerKnowsIt: "من قدّم الطلب يعرفها.",
  changePassword: "تغيير كلمة المرور",
};
