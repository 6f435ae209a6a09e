// Bounds what connections take: how many there are, how many of them are one network's, how much is asked on one before it
// was answered, and for how long an answer may be fetched. Who is slow holds their own connection, and not for long.
import { readFileSync } from "node:fs";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { minute, second } from "../kernel/clock.ts";
import { isTrusted, networkOf, plain, type TrustedProxies } from "./client-address.ts";

/** What Node itself watches over. Proxies keep idle connections for 60 seconds at most. */
export const limits = {
  headersTimeout: 10 * second,
  requestTimeout: 30 * second,
  keepAliveTimeout: 65 * second,
  connectionsCheckingInterval: 2 * second,
  maxHeaderSize: 16_384,
};

/** Nothing comes and nothing goes; longer than any proxy waits for an answer. */
const silence = 75 * second;
/** For each part of an answer, 64 KiB mostly: who fetches it more slowly than that fetches it no more. */
const longestPart = 30 * second;
/** For the whole of it: files of a whole organisation come in many parts. */
const longestAnswer = 10 * minute;
const looksEvery = 5 * second;

/** Requests that wait on one connection behind the one that is answered: browsers and proxies send none. */
const mostInLine = 4;

/** An idle connection costs some 14 KiB. */
const mostPlaces = 20_000;
/** For the database, its copy, the key, the log, mail. */
const kept = 150;

/** @param of.places connections at once in this process; as many as files may be open, less what else needs one, where left out */
export function boundConnections(
  server: Server,
  { proxies, places = placesOf(openFiles()) }: { proxies: TrustedProxies; places?: number },
): void {
  // Whoever comes past it is hung up on at once, and files stay free for what has to be opened.
  server.maxConnections = places;
  server.timeout = silence;
  const open = new Set<Socket>();
  const ofNetworks = new Map<string, number>();
  let madeRoom = 0;

  server.on("connection", (socket: Socket) => {
    const address = plain(socket.remoteAddress ?? "");
    if (!isTrusted(address, proxies)) {
      const network = networkOf(address);
      const held = (ofNetworks.get(network) ?? 0) + 1;
      if (held > places / 4) return void socket.destroy();
      ofNetworks.set(network, held);
      socket.once("close", () => {
        const left = (ofNetworks.get(network) as number) - 1;
        if (left === 0) ofNetworks.delete(network);
        else ofNetworks.set(network, left);
      });
    }
    open.add(socket);
    socket.once("close", () => open.delete(socket));
    const now = performance.now();
    // Kept for a next request, which would only begin another connection.
    if (open.size > (places * 3) / 4 && now - madeRoom > 50) {
      madeRoom = now;
      server.closeIdleConnections();
    }
  });

  const seen = new WeakMap<Socket, Fetching>();
  const look = setInterval(() => {
    const now = performance.now();
    for (const socket of open) {
      const answer = (socket as Answering)._httpMessage;
      // Also what stays behind when the answer was written.
      if (!answer && socket.writableLength === 0) continue;
      const gone = socket.bytesWritten - socket.writableLength;
      const before = seen.get(socket);
      const fetching = before?.answer === answer && before ? before : { answer, since: now, gone, moved: now };
      if (gone > fetching.gone || socket.writableLength === 0) Object.assign(fetching, { gone, moved: now });
      seen.set(socket, fetching);
      if (now - fetching.moved > longestPart || now - fetching.since > longestAnswer) socket.destroy();
    }
  }, looksEvery).unref();
  server.once("close", () => clearInterval(look));
}

interface Fetching {
  answer: ServerResponse | undefined;
  /** When it was first seen, and how many bytes had gone to the client when. */
  since: number;
  gone: number;
  moved: number;
}

type Answering = Socket & { _httpMessage?: ServerResponse; parser?: { onIncoming: unknown } | null; inLine?: number };

/** What Node's parser takes for "there is no body to wait for". */
const skipBody = 2;

/** Whether so many requests wait on this connection that it was ended. To be asked once for each request. */
export function asksTooMuch(request: IncomingMessage, response: ServerResponse): boolean {
  const socket = request.socket as Answering;
  // What was read together with the request that ended it.
  if (socket.destroyed) return true;
  // An answer gets its connection as soon as those before it are written.
  if (response.socket !== null) return false;
  socket.inLine = (socket.inLine ?? 0) + 1;
  if (socket.inLine > mostInLine) {
    // Or Node would make and keep a request and an answer of all that was read with it: thousands, from one client alone.
    if (socket.parser) socket.parser.onIncoming = () => skipBody;
    socket.destroy();
    return true;
  }
  response.once("close", () => {
    socket.inLine = (socket.inLine as number) - 1;
  });
  return false;
}

/** @param files how many may be open */
export const placesOf = (files: number): number => Math.min(mostPlaces, Math.max(files / 2, files - kept));

/** Soft limit of this process; Node has raised it as far as it may. */
function openFiles(): number {
  try {
    const soft = /^Max open files\s+(\d+)/m.exec(readFileSync("/proc/self/limits", "latin1"))?.[1];
    if (soft !== undefined) return Number(soft);
  } catch {
    // Not Linux.
  }
  return mostPlaces;
}
