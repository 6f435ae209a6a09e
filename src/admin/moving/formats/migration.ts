// The address inside the QR code by which Google Authenticator hands accounts over: `otpauth-migration://offline?data=` and
// a protobuf message in base64, of which only these few fields are read.
import { bring, bringLabel, type Coming, coming, refuse } from "../coming.ts";

export function readMigration(address: string, line: number): Coming[] {
  const unreadable = () => [refuse(coming(line), "unreadable")];
  const data = /[?&]data=([^&#]*)/.exec(address)?.[1];
  if (data === undefined) return unreadable();
  try {
    const bytes = Buffer.from(decodeURIComponent(data).replaceAll(" ", "+"), "base64");
    const accounts = fieldsOf(bytes).filter(({ number }) => number === 1);
    return accounts.length === 0 ? unreadable() : accounts.map(({ bytes: account }) => readAccount(account, line));
  } catch {
    return unreadable();
  }
}

const algorithms: Record<number, string> = { 0: "SHA1", 1: "SHA1", 2: "SHA256", 3: "SHA512", 4: "MD5" };
const lengths: Record<number, number> = { 0: 6, 1: 6, 2: 8 };

function readAccount(bytes: Buffer, line: number): Coming {
  const one = coming(line);
  const fields = new Map(fieldsOf(bytes).map((field) => [field.number, field]));
  const textOf = (number: number) => fields.get(number)?.bytes.toString("utf8") ?? "";
  const numberOf = (number: number) => fields.get(number)?.value ?? 0;
  const name = textOf(2);
  bringLabel(one, name.slice(name.indexOf(":") + 1).trim());
  // 0 is said of what has no type: apps take it for a time-based one.
  if (numberOf(6) === 1) return refuse(one, "hotp");
  const [algorithm, digits] = [algorithms[numberOf(4)] ?? "?", lengths[numberOf(5)] ?? 0];
  bring(one, fields.get(1)?.bytes, { algorithm, digits }, textOf(3));
  if (one.authenticators.length === 0) one.refused = true;
  return one;
}

interface Field {
  number: number;
  value: number;
  bytes: Buffer;
}

/** Varints and length-delimited fields (https://protobuf.dev/programming-guides/encoding/). @throws RangeError where it is cut off */
function fieldsOf(bytes: Buffer): Field[] {
  const fields: Field[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = bytes.readUInt8(at++);
      value += (byte & 127) * factor;
      if (byte < 128) return value;
      if (factor > 128 ** 9) throw new RangeError("no number is so long");
    }
  };
  while (at < bytes.length) {
    const key = varint();
    const [number, type] = [Math.floor(key / 8), key % 8];
    const field: Field = { number, value: 0, bytes: Buffer.alloc(0) };
    if (type === 0) field.value = varint();
    else if (type === 2) {
      const length = varint();
      if (length > bytes.length - at) throw new RangeError("the message is cut off");
      field.bytes = bytes.subarray(at, at + length);
      at += length;
    } else if (type === 1 || type === 5) at += type === 1 ? 8 : 4;
    else throw new RangeError("no field of this kind is read");
    fields.push(field);
  }
  return fields;
}
