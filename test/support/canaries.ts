// Secrets that were really used, and where they turn up again: as they are, or in any encoding they might hide in.
import { encodeBase32 } from "../../src/otp/index.ts";

interface Canary {
  name: string;
  /** The text as people or programs bear it, and the bytes behind it where they differ. */
  values: Buffer[];
}

export class Canaries {
  readonly #canaries = new Map<string, Canary>();

  add(name: string, text: string, bytes?: Uint8Array | undefined): void {
    this.#canaries.set(`${name} ${text}`, {
      name,
      values: [Buffer.from(text), ...(bytes ? [Buffer.from(bytes)] : [])],
    });
  }

  /** Tokens are `<id>.<secret>`; the id alone may be known. */
  addToken(name: string, token: string): void {
    const secret = token.slice(token.indexOf(".") + 1);
    this.add(name, secret, Buffer.from(secret, "base64url"));
  }

  count(name: string): number {
    return [...this.#canaries.values()].filter((canary) => canary.name === name).length;
  }

  /** One line for each secret and form of it that the text holds; `except` names kinds that may be there. */
  foundIn(haystack: string | Buffer, { except = [] }: { except?: string[] } = {}): string[] {
    // One character a byte, so that bytes and text are searched alike.
    const text = Buffer.from(haystack).toString("latin1");
    const lower = text.toLowerCase();
    const found: string[] = [];
    for (const { name, values } of this.#canaries.values()) {
      if (except.includes(name)) continue;
      for (const value of values) {
        for (const [form, needle] of forms(value)) {
          if (
            /^\d{6}$/.test(needle)
              ? new RegExp(`(?<!\\d)${needle}(?!\\d)`).test(text)
              : lower.includes(needle.toLowerCase())
          ) {
            found.push(`${name}, ${form}: ${needle}`);
          }
        }
      }
    }
    return found;
  }
}

/** Every encoding, and within it every place in a longer text at which the bytes could begin. */
export function forms(value: Buffer): [form: string, needle: string][] {
  const text = value.toString();
  const isText = Buffer.from(text).equals(value);
  const all: [form: string, needle: string][] = [
    ["raw", value.toString("latin1")],
    ["hex", value.toString("hex")],
    ...shifted(value, 3, 6, (bytes) => bytes.toString("base64").replace(/=+$/, "")).map(named("base64")),
    ...shifted(value, 3, 6, (bytes) => bytes.toString("base64url")).map(named("base64url")),
    ...shifted(value, 5, 5, encodeBase32).map(named("base32")),
    ...(isText
      ? [
          encodeURIComponent(text),
          new URLSearchParams([["", text]]).toString().slice(1),
          JSON.stringify(text).slice(1, -1),
        ]
          .map((encoded) => Buffer.from(encoded).toString("latin1"))
          .map(named("escaped"))
      : []),
  ];
  return all.filter(([, needle], i) => all.findIndex(([, other]) => other === needle) === i);
}

const named =
  (form: string) =>
  (needle: string): [string, string] => [form, needle];

/** `group` bytes become whole characters of `bits` bits; those that other bytes have a part in are left out. */
function shifted(value: Buffer, group: number, bits: number, encode: (bytes: Buffer) => string): string[] {
  return Array.from({ length: group }, (_, before) => {
    const encoded = encode(Buffer.concat([Buffer.alloc(before), value]));
    return encoded.slice(Math.ceil((before * 8) / bits), Math.floor(((before + value.length) * 8) / bits));
  });
}
