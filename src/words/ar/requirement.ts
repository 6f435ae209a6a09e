// Why a requirement is what it is, as its person reads it, in Arabic. What is required is feminine: المصادقة.
import type { RequirementWords } from "../en/requirement.ts";

export const requirement: RequirementWords = {
  levels: {
    off: "متوقفة",
    optional: "اختيارية",
    required: "إلزامية",
  },
  saying: {
    off: "متوقفة",
    optional: "اختيارية",
    required: "إلزامية",
  },
  because: (level, reason) => `${level}، والسبب: ${reason}`,
  becauseFrom: (level, from, reason) => `${level} ابتداءً من ${from}، والسبب: ${reason}`,
  alone: (decision) => `${decision}.`,
  beside: (decision, source, level) => `${decision}؛ أما بحسب ${source} فهي «${level}».`,
  reasons: {
    identityProvider: "موفر الهوية الخاص بك يتولى ذلك",
    application: (of) => `${of} لا يشارك بعد`,
    person: "حدّد أحد المسؤولين ذلك لك",
    address: (of) => `توجد قاعدة لـ ${of}`,
    domain: {
      off: (of) => `${of} نطاق مستثنى`,
      optional: (of) => `${of} نطاق هي فيه اختيارية`,
      required: (of) => `${of} نطاق هي فيه إلزامية`,
    },
    accountType: {
      off: (of) => `هي متوقفة لنوع الحساب «${of}»`,
      optional: (of) => `هي اختيارية لنوع الحساب «${of}»`,
      required: (of) => `هي إلزامية لنوع الحساب «${of}»`,
    },
    organisation: {
      off: "أوقفتها المؤسسة",
      optional: "تترك المؤسسة الأمر لك",
      required: "تفرضها المؤسسة على الجميع",
    },
    unreadable: "تتعذّر قراءة السياسة",
  },
  sources: {
    domain: (of) => `قاعدة النطاق ${of}`,
    address: (of) => `القاعدة الخاصة بـ ${of}`,
    accountType: "نوع حسابك",
    person: "ما حدّده لك أحد المسؤولين",
    organisation: "المؤسسة",
  },
};
