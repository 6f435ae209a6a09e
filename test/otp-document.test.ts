// docs/integrate/otp.md: its program runs as it stands, by the name that applications import.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as otp from "../src/otp/index.ts";
import { runTypeScript } from "./contracts/programs.ts";

const page = readFileSync(new URL("../docs/integrate/otp.md", import.meta.url), "utf8");
const source = [...page.matchAll(/^ {4}(.*)$|^$/gm)].map(([, line = ""]) => line).join("\n");

test("the program on the page runs, and its comments are true", async () => {
  const value = /totp\(\{ secret: decodeBase32.*\}\); \/\/ "(\d{8})"/.exec(source)?.[1];
  expect(value).toBe("94287082");
  const program = `${source.replace('"countersign/otp"', '"SRC/otp/index.ts"').replace("\ntotp(", "\nconst shown = totp(")}
    const now = Date.now();
    const right = totp({ secret, at: now });
    const spaced = normaliseCode(right.slice(0, 3) + " " + right.slice(3));
    console.log(JSON.stringify({
      shown, forTyping, address, code, guessed: step === undefined,
      right: matchTimeStep({ secret, code: spaced, at: now }) === Math.floor(now / 30000),
      junk: [normaliseCode("") ?? null, normaliseCode("\\u0000 not a code") ?? null],
    }));`;
  const printed = JSON.parse(await runTypeScript(program));
  expect(printed).toMatchObject({ shown: value, code: "123456", right: true, junk: [null, null] });
  expect(otp.parseOtpauthAddress(printed.address)).toMatchObject({ issuer: "Acme", account: "kim@acme.example" });
  expect(printed.forTyping).toMatch(/^[A-Z2-7]{32}$/);
});

test("every name on the page is one that the sub-path exports", () => {
  const imported = /import \{ (.*) \} from "countersign\/otp"/.exec(page)?.[1]?.split(", ") ?? [];
  const named = [...page.matchAll(/^- `(\w+)`/gm)].map(([, name]) => name as string);
  expect([...imported, ...named].filter((name) => !(name in otp))).toEqual([]);
  expect(named.length).toBe(3);
});
