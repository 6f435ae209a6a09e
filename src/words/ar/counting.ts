// What Arabic counts, in the case that the sentences put it in: one and two are words of their own, and what is counted
// changes with the number.
import { speech } from "../speech.ts";

const { counted } = speech("ar");

export const characters = (n: number): string =>
  counted(n, {
    zero: "# حرف",
    one: "حرف واحد",
    two: "حرفان",
    few: "# أحرف",
    many: "# حرفًا",
    other: "# حرف",
  });

export const codes = (n: number): string =>
  counted(n, {
    zero: "لا رموز",
    one: "رمز واحد",
    two: "رمزان",
    few: "# رموز",
    many: "# رمزًا",
    other: "# رمز",
  });

/** "and n are left of them": the verb or the participle stands before. */
export const tries = (n: number): string =>
  counted(n, {
    zero: "لا محاولات",
    one: "محاولة واحدة",
    two: "محاولتان",
    few: "# محاولات",
    many: "# محاولة",
    other: "# محاولة",
  });
