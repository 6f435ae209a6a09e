// The real server, spoken to byte by byte.
import { connect } from "node:net";
import { pino } from "pino";
import { serve } from "../../../src/serve.ts";
import type { Answer } from "../../support/world.ts";
import type { Cast } from "./cast.ts";

export interface Wire {
  host: string;
  /** Sends these bytes as they are, and reads what comes back until the server ends the connection or says no more. */
  send(bytes: string | Buffer): Promise<Answer>;
  /** Sends these bytes and goes away. */
  breakOff(bytes: string | Buffer): Promise<void>;
  /** What was logged, one JSON line each. */
  logged: string[];
  stop(): Promise<void>;
}

/** Another program over the cast's database, listening on a free port. */
export async function listen({ world }: Cast): Promise<Wire> {
  const logged: string[] = [];
  const log = pino({ level: "debug" }, { write: (line: string) => void logged.push(line) });
  const hashingCost = { memoryCost: 64, timeCost: 1, parallelism: 1 };
  const running = await serve(
    { ...world.config, port: 0, host: "127.0.0.1" },
    { clock: world.clock, log, hashingCost },
  );
  const { host, port } = new URL(running.url);
  return {
    host,
    send: (bytes) => exchange(Number(port), bytes),
    breakOff: (bytes) =>
      new Promise((resolve) => {
        const socket = connect(Number(port), "127.0.0.1", () =>
          socket.write(bytes, () => setTimeout(() => socket.resetAndDestroy(), 20)),
        );
        socket.on("error", () => undefined);
        socket.on("close", () => resolve());
      }),
    logged,
    stop: () => running.stop(),
  };
}

export const request = (line: string, headers: Record<string, string>, body: string | Buffer = ""): Buffer =>
  Buffer.concat([
    Buffer.from(
      `${line}\r\n${Object.entries(headers)
        .map(([name, value]) => `${name}: ${value}\r\n`)
        .join("")}\r\n`,
      "latin1",
    ),
    Buffer.from(body),
  ]);

/** A body in pieces, without its length. */
export function chunked(body: Buffer): Buffer {
  const pieces: Buffer[] = [];
  for (let at = 0; at < body.length; at += 4096) {
    const piece = body.subarray(at, at + 4096);
    pieces.push(Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from("\r\n"));
  }
  return Buffer.concat([...pieces, Buffer.from("0\r\n\r\n")]);
}

function exchange(port: number, bytes: string | Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const received: Buffer[] = [];
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes));
    socket.setTimeout(5000, () => socket.destroy());
    socket.on("data", (data) => {
      received.push(data);
      if (isWhole(Buffer.concat(received))) socket.destroy();
    });
    // Cut off in the middle of what it sends is one way to be refused.
    socket.on("error", (error: NodeJS.ErrnoException) =>
      received.length === 0 && error.code !== "ECONNRESET" && error.code !== "EPIPE" ? reject(error) : undefined,
    );
    socket.on("close", () => resolve(answerIn(Buffer.concat(received))));
  });
}

function isWhole(received: Buffer): boolean {
  const end = received.indexOf("\r\n\r\n");
  if (end === -1) return false;
  const length = /^content-length: (\d+)$/im.exec(received.toString("latin1", 0, end))?.[1];
  return length !== undefined && received.length >= end + 4 + Number(length);
}

function answerIn(received: Buffer): Answer {
  const end = received.indexOf("\r\n\r\n");
  const [line = "", ...lines] = received.toString("latin1", 0, end === -1 ? undefined : end).split("\r\n");
  const headers = new Headers(
    lines.map((one): [string, string] => [one.slice(0, one.indexOf(":")), one.slice(one.indexOf(":") + 1).trim()]),
  );
  const text = end === -1 ? "" : received.toString("utf8", end + 4);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {}
  return { status: Number(line.split(" ")[1] ?? 0), text, json, headers, location: headers.get("location") };
}
