// A collector that takes spans as OTLP has it (HTTP, protobuf) and reads them by the specification's own numbers.
// https://github.com/open-telemetry/opentelemetry-proto
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";

type Value = string | number | boolean;

export interface ReceivedSpan {
  trace: string;
  id: string;
  parent: string | undefined;
  state: string;
  name: string;
  /** 1 internal, 2 server, 3 client */
  kind: number;
  /** ms since the epoch */
  begin: number;
  end: number;
  attributes: Record<string, Value>;
  /** 0 unset, 2 error */
  status: number;
  message: string;
  resource: Record<string, Value>;
  events: number;
}

export interface Collector {
  /** For OTEL_EXPORTER_OTLP_ENDPOINT. */
  url: string;
  spans: ReceivedSpan[];
  /** Every byte that came, headers and bodies. */
  heard(): Buffer;
  headers: IncomingHttpHeaders[];
  paths: string[];
  close(): Promise<void>;
}

/** @param answer the status of each answer; `never`: it takes and says nothing */
export async function startCollector(answer: number | "never" = 200): Promise<Collector> {
  const chunks: Buffer[] = [];
  const spans: ReceivedSpan[] = [];
  const headers: IncomingHttpHeaders[] = [];
  const paths: string[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts);
    const plain = request.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body;
    chunks.push(Buffer.from(JSON.stringify(request.headers)), plain);
    headers.push(request.headers);
    paths.push(request.url as string);
    spans.push(...readRequest(plain));
    if (answer !== "never") response.writeHead(answer, { "content-type": "application/x-protobuf" }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    headers,
    paths,
    heard: () => Buffer.concat(chunks),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Field = { number: number; value: bigint | Buffer };

function* fieldsOf(bytes: Buffer): Generator<Field> {
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++] as number;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  const take = (length: number): Buffer => {
    at += length;
    if (at > bytes.length) throw new Error("this is no protobuf: it ends in the middle");
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const [number, type] = [tag >> 3, tag & 7];
    if (type === 0) yield { number, value: varint() };
    else if (type === 1) yield { number, value: take(8) };
    else if (type === 2) yield { number, value: take(Number(varint())) };
    else if (type === 5) yield { number, value: take(4) };
    else throw new Error(`this is no protobuf: type ${type}`);
  }
}

const all = (bytes: Buffer, number: number): Buffer[] =>
  [...fieldsOf(bytes)].filter((field) => field.number === number).map(({ value }) => value as Buffer);
const one = (bytes: Buffer, number: number): Buffer | bigint | undefined =>
  [...fieldsOf(bytes)].find((field) => field.number === number)?.value;
const text = (bytes: Buffer, number: number): string => ((one(bytes, number) as Buffer | undefined) ?? "").toString();
const hex = (bytes: Buffer, number: number): string =>
  (one(bytes, number) as Buffer | undefined)?.toString("hex") ?? "";

function attributesIn(bytes: Buffer, number: number): Record<string, Value> {
  return Object.fromEntries(
    all(bytes, number).map((pair) => {
      const [field] = [...fieldsOf(one(pair, 2) as Buffer)];
      return [text(pair, 1), readValue(field)];
    }),
  );
}

function readValue(field: Field | undefined): Value {
  if (field?.number === 1) return field.value.toString();
  if (field?.number === 2) return field.value === 1n;
  if (field?.number === 3) return Number(field.value);
  if (field?.number === 4) return (field.value as Buffer).readDoubleLE();
  throw new Error(`an attribute is of a kind that is not used here: ${field?.number}`);
}

function readRequest(bytes: Buffer): ReceivedSpan[] {
  return all(bytes, 1).flatMap((ofResource) => {
    const resource = attributesIn(one(ofResource, 1) as Buffer, 1);
    return all(ofResource, 2).flatMap((ofScope) => all(ofScope, 2).map((span) => ({ ...readSpan(span), resource })));
  });
}

function readSpan(span: Buffer): Omit<ReceivedSpan, "resource"> {
  const time = (number: number) => Number((one(span, number) as Buffer).readBigUInt64LE()) / 1e6;
  const status = (one(span, 15) as Buffer | undefined) ?? Buffer.alloc(0);
  return {
    trace: hex(span, 1),
    id: hex(span, 2),
    state: text(span, 3),
    parent: hex(span, 4) || undefined,
    name: text(span, 5),
    kind: Number(one(span, 6) ?? 0n),
    begin: time(7),
    end: time(8),
    attributes: attributesIn(span, 9),
    events: all(span, 11).length,
    status: Number(one(status, 3) ?? 0n),
    message: text(status, 2),
  };
}
