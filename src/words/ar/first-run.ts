// What the page says on which an installation is set up, in Arabic.
import type { FirstRunWords } from "../en/first-run.ts";

export const firstRun: FirstRunWords = {
  title: "أهلًا بك",
  heading: "أهلًا بك في Countersign",
  lead: "سمِّ مؤسستك وأنشئ أول مسؤول فيها. بعد ذلك تُعِدّ عاملك الثاني.",
  organisation: "المؤسسة",
  yourName: "اسمك",
  yourEmail: "عنوان بريدك الإلكتروني",
  badOrganisationName: "أعطِ مؤسستك اسمًا لا يتجاوز 80 حرفًا.",
  badName: "اكتب اسمك بما لا يتجاوز 100 حرف.",
  badEmail: "لا يمكننا استخدام عنوان البريد الإلكتروني هذا.",
  token: "افتح العنوان الذي عرضه البرنامج عند تشغيله، ففيه الرمز المميز لهذه الصفحة.",
  closed: "هذا النظام معدّ من قبل. سجّل الدخول بدلًا من ذلك.",
};
