// From which address a request really comes: forwarding headers count only where a trusted proxy wrote them.
import { BlockList, isIP } from "node:net";

export type TrustedProxies = BlockList;

/** @param cidrs e.g. `["10.0.0.0/8", "::1"]` @throws Error that names the bad one */
export function readTrustedProxies(cidrs: string[]): TrustedProxies {
  const list = new BlockList();
  for (const cidr of cidrs) {
    const [address = "", bits, ...more] = cidr.split("/");
    const family = isIP(address);
    const most = family === 6 ? 128 : 32;
    const length = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : -1;
    if (family === 0 || length < 0 || length > most || more.length > 0)
      throw new Error(`'${cidr}' is no address or CIDR`);
    list.addSubnet(address, length, family === 6 ? "ipv6" : "ipv4");
  }
  return list;
}

/** Walks the forwarding list from the right, past trusted proxies, to the first address that nobody we trust vouches for. */
export function readClientAddress(
  peer: string | undefined,
  forwardedFor: string | undefined,
  proxies: TrustedProxies,
): string {
  let address = plain(peer ?? "");
  if (forwardedFor === undefined || !isTrusted(address, proxies)) return address || "unknown";
  const hops = forwardedFor
    .slice(-2000)
    .split(",")
    .map((hop) => plain(hop.trim()));
  for (const hop of hops.reverse()) {
    if (isIP(hop) === 0) break;
    address = hop;
    if (!isTrusted(hop, proxies)) break;
  }
  return address || "unknown";
}

/** The network that guesses are counted by: an IPv4 address, or the /64 that one IPv6 customer holds. */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = "", tail] = address.split("::");
  const groups = head === "" ? [] : head.split(":");
  if (tail !== undefined) {
    const rest = tail === "" ? [] : tail.split(":");
    while (groups.length + rest.length < 8) groups.push("0");
    groups.push(...rest);
  }
  const prefix = groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${prefix.join(":")}::/64`;
}

export function isLoopback(address: string | undefined): boolean {
  const bare = plain(address ?? "");
  return bare === "::1" || (isIP(bare) === 4 && bare.startsWith("127."));
}

export function isTrusted(address: string, proxies: TrustedProxies): boolean {
  const family = isIP(address);
  return family !== 0 && proxies.check(address, family === 6 ? "ipv6" : "ipv4");
}

/** An IPv4 address inside IPv6, as dual-stack sockets report it, is that IPv4 address; brackets and ports go. */
export function plain(address: string): string {
  const bare = address.replace(/^\[([^\]]*)\](:\d+)?$/, "$1").replace(/^::ffff:(?=\d+\.)/i, "");
  return /^\d+\.\d+\.\d+\.\d+:\d+$/.test(bare) ? bare.slice(0, bare.lastIndexOf(":")) : bare.toLowerCase();
}
