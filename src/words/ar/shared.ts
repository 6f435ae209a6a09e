// What many pages and letters say, in Arabic. Lengths of time stand in the genitive: "for two minutes".
import type { SharedWords } from "../en/shared.ts";
import { speech } from "../speech.ts";

const { counted } = speech("ar");

export const shared: SharedWords = {
  unknownBrowser: "متصفح غير معروف",
  browserOn: (browser, system) => `${browser} على ${system}`,
  browserAt: (browser, address) => `${browser}، ${address}`,
  language: "اللغة",
  languageOfOrganisation: (language) => `لغة المؤسسة (${language})`,
  seconds: (n) =>
    counted(n, {
      zero: "# ثانية",
      one: "ثانية واحدة",
      two: "ثانيتين",
      few: "# ثوانٍ",
      many: "# ثانية",
      other: "# ثانية",
    }),
  minutes: (n) =>
    counted(n, {
      zero: "# دقيقة",
      one: "دقيقة واحدة",
      two: "دقيقتين",
      few: "# دقائق",
      many: "# دقيقة",
      other: "# دقيقة",
    }),
  hours: (n) =>
    counted(n, {
      zero: "# ساعة",
      one: "ساعة واحدة",
      two: "ساعتين",
      few: "# ساعات",
      many: "# ساعة",
      other: "# ساعة",
    }),
  days: (n) =>
    counted(n, {
      zero: "# يوم",
      one: "يوم واحد",
      two: "يومين",
      few: "# أيام",
      many: "# يومًا",
      other: "# يوم",
    }),
  weeks: (n) =>
    counted(n, {
      zero: "# أسبوع",
      one: "أسبوع واحد",
      two: "أسبوعين",
      few: "# أسابيع",
      many: "# أسبوعًا",
      other: "# أسبوع",
    }),
  skipToContent: "الانتقال إلى المحتوى",
  mainNavigation: "القائمة الرئيسية",
  signOut: "تسجيل الخروج",
  cancel: "إلغاء",
  goOn: "متابعة",
  or: "أو",
  optional: "(اختياري)",
  lookAgain: "يُرجى مراجعة ما يلي",
  show: "إظهار",
  hide: "إخفاء",
  shownPassword: "كلمة المرور",
  code: (digits) =>
    digits === 6
      ? "رمز من ستة أرقام"
      : counted(digits, {
          zero: "رمز من # رقم",
          one: "رمز من رقم واحد",
          two: "رمز من رقمين",
          few: "رمز من # أرقام",
          many: "رمز من # رقمًا",
          other: "رمز من # رقم",
        }),
  digits: (digits) =>
    counted(digits, {
      zero: "# رقم",
      one: "رقم واحد",
      two: "رقمان",
      few: "# أرقام",
      many: "# رقمًا",
      other: "# رقم",
    }),
  checkedWhenComplete: "يُتحقق منه بمجرد اكتماله.",
  recoveryCode: "رمز الاسترداد",
  recoveryCodes: "رموز الاسترداد",
  qrCode: "رمز QR لتطبيق المصادقة لديك",
  openInApp: "فتح في تطبيق المصادقة",
  typeKey: "تعذّر المسح الضوئي؟ أدخل هذا المفتاح بدلًا من ذلك:",
  copy: "نسخ",
  copiedKey: "المفتاح",
  valueCopied: "تم النسخ.",
  keyCopied: "تم نسخ المفتاح",
  cannotCopy: "لم يسمح متصفحك بالنسخ. يُرجى التحديد والنسخ بنفسك.",
  download: "تنزيل",
  print: "طباعة",
  saveCodes: "احفظ الرموز بإحدى هذه الطرق، ثم تابع.",
  downloaded: "تم التنزيل. احتفظ بالملف في مكان لا يفتحه سواك.",
  copied: "تم النسخ. ألصقها في مكان لا يقرؤه سواك.",
  printed: "احتفظ بالصفحة المطبوعة في مكان آمن.",
  howSaved: "كيف حفظتها؟",
  iDownloaded: "نزّلتها",
  iCopied: "نسختها",
  iPrinted: "طبعتها أو كتبتها",
  sheetTitle: (organisation) => `رموز الاسترداد لدى ${organisation}`,
  sheetAccount: (account) => `الحساب: ${account}`,
  sheetMade: (date) => `أُنشئت في ${date}`,
  sheetNote: "يصلح كل رمز مرة واحدة. استخدم أحدها عندما لا تكون وسيلة المصادقة معك.",
  onPaper: (account, date) => `${account}، أُنشئت في ${date}. يصلح كل رمز مرة واحدة.`,
  onPaperOfNobody: (date) => `أُنشئت في ${date}. يصلح كل رمز مرة واحدة.`,
};
