// Lines for spreadsheets: nothing in them runs, and what was written is read again.
import { expect, test } from "vitest";
import { asMeant, csvRow, readCsv, readText } from "./spreadsheets.ts";

const dangerous = [
  "=1+1",
  "+1",
  "-1",
  "@SUM(A1)",
  "  =1+1",
  "Kim;=cmd|' /C calc'!A0;",
  'Kim;"=1+1"',
  'Kim";"=1+1',
  "Kim,=1+1",
  "Kim\t=1+1",
  "Kim\n=1+1",
  "'=1+1",
  ";;=1;-2",
  "\uff1d1+1",
];

test("no cell begins like a formula, whatever the spreadsheet takes for a separator", () => {
  for (const text of dangerous)
    for (const separator of [/,/, /;/, /[\t\r\n]/]) {
      const cells = csvRow(["kim@acme.example", text, "staff"]).split(separator);
      for (const one of cells) expect(one, text).not.toMatch(/^[\s"]*[=+\-@\uff1d]/);
    }
});

test("what was written is read again as it was", () => {
  for (const text of [...dangerous, 'a "b" c', "a, b; c", "O'Hara", "a-b=c"])
    expect(readCsv(csvRow(["x", text]))[0]?.cells.map(asMeant)).toEqual(["x", text]);
});

test("semicolons separate where the first line has no comma, and every kind of line end ends a line", () => {
  const rows = [
    { line: 1, cells: ["a", "b"] },
    { line: 3, cells: ["1", "2,3"] },
  ];
  for (const end of ["\n", "\r\n", "\r"]) expect(readCsv(`\ufeffa;b${end}${end}1;2,3${end}`)).toEqual(rows);
  expect(readCsv('a,b\n"1\n2",3\n4,5').map(({ line }) => line)).toEqual([1, 2, 4]);
});

test("a quote where none may stand makes its line wrong, and no other", () => {
  const wrong = (text: string) => readCsv(text).map((row) => row.wrong !== undefined);
  expect(wrong('a,"b"\n"No"body,x\nb,c')).toEqual([false, true, false]);
  expect(wrong('a, "b"\nb,c')).toEqual([true, false]);
  expect(wrong('a,b"c')).toEqual([true]);
  expect(wrong('a,"b""c","d\ne"')).toEqual([false]);
  expect(wrong('a,b\nc,"d')).toEqual([false, true]);
});

test("what is not UTF-8 is no text", () => {
  expect(readText(Buffer.from("J\xf6rg", "latin1"))).toBeUndefined();
  expect(readText(Buffer.from("\ufeffJörg"))).toBe("Jörg");
});
