// What the pages of a sign-in say, in Arabic.
import type { SignInWords } from "../en/sign-in.ts";
import { tries as counting } from "./counting.ts";

export const signIn: SignInWords = {
  title: "تسجيل الدخول",
  heading: (organisation) => `تسجيل الدخول إلى ${organisation}`,
  login: "اسم المستخدم أو البريد الإلكتروني",
  password: "كلمة المرور",
  forgotten: "هل نسيت كلمة المرور؟",
  secondFactorRequired: (organisation) => `أصبحت ${organisation} تطلب خطوة ثانية. يُرجى تسجيل الدخول مجددًا.`,
  passwordChosen: "حُفظت كلمة مرورك الجديدة. سجّل الدخول بها.",
  tookTooLong: "استغرق ذلك وقتًا طويلًا، أو اكتمل في نافذة أخرى. يُرجى تسجيل الدخول مجددًا.",
  sessionEnded: "انتهت جلستك. سجّل الدخول مجددًا.",
  wrongCodes: "أُدخلت رموز خاطئة كثيرة، فتم تسجيل خروجك. سجّل الدخول مجددًا.",
  goingOn: (name: string) => `جارٍ الانتقال إلى ${name}`,
  goOnTo: (name: string) => `الانتقال إلى ${name}`,
  cookieRefusedTitle: "لم يحتفظ متصفحك بملف تعريف الارتباط",
  cookieRefused: (name: string) =>
    `تعذّر فتح ${name}: لم يقبل متصفحك ملف تعريف الارتباط الذي يتيح لك الدخول هناك، أو لم يرسله. اسمح بملفات تعريف الارتباط لهذه العناوين، ثم أعد المحاولة. وإذا استمرت المشكلة، فأبلغ المسؤول عن ${name}.`,
  signedOut: "تم تسجيل خروجك.",
  enterCode: "أدخل الرمز",
  openApp: "افتح تطبيق المصادقة لديك وأدخل الأرقام الستة التي يعرضها.",
  rememberFor: (length) => `تذكّر هذا المتصفح لمدة ${length}`,
  rememberHint: "لن يُطلب رمز هنا حتى ذلك الحين.",
  useRecoveryCode: "استخدام رمز استرداد بدلًا من ذلك",
  recoveryTitle: "استخدام رمز استرداد",
  recoveryLead: "أدخل أحد الرموز التي حفظتها عند إعداد المصادقة الثنائية. يصلح كل رمز مرة واحدة.",
  useApp: "استخدام رمز من تطبيقك بدلًا من ذلك",
  lostPhone: "فقدت هاتفي",
  back: "العودة إلى تسجيل الدخول",
  lastTry: "هذا الرمز غير صحيح، وكانت هذه آخر محاولة. يُرجى تسجيل الدخول مجددًا.",
  wrongCodeLeft: (tries) =>
    `هذا الرمز خاطئ أو سبق استخدامه. انتظر الرمز التالي ثم أعد المحاولة (المتبقي: ${counting(tries)}).`,
  wrongRecoveryCodeLeft: (tries) =>
    `هذا الرمز خاطئ أو سبق استخدامه. تحقق منه ثم أعد المحاولة (المتبقي: ${counting(tries)}).`,
  confirmTitle: "تأكيد أنك أنت",
  confirmByPassword: "يُرجى التأكيد بكلمة مرورك قبل المتابعة.",
  confirmByCode: "يُرجى التأكيد برمز قبل المتابعة.",
  codeFromApp: "رمز من تطبيق المصادقة لديك",
  leaveTitle: "تسجيل الخروج",
  leaveHeading: (organisation: string) => `هل تريد تسجيل الخروج من ${organisation}؟`,
  leaveLead: "يطلب أحد التطبيقات ذلك. بعدها ستسجّل الدخول من جديد في كل مكان استُخدم فيه تسجيل الدخول هذا.",
  stay: "البقاء مسجّل الدخول",
  suspendedTitle: "الخدمة موقوفة",
  suspendedHeading: (organisation) => `الخدمة موقوفة لدى ${organisation}`,
  suspendedLead: "لا يمكن لأحد تسجيل الدخول في الوقت الحالي. وما أعددته محفوظ.",
  suspendedAsk: (organisation) => `إذا لم تكن تتوقع ذلك، فاسأل أحد مسؤولي ${organisation} أو من يشغّل هذه الخدمة.`,
};
