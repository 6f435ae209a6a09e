// What the administration counts in Arabic, in the case in which most sentences put it: genitive and accusative.
import { speech } from "../speech.ts";

const { counted } = speech("ar");

export const people = (n: number): string =>
  counted(n, {
    zero: "# مستخدم",
    one: "مستخدم واحد",
    two: "مستخدمين اثنين",
    few: "# مستخدمين",
    many: "# مستخدمًا",
    other: "# مستخدم",
  });

export const lines = (n: number): string =>
  counted(n, {
    zero: "# سطر",
    one: "سطر واحد",
    two: "سطرين",
    few: "# أسطر",
    many: "# سطرًا",
    other: "# سطر",
  });

export const accounts = (n: number): string =>
  counted(n, {
    zero: "# حساب",
    one: "حساب واحد",
    two: "حسابين",
    few: "# حسابات",
    many: "# حسابًا",
    other: "# حساب",
  });

export const sessions = (n: number): string =>
  counted(n, {
    zero: "# جلسة",
    one: "جلسة واحدة",
    two: "جلستين",
    few: "# جلسات",
    many: "# جلسة",
    other: "# جلسة",
  });

export const rules = (n: number): string =>
  counted(n, {
    zero: "# قاعدة",
    one: "قاعدة واحدة",
    two: "قاعدتان",
    few: "# قواعد",
    many: "# قاعدة",
    other: "# قاعدة",
  });

export const changes = (n: number): string =>
  counted(n, {
    zero: "# تغيير",
    one: "تغيير واحد",
    two: "تغييران",
    few: "# تغييرات",
    many: "# تغييرًا",
    other: "# تغيير",
  });

export const types = (n: number): string =>
  counted(n, {
    zero: "# نوع",
    one: "نوع واحد",
    two: "نوعان",
    few: "# أنواع",
    many: "# نوعًا",
    other: "# نوع",
  });

export const days = (n: number): string =>
  counted(n, {
    zero: "# يوم",
    one: "يوم واحد",
    two: "يومين",
    few: "# أيام",
    many: "# يومًا",
    other: "# يوم",
  });
