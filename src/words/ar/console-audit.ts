// What the audit trail's page says, in Arabic.
import type { ConsoleAuditWords } from "../en/console-audit.ts";
import { speech } from "../speech.ts";

const { counted } = speech("ar");

export const consoleAudit: ConsoleAuditWords = {
  title: "سجل التدقيق",
  lead: "كل حدث أمني، الأحدث أولًا، في سلسلة مترابطة يظهر فيها أي تغيير للسجل. يُذكر المستخدمون باسم المستخدم أو عنوان البريد الإلكتروني، والأيام بتوقيت UTC.",
  leftOut: (filters) => `تعذّرت قراءة هذا المرشّح فلم يُطبَّق: ${filters}.`,
  lookedAt: (events, next) =>
    `فُحص لهذه الصفحة ${counted(events, {
      zero: "# حدث",
      one: "حدث واحد",
      two: "حدثان",
      few: "# أحداث",
      many: "# حدثًا",
      other: "# حدث",
    })}. للرجوع أبعد اضغط «${next}».`,
  happened: "ما حدث",
  what: "الحدث",
  about: "عن",
  by: "بواسطة",
  from: "من أين",
  when: "متى",
  fields: {
    who: "من فعله",
    about: "عمّن",
    what: "الحدث",
    from: "من يوم",
    to: "إلى يوم",
    where: "العنوان",
    outcome: "النتيجة",
  },
  download: "تنزيل",
  downloadCsv: "تنزيل بصيغة CSV",
  downloadLines: "تنزيل بصيغة JSON Lines",
  filterLabel: "ترشيح سجل التدقيق",
  filter: "ترشيح",
  showEverything: "عرض الكل",
  moreFilters: "مرشّحات أخرى",
  apply: "تطبيق",
  any: "أي نتيجة",
  done: "تم",
  refused: "مرفوض",
  anything: "كل الأحداث",
  nobodyInParticular: "لا أحد بعينه",
  nobodySignedIn: "لا أحد مسجّل الدخول",
  themselves: "المستخدم نفسه",
  commandLine: "سطر الأوامر",
  byItself: "تلقائيًا بمرور الوقت",
  somebodyDeleted: "مستخدم محذوف",
  apiKey: "مفتاح API",
  nothingFits: "لا شيء مطابق",
  nothingFitsText: "لا يوجد حدث يطابق كل هذه المرشّحات. احذف أحدها أو اختر مدة أطول.",
  nothingYet: "لا شيء بعد",
  nothingYetText: "ما يحدث من الآن فصاعدًا يظهر هنا.",
};
