// What holds of the normal forms for whatever texts there are.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyText } from "../../test/support/texts.ts";
import { readAccountType, readAddress, readDisplayName, readDomain, readLogin, readScreenName } from "./rules.ts";

const seeded = { numRuns: 10_000, seed: 20_270_301 };
const normal = (text: string): string | undefined => readAddress(text)?.normal;
const name = (text: string): string | undefined => readScreenName(text)?.normal;

describe("over random texts", () => {
  const pieces = fc.constantFrom(
    ..."aAß ẞſİıΣςσΐΰŉǰᾳᾼﬁ\u0345\u0301\u0308\u200b\u200d\u00ad\ud800\udfff.。．@＠-\u202e\u3164…9１",
    ..."xn--| bücher|example|acme.example|\r\n|\0".split("|"),
  );
  const texts = fc.oneof(
    anyText({ maxLength: 40 }),
    fc.array(pieces, { maxLength: 20 }).map((parts) => parts.join("")),
    fc.array(pieces, { maxLength: 12 }).map((parts) => `${parts.join("")}@acme.example`),
    fc.array(pieces, { maxLength: 12 }).map((parts) => `ana@${parts.join("")}.example`),
  );

  test("nothing throws, and whatever is accepted is its own normal form, short, and on one line", () => {
    let accepted = 0;
    fc.assert(
      fc.property(texts, (text) => {
        const address = readAddress(text);
        const login = readLogin(text);
        const screen = readScreenName(text);
        readDisplayName(text);
        readAccountType(text);
        if (address) {
          accepted++;
          if (normal(address.normal) !== address.normal || normal(address.shown) !== address.normal) return false;
          if (address.normal.length > 254 || /[\s\p{C}]/u.test(address.normal)) return false;
          if (address.normal !== `${address.local}@${address.domain}` || !/^[a-z0-9.-]+$/.test(address.domain))
            return false;
        }
        if (screen && (name(screen.normal) !== screen.normal || name(screen.shown) !== screen.normal)) return false;
        // A screen name never is an address, and a login is one thing only.
        if (screen && (address || screen.normal.includes("@"))) return false;
        return login?.normal === (address?.normal ?? screen?.normal);
      }),
      seeded,
    );
    expect(accepted).toBeGreaterThan(500);
  });

  test("the case of letters changes nothing", () => {
    const words = fc.array(fc.constantFrom(..."abkß ẞſΣςσήﬁŉéıÅǅ".replace(" ", "")), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(words, (letters) => {
        const word = letters.join("");
        const forms = [word, word.toUpperCase(), word.toLowerCase(), word.toUpperCase().toLowerCase()];
        return (
          new Set(forms.map((form) => normal(`${form}@acme.example`))).size === 1 && new Set(forms.map(name)).size === 1
        );
      }),
      { ...seeded, numRuns: 3000 },
    );
  });

  test("every letter that case or compatibility changes has a normal form that stays", () => {
    const changed: number[] = [];
    for (let point = 0; point <= 0x10ffff; point++) {
      const letter = String.fromCodePoint(point);
      const other = letter.toUpperCase() !== letter || letter.toLowerCase() !== letter;
      if (other || (point < 0x30000 && letter.normalize("NFKC") !== letter)) changed.push(point);
    }
    const unstable = changed
      .map((point) => String.fromCodePoint(point))
      .filter((letter) => {
        const address = normal(`a${letter}@acme.example`);
        const screen = name(`a${letter}`);
        return (address && normal(address) !== address) || (screen && name(screen) !== screen);
      });
    expect(unstable).toEqual([]);
    expect(changed.length).toBeGreaterThan(5000);
  });

  test("a huge text costs next to nothing", () => {
    const from = performance.now();
    for (const piece of ["a", "\u0301", "ﷺ", " ", "@", ".", "\ud800"]) {
      const huge = piece.repeat(1e6);
      for (const read of [readAddress, readDomain, readScreenName, readLogin, readAccountType, readDisplayName])
        read(huge);
    }
    expect(performance.now() - from).toBeLessThan(5000);
  });
});
