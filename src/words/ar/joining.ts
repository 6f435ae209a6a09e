// What the pages say on which people join, or choose another password, in Arabic.
import type { JoiningWords } from "../en/joining.ts";
import { speech } from "../speech.ts";
import { characters as counting } from "./counting.ts";

const { counted } = speech("ar");

const bytesCounted = (n: number): string =>
  counted(n, {
    zero: "# بايت",
    one: "بايت واحد",
    two: "2 بايت",
    few: "# بايتات",
    many: "# بايت",
    other: "# بايت",
  });

export const joining: JoiningWords = {
  choose: "اختيار كلمة مرور",
  chooseAnother: "اختيار كلمة مرور أخرى",
  welcome: (organisation) => `مرحبًا بك في ${organisation}`,
  joinLead: (name) => `مرحبًا ${name}. اختر كلمة مرور لتسجيل الدخول.`,
  anotherLead: (name) => `مرحبًا ${name}. عند حفظها يُسجَّل خروجك من كل مكان. وتبقى خطوتك الثانية كما هي.`,
  signInAs: "تسجّل الدخول باسم",
  newPassword: "كلمة المرور الجديدة",
  atLeast: (characters) => `${counting(characters)} على الأقل.`,
  tooShort: (characters) =>
    `اختر كلمة مرور لا يقل طولها عن الحد الأدنى: ${counting(characters)}. من السهل تذكّر بضع كلمات متتالية.`,
  tooLong: (bytes) => `اختر كلمة مرور لا يزيد حجمها على الحد الأقصى: ${bytesCounted(bytes)}.`,
  common: "كلمة المرور هذه واردة في القوائم التي يجرّبها المهاجمون أولًا. اختر كلمة غيرها.",
  ownName: "اختر كلمة مرور غير اسمك وغير عنوانك.",
  forgottenTitle: "هل نسيت كلمة المرور؟",
  forgottenLead: "نرسل إليك رابطًا تختار به كلمة مرور أخرى. وتبقى خطوتك الثانية كما هي.",
  sendLink: "إرسال الرابط",
  typeLogin: "أدخل اسم المستخدم أو عنوان البريد الإلكتروني.",
  tooManyLinks: (length) => `طُلبت روابط كثيرة من هنا. يُرجى الانتظار لمدة ${length} ثم إعادة المحاولة.`,
  askedTitle: "تحقق من بريدك",
  asked: (organisation) =>
    `إذا كان هذا الاسم أو العنوان معروفًا لدى ${organisation}، فستصلك رسالة فيها رابط. يصلح الرابط مرة واحدة ولمدة ساعة.`,
  noLetter: "لم تصلك رسالة بعد بضع دقائق؟ ابحث في الرسائل غير المرغوب فيها، أو اطلب رابطًا من المسؤول.",
  noPost: (organisation) =>
    `لا ترسل ${organisation} رسائل من هنا. اسأل المسؤول: يمكنه أن يعطيك رابطًا تختار به كلمة مرور أخرى.`,
  confirmAddressTitle: "تأكيد عنوان بريدك الإلكتروني",
  confirmAddress: (email, name, organisation) => `سيصبح ${email} عنوان حساب ${name} لدى ${organisation}.`,
  confirmAddressButton: "تأكيد هذا العنوان",
  confirmAddressElse: "ألم تطلب ذلك؟ أغلق إذن هذه الصفحة: لن يتغيّر شيء.",
  confirmedTitle: "تم تأكيد عنوانك",
  confirmed: (email) => `عنوان بريدك الإلكتروني من الآن هو ${email}.`,
  toProfile: "الانتقال إلى ملفك الشخصي",
};
