import { describe, expect, test } from "vitest";
import {
  judgePassword,
  longest,
  normalisePassword,
  passwordMessage,
  shortestAlone,
  shortestWithSecondFactor,
} from "./rules.ts";

const names = ["ana@acme.example", "Ana Maria Ortega", "ana-ortega", "Bo"];
const judge = (password: string, shortest = shortestWithSecondFactor) => judgePassword(password, { shortest, names });

describe("length", () => {
  test("is counted in characters as people see code points, not in bytes or halves", async () => {
    expect(await judge("sieben7")).toBe("too-short");
    expect(await judge("acht8888")).toBe("good");
    expect(await judge("🦊🐻🐼🐨🐯🦁🐮")).toBe("too-short");
    expect(await judge("🦊🐻🐼🐨🐯🦁🐮🐷")).toBe("good");
    expect(await judge("ελληνικ")).toBe("too-short");
    expect(await judge("ελληνικά")).toBe("good");
    expect(await judge("")).toBe("too-short");
    // Seven characters in the form that is hashed.
    expect(await judge("pape\u0301tua")).toBe("too-short");
  });

  test("is at least 15 where there is no second factor", async () => {
    expect(await judge("quiet harbour!", shortestAlone)).toBe("too-short");
    expect(await judge("quiet harbour!!", shortestAlone)).toBe("good");
  });

  test("is at most 1024 bytes, however few characters they are", async () => {
    const fill = (unit: string, bytes: number) => `${unit.repeat(Math.floor((bytes - 1) / Buffer.byteLength(unit)))}.`;
    expect(await judge(`${"ab".repeat(511)}cd`)).toBe("good");
    expect(await judge(`${"ab".repeat(512)}c`)).toBe("too-long");
    expect(await judge(fill("🦊", longest + 4))).toBe("too-long");
    expect(await judge("a".repeat(1e6))).toBe("too-long");
  });
});

describe("what is guessed first", () => {
  test.each(["password", "PASSWORD", "Password", "12345678", "qwertyuiop", "iloveyou", "trustno1", "football"])(
    "%s is common",
    async (password) => {
      expect(await judge(password)).toBe("common");
    },
  );

  test.each(["aaaaaaaa", "        ", "🦊🦊🦊🦊🦊🦊🦊🦊", "1".repeat(1000)])(
    "%j repeats one character",
    async (password) => {
      expect(await judge(password)).toBe("common");
    },
  );

  test.each(["ana@acme.example", "ANA@acme.example", "ana maria ortega", "Ana-Ortega"])(
    "%s is their own name",
    async (password) => {
      expect(await judge(password)).toBe("own-name");
    },
  );

  test.each(["ana@acme.example!", "a quiet harbour at dawn", "correct horse", "пароль-надёжный", "ana-ortega and bo"])(
    "%s is good",
    async (password) => {
      expect(await judge(password)).toBe("good");
    },
  );

  test("a name of two letters or none rules nothing out", async () => {
    expect(await judgePassword("bo", { shortest: 1, names })).toBe("good");
    expect(await judgePassword("x y", { shortest: 1, names: [""] })).toBe("good");
  });

  test("a name is the same however its accents are typed", async () => {
    const options = { shortest: 8, names: ["José Núñez"] };
    expect(await judgePassword("josé núñez".normalize("NFD"), options)).toBe("own-name");
    expect(await judgePassword("josé núñez".normalize("NFC"), options)).toBe("own-name");
  });
});

test("odd characters do no harm", async () => {
  expect(await judge("\ud800\udfff\ud800\udfff\ud800 x")).toBe("too-short");
  expect(await judge("\ud800 lone surrogate")).toBe("good");
  expect(await judge("constructor")).toBe("good");
  expect(await judge("__proto__")).toBe("good");
});

test("the same characters are one password, however a keyboard composes them", async () => {
  expect(normalisePassword("jose\u0301")).toBe(normalisePassword("jos\u00e9"));
  expect(normalisePassword(" Quiet  harbour ")).toBe(" Quiet  harbour ");
  expect(normalisePassword("ﬁ")).toBe("ﬁ");
});

test("every verdict has its sentence, with the numbers that count", async () => {
  expect(passwordMessage("too-short", 15)).toMatch(/at least 15 characters/);
  expect(passwordMessage("too-long", 15)).toMatch(/at most 1024 bytes/);
  expect(passwordMessage("common", 15)).toMatch(/Choose another/);
  expect(passwordMessage("own-name", 15)).toMatch(/not your name or address/);
});
