// What the page says about letters that were not sent yet, in Arabic.
import type { ConsoleMailWords } from "../en/console-mail.ts";
import { speech } from "../speech.ts";

const { counted } = speech("ar");

export const consoleMail: ConsoleMailWords = {
  title: "البريد",
  lead: "رسائل البريد التي ما زالت في طريقها، والتي تُركت.",
  again: "الرسالة في طريقها من جديد.",
  noServerTitle: "لم يُعَدّ خادم بريد",
  noServer: "تنتظر الرسائل هنا وتُترك بعد ثلاثة أيام. من يدير هذا الخادم يضبط COUNTERSIGN_SMTP_URL.",
  nothingWaits: "لا شيء ينتظر",
  nothingWaitsText: "استلم خادم البريد كل الرسائل.",
  caption: "رسائل لم تُرسل بعد",
  letters: "الرسائل",
  letter: "الرسالة",
  written: "كُتبت",
  state: "الحالة",
  why: "السبب",
  actions: "الإجراءات",
  notTried: "لم تُجرَّب بعد.",
  sendAgain: "إعادة الإرسال",
  sendAgainTo: (recipient) => `إعادة الإرسال إلى ${recipient}`,
  sendAgainLetter: (title) => `إعادة إرسال: ${title}`,
  givenUp: "تُركت",
  waits: "تنتظر",
  tried: (tries) =>
    counted(tries, {
      zero: "# محاولة",
      one: "محاولة واحدة",
      two: "محاولتان",
      few: "# محاولات",
      many: "# محاولة",
      other: "# محاولة",
    }),
  triedNext: (tried, next) => `${tried}، والتالية ${next}`,
  inAMoment: "تُرسل بعد لحظات",
  failures: {
    noServer: "لم يُعَدّ خادم بريد",
    name: "تعذّر العثور على اسم خادم البريد",
    reach: "تعذّر الوصول إلى خادم البريد أو أنه قطع الاتصال",
    time: "استغرق خادم البريد وقتًا طويلًا",
    safe: "تعذّر إنشاء اتصال آمن (TLS) بخادم البريد",
    credentials: "رفض خادم البريد اسم المستخدم أو كلمة المرور في COUNTERSIGN_SMTP_URL",
    sender: "رفض خادم البريد المرسِل في COUNTERSIGN_MAIL_FROM",
    recipient: "رفض خادم البريد المستلم",
    letter: "رفض خادم البريد الرسالة",
    letterNow: "لم يقبل خادم البريد الرسالة هذه المرة",
    other: "لم يقبل خادم البريد الرسالة",
  },
  failed: (what) => `\u200f${what}.`,
  failedSaying: (what, answer) => `\u200f${what}: ${answer}`,
};
