// Codes are told by digits, whichever the keyboard has.
import { expect, test } from "vitest";
import { latinDigits } from "./digits.ts";

test("Arabic, Persian and full-width digits are read as 0 to 9", () => {
  for (const digits of ["0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "０１２３４５６７８９"]) {
    expect(latinDigits(digits)).toBe("0123456789");
  }
});

test("all else stays as it is", () => {
  expect(latinDigits("K7 ٪\u066a\u06fa½²")).toBe("K7 ٪\u066a\u06fa½²");
});
