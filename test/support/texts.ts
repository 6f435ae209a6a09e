// Texts that nobody would type: any code points at all, lone halves of surrogate pairs among them.
import fc from "fast-check";

// Much quicker to draw than fast-check's own `binary` strings.
const codePoint = fc.oneof(fc.nat(0x7f), fc.nat(0x2fff), fc.nat(0xffff), fc.nat(0x10ffff));

export const anyText = (
  lengths: { minLength?: number; maxLength?: number } = { maxLength: 30 },
): fc.Arbitrary<string> => fc.array(codePoint, lengths).map((points) => String.fromCodePoint(...points));
