// What the pages say on which a second factor is set up, in Arabic.
import type { SetUpWords } from "../en/set-up.ts";
import { speech } from "../speech.ts";
import { codes } from "./counting.ts";

const { counted } = speech("ar");

export const setUp: SetUpWords = {
  title: "إعداد المصادقة الثنائية",
  scan: "امسح هذا الرمز ضوئيًا",
  addToApp: (reason) => `${reason} أضف هذا الرمز إلى تطبيق المصادقة لديك.`,
  sixDigits: "الأرقام الستة التي يعرضها تطبيقك",
  confirm: "تأكيد وتفعيل",
  because: (organisation) => `تطلب ${organisation} خطوة ثانية عند تسجيل الدخول.`,
  helpApproved: "قُبل طلب المساعدة الذي قدّمته.",
  recoveryCodeAccepted: "قُبل رمز الاسترداد.",
  codesLeft: (left) => `المتبقي: ${codes(left)}.`,
  oldKeepsWorking: "تبقى وسيلة المصادقة القديمة صالحة إلى أن تؤكَّد الجديدة.",
  lastRecoveryCode: "كان هذا آخر رمز استرداد لديك",
  fewCodes: (left) =>
    counted(left, {
      zero: "لم يبقَ أي رمز استرداد",
      one: "لم يبقَ سوى رمز استرداد واحد",
      two: "لم يبقَ سوى رمزَي استرداد",
      few: "لم يبقَ سوى # رموز استرداد",
      many: "لم يبقَ سوى # رمز استرداد",
      other: "لم يبقَ سوى # رمز استرداد",
    }),
  doesNotMatch: "هذا الرمز غير مطابق. انتظر الرمز التالي ثم أعد المحاولة.",
  clockAhead: (minutes) => `ساعة هاتفك متقدّمة بنحو ${minutes}. اضبطها على الوقت التلقائي ثم أعد المحاولة.`,
  clockBehind: (minutes) => `ساعة هاتفك متأخرة بنحو ${minutes}. اضبطها على الوقت التلقائي ثم أعد المحاولة.`,
  newCodeToScan: "استغرق ذلك وقتًا طويلًا: إليك رمزًا جديدًا لمسحه ضوئيًا.",
  saveTitle: "احفظ رموز الاسترداد",
  isOn: "تم تفعيل المصادقة الثنائية.",
  newIsReady: "تطبيق المصادقة الجديد جاهز. لم يعد التطبيق القديم ولا رموز الاسترداد القديمة صالحة.",
  saveLead: (done) => `${done} إذا فقدت هاتفك، يتيح لك كل رمز من هذه الرموز الدخول مرة واحدة. لا تُعرض إلا الآن.`,
  goneTitle: "عُرضت رموز الاسترداد من قبل",
  goneLead: "حفاظًا على أمانك لا تُعرض إلا مرة واحدة. إن لم تحفظها، فأنشئ رموزًا جديدة: عندها تبطل السابقة.",
  showNew: "عرض رموز استرداد جديدة",
  orSavedHow: "أو، إن كنت قد حفظتها، فكيف؟",
  offerLead: (organisation, from) => `ستطلب ${organisation} خطوة ثانية ابتداءً من ${from}. يستغرق الإعداد نحو دقيقة.`,
  setUpNow: "الإعداد الآن",
  notNow: (days) => `ليس الآن (المهلة: ${days})`,
};
