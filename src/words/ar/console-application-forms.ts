// What the forms of an application say, and what stands in their way, in Arabic.
import type { ConsoleApplicationFormsWords } from "../en/console-application-forms.ts";

export const consoleApplicationForms: ConsoleApplicationFormsWords = {
  how: "كيف يتصل؟ توثيقه يبيّن ما يستطيعه، والأفضل OpenID Connect حيثما أمكن.",
  about: {
    openid: "لما يستطيع تسجيل دخول الناس بواسطة OpenID Connect، كمعظم تطبيقات الويب والهواتف.",
    "forward-auth": "لما لا يعرف تسجيل الدخول، خلف nginx أو Caddy أو Traefik. يسأل الوكيل هنا عن كل طلب.",
    duo: "لما فيه إعداد لتسجيل الدخول بخطوتين من Duo: يُوجَّه إلى Countersign بدلًا منه ويحتفظ بكلمات مروره.",
  },
  goOnWith: (kind) => `متابعة: ${kind}`,
  newLead: {
    openid: "تطبيق يستخدم OpenID Connect، أو واجهة API تُرسل إليها رموزه المميزة.",
    "forward-auth": "تطبيق خلف وكيل (proxy).",
    duo: "تطبيق يستخدم بروتوكول Duo.",
  },
  changeTitle: (name) => `تغيير ${name}`,
  save: "حفظ",
  application: "التطبيق",
  nameHint: "كما يعرفه مستخدموه: يقرؤونه عند تسجيل الدخول.",
  active: "يمكن تسجيل الدخول إليه",
  activeHint: "إذا أُوقف رُفض من الطلب التالي، ولا يضيع منه شيء.",
  doesItTakePart: "هل يشارك؟",
  takesPartHint: "يُطلب فيه عامل ثانٍ كما تقول السياسة.",
  notYetHint: "تكفي فيه كلمة المرور حاليًا. وكل ما عداه يطلب كما تقول السياسة.",
  from: "يشارك ابتداءً من",
  fromHint: "مع «ليس بعد»: يشارك من تلقاء نفسه ابتداءً من هذا اليوم (UTC). إن تُرك فارغًا وجب تحديد ذلك هنا.",
  noteHint: "لماذا ليس بعد، أو من يُسأل. يراها المسؤولون.",
  whereRuns: "أين يعمل؟",
  whereHint: "يبقى ذلك كما يُختار الآن.",
  onServer: "على خادم",
  onServerHint: "يستطيع حفظ سر، ويحصل على سر.",
  onDevices: "على أجهزة المستخدمين",
  onDevicesHint: "تطبيق هاتف أو حاسوب، أو صفحة بلا خادم: بلا سر، PKCE فقط.",
  returnHint: {
    openid:
      "واحد في كل سطر: عناوين إعادة التوجيه كما يرسلها تمامًا. واجهة API التي تفحص الرموز المميزة فقط لا عنوان لها.",
    duo: "واحد في كل سطر: العنوان الذي يُعاد إليه مستخدموه، كما يرسله تمامًا.",
  },
  afterSignOutHint: "واحد في كل سطر: حيث يجوز له إرسال الناس بعد تسجيل خروجهم.",
  backChannelHint: "يُبلَّغ عند انتهاء جلسة كي ينهي جلسته هو أيضًا (back-channel logout).",
  unknownPeople: "من يذكرهم وليسوا معروفين هنا",
  refuseThem: "رفضهم",
  letThemSetUp: "السماح لهم بإعداد عامل ثانٍ في الحال",
  hostsHint: (own) =>
    `واحد في كل سطر، مع المنفذ إن لم يكن المعتاد، مثل \u2066wiki.example.com\u2069. يجب أن يكون بينها وبين ${own} نطاق مشترك.`,
  trouble: {
    name: "أدخل اسمًا لا يتجاوز 60 حرفًا في سطر واحد.",
    nameTaken: "لدى تطبيق آخر هنا هذا الاسم. اختر غيره.",
    note: "اكتب 300 حرف كحد أقصى.",
    day: "اكتب اليوم بالسنة والشهر واليوم، مثل \u20662027-02-01\u2069.",
    dayIsOver: "اختر يومًا لم يأتِ بعد، أو حدد أنه يشارك.",
    otherKind: "التطبيق الذي يتصل بهذه الطريقة ليس فيه هذا الإعداد.",
    address: (typed) =>
      `لا يمكن استخدام «${typed}». اكتبه كما يرسله التطبيق تمامًا: مع https ومن دون # أو اسم أو كلمة مرور. ويصلح http العادي لـ localhost وحده.`,
    addressOrOwnScheme: (typed) =>
      `لا يمكن استخدام «${typed}». اكتبه كما يرسله التطبيق تمامًا: مع https أو مخطط خاص به مثل \u2066com.example.app:/signed-in\u2069، ومن دون # أو اسم أو كلمة مرور. ويصلح http العادي لـ localhost وحده.`,
    noAddress: "أدخل عنوانًا واحدًا على الأقل.",
    tooMany: "هذا أكثر من 20.",
    host: (typed) =>
      `«${typed}» ليس مضيفًا. يُكتب بهذا الشكل: \u2066wiki.example.com\u2069 أو \u2066wiki.example.com:8443\u2069.`,
    otherDomain: (typed, own) =>
      `ليس بين «${typed}» و${own} حيث يسجّل الناس الدخول نطاق مشترك، فلن ينقل المتصفح تسجيل الدخول إليه.`,
    needsHostName: (own) =>
      `يسجّل الناس الدخول على ${own}. لحماية تطبيقات خلف وكيل يحتاج Countersign نفسه إلى اسم مضيف مثل \u2066login.example.com\u2069 (COUNTERSIGN_URL).`,
    ownHost: (host) => `يسجّل الناس الدخول على ${host}، فلا يمكن أن يكون تطبيقًا أيضًا.`,
    hostTaken: (host) => `لدى تطبيق آخر ${host}.`,
    noHost: "أدخل مضيفًا واحدًا على الأقل.",
    changedMeanwhile: "غيّر شخص آخر هذا التطبيق بينما كان النموذج مفتوحًا. يظهر الآن كما هو: راجعه ثم غيّره من جديد.",
  },
  byKey: "كلمة تطبيق من تطبيقات بروتوكول Duo تعادل كلمة مرور. يضيف هذه التطبيقات أشخاص لا مفاتيح API.",
  noSecret: "التطبيق الذي يتصل بهذه الطريقة ليس له سر.",
};
