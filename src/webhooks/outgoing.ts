// Speaks to addresses that administrators name: never to this machine or the network it stands in, unless the operator allowed
// that. What is decided is the address that is connected to, not the name: between two looks a name may lead elsewhere.
import { lookup as resolve } from "node:dns";
import { request as plainRequest } from "node:http";
import { request } from "node:https";
import { BlockList, isIP, type LookupFunction } from "node:net";
import { networkInterfaces } from "node:os";
import { words } from "../words/index.ts";

/** Kept in English, and put into other words where somebody reads it. */
const { failures } = words.en.consoleWebhooks;

/** Reserved for something else than hosts that anybody may reach (IANA's special-purpose registries). */
const reserved = new BlockList();
for (const [network, bits] of [
  ...([
    ["0.0.0.0", 8],
    ["10.0.0.0", 8],
    ["100.64.0.0", 10],
    ["127.0.0.0", 8],
    ["169.254.0.0", 16],
  ] as const),
  ...([
    ["172.16.0.0", 12],
    ["192.0.0.0", 24],
    ["192.0.2.0", 24],
    ["192.88.99.0", 24],
    ["192.168.0.0", 16],
  ] as const),
  ...([
    ["198.18.0.0", 15],
    ["198.51.100.0", 24],
    ["203.0.113.0", 24],
    ["224.0.0.0", 4],
    ["240.0.0.0", 4],
  ] as const),
] as const)
  reserved.addSubnet(network, bits, "ipv4");
/** Of these nothing but what is given to hosts; and within it what hides an address of the other kind, or documents. */
const global6 = new BlockList();
global6.addSubnet("2000::", 3, "ipv6");
for (const [network, bits] of [
  ...([
    ["2001::", 23],
    ["2001:db8::", 32],
    ["2002::", 16],
    ["3fff::", 20],
  ] as const),
] as const)
  reserved.addSubnet(network, bits, "ipv6");

/** Whether anybody's program may be spoken to there. @param allowed networks that the operator named */
export function mayReach(address: string, allowed: BlockList, interfaces = networkInterfaces()): boolean {
  // Of an IPv4 address inside IPv6 the list of IPv4 decides.
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mayReach(mapped, allowed, interfaces);
  const family = isIP(address) === 6 ? "ipv6" : "ipv4";
  if (allowed.check(address, family)) return true;
  if (beside(interfaces).check(address, family)) return false;
  return !reserved.check(address, family) && (family === "ipv4" || global6.check(address, "ipv6"));
}

/** This machine by its public addresses, and with IPv6, where all addresses may be public, the network that it stands in. */
function beside(interfaces: ReturnType<typeof networkInterfaces>): BlockList {
  const own = new BlockList();
  for (const { address, family, cidr } of Object.values(interfaces).flatMap((all) => all ?? [])) {
    if (family === "IPv4") own.addAddress(address, "ipv4");
    else own.addSubnet(address, Number(cidr?.split("/")[1] ?? 128), "ipv6");
  }
  return own;
}

export class NotAllowed extends Error {}

export interface Answer {
  status: number;
}

interface Post {
  headers: Record<string, string>;
  body: string;
  /** ms, from beginning to end */
  within: number;
  allowed: BlockList;
  stop?: AbortSignal | undefined;
}

/**
 * Sends once and follows nothing; of the answer no more is taken than its status.
 * @throws NotAllowed where the address is not to be spoken to, else whatever went wrong on the way
 */
export function post(to: string, { headers, body, within, allowed, stop }: Post): Promise<Answer> {
  const url = new URL(to);
  const literal = url.hostname.replace(/^\[(.*)\]$/, "$1");
  if (isIP(literal) !== 0 && !mayReach(literal, allowed)) return Promise.reject(new NotAllowed(literal));
  const secure = url.protocol === "https:";
  // In the clear only to where the operator has allowed it, which is somewhere near.
  if (!secure && (isIP(literal) === 0 ? false : !allowed.check(literal, isIP(literal) === 6 ? "ipv6" : "ipv4")))
    return Promise.reject(new NotAllowed("http"));
  const signal = AbortSignal.any([AbortSignal.timeout(within), ...(stop ? [stop] : [])]);
  return new Promise((done, failed) => {
    const sent = (secure ? request : plainRequest)(
      url,
      {
        method: "POST",
        agent: false,
        signal,
        lookup: careful(allowed, secure),
        maxHeaderSize: 16_384,
        headers: { ...headers, "content-length": Buffer.byteLength(body), connection: "close" },
      },
      (answer) => {
        done({ status: answer.statusCode as number });
        answer.on("error", () => {});
        answer.destroy();
      },
    );
    // Who wants to go on in another protocol has answered as well; without this nobody would ever hear of it.
    sent.on("upgrade", (answer, socket) => {
      done({ status: answer.statusCode as number });
      socket.destroy();
    });
    sent.on("error", failed);
    // Whatever else an answer does: once the connection is gone this is over, and its place free for another one.
    sent.on("close", () => failed(Object.assign(new Error("closed"), { code: "ECONNRESET" })));
    sent.end(body);
  });
}

/** What a name stands for, without what must not be spoken to. */
function careful(allowed: BlockList, secure: boolean): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, "", 0);
      const good = found.filter(({ address, family }) =>
        secure ? mayReach(address, allowed) : allowed.check(address, family === 6 ? "ipv6" : "ipv4"),
      );
      const [first] = good;
      if (!first) return callback(new NotAllowed(hostname) as NodeJS.ErrnoException, "", 0);
      if (options.all) callback(null, good);
      else callback(null, first.address, first.family);
    });
  };
}

/** Plain words for an administrator; nothing of the answer but its number. */
export function failureWords(error: unknown): string {
  if (error instanceof NotAllowed) return error.message === "http" ? failures.plain : failures.private;
  const { code, cause } = error as { code?: string; cause?: { name?: string } };
  if (cause?.name === "TimeoutError" || code === "ETIMEDOUT") return failures.late;
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return failures.name;
  if (code === "ECONNREFUSED") return failures.nobody;
  if (code === "ECONNRESET" || code === "EPIPE") return failures.broke;
  if (/^(ERR_TLS|CERT_|UNABLE_|DEPTH_|SELF_SIGNED|EPROTO|ERR_SSL)/.test(code ?? "")) return failures.unsafe;
  return failures.unreached;
}
