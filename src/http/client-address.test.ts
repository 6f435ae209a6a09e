import { isIP } from "node:net";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyText } from "../../test/support/texts.ts";
import { isLoopback, networkOf, readClientAddress, readTrustedProxies } from "./client-address.ts";

const none = readTrustedProxies([]);
const proxies = readTrustedProxies(["10.0.0.0/8", "192.0.2.7", "::1", "2001:db8:1::/48"]);

describe("without a trusted proxy", () => {
  test("forwarding headers are nobody's word", () => {
    expect(readClientAddress("198.51.100.4", "203.0.113.9", none)).toBe("198.51.100.4");
    expect(readClientAddress("127.0.0.1", "203.0.113.9", none)).toBe("127.0.0.1");
    expect(readClientAddress("198.51.100.4", "203.0.113.9", proxies)).toBe("198.51.100.4");
  });

  test("the peer is told in one form", () => {
    expect(readClientAddress("::ffff:198.51.100.4", undefined, none)).toBe("198.51.100.4");
    expect(readClientAddress("::FFFF:198.51.100.4", undefined, none)).toBe("198.51.100.4");
    expect(readClientAddress("2001:DB8::1", undefined, none)).toBe("2001:db8::1");
    expect(readClientAddress(undefined, undefined, none)).toBe("unknown");
    expect(readClientAddress("", "203.0.113.9", proxies)).toBe("unknown");
  });
});

describe("behind trusted proxies", () => {
  const from = (forwardedFor: string | undefined, peer = "10.0.0.1") => readClientAddress(peer, forwardedFor, proxies);
  const cases: [what: string, forwardedFor: string | undefined, address: string][] = [
    ["one proxy", "203.0.113.9", "203.0.113.9"],
    ["two proxies", "203.0.113.9, 10.1.2.3", "203.0.113.9"],
    ["what the client claims stands to the left of what the proxy saw", "1.2.3.4, 203.0.113.9", "203.0.113.9"],
    ["a client that claims to be a proxy", "10.9.9.9, 203.0.113.9", "203.0.113.9"],
    ["a client that claims a list of proxies", "1.2.3.4, 10.9.9.9, 10.8.8.8, 203.0.113.9", "203.0.113.9"],
    ["claims in front of the client, two proxies", "1.2.3.4, 203.0.113.9, 192.0.2.7", "203.0.113.9"],
    ["proxies alone", "10.1.1.1, 10.2.2.2", "10.1.1.1"],
    ["a port", "203.0.113.9:51234", "203.0.113.9"],
    ["an address of version 6", "2001:db8:2::7", "2001:db8:2::7"],
    ["in brackets", "[2001:db8:2::7]", "2001:db8:2::7"],
    ["in brackets with a port", "[2001:DB8:2::7]:443", "2001:db8:2::7"],
    ["an address of version 4 inside version 6", "::ffff:203.0.113.9", "203.0.113.9"],
    ["a proxy of version 4 inside version 6", "203.0.113.9, ::ffff:10.1.1.1", "203.0.113.9"],
    ["a proxy of version 6", "203.0.113.9, 2001:db8:1::5", "203.0.113.9"],
    ["no blanks", "1.2.3.4,203.0.113.9,10.1.1.1", "203.0.113.9"],
    ["many blanks", "1.2.3.4 ,\t 203.0.113.9 ", "203.0.113.9"],
    ["a word", "unknown", "10.0.0.1"],
    ["a word behind a proxy", "203.0.113.9, unknown, 10.1.1.1", "10.1.1.1"],
    ["a hidden name", "_hidden, 203.0.113.9", "203.0.113.9"],
    ["no header", undefined, "10.0.0.1"],
    ["an empty header", "", "10.0.0.1"],
    ["commas", ",,,", "10.0.0.1"],
    ["a comma at the end", "203.0.113.9,", "10.0.0.1"],
    ["a number", "3405803785", "10.0.0.1"],
    ["leading zeros", "010.0.0.1", "10.0.0.1"],
    ["markup", "<script>", "10.0.0.1"],
    ["a line break", "203.0.113.9\r\nX: 1", "10.0.0.1"],
    ["a zone", "1.2.3.4, fe80::1%eth0", "fe80::1%eth0"],
  ];
  test.each(cases)("%s: %j", (_what, forwardedFor, address) => {
    expect(from(forwardedFor)).toBe(address);
  });

  test("the proxy's own address may come in either form", () => {
    expect(from("203.0.113.9", "::ffff:10.0.0.1")).toBe("203.0.113.9");
    expect(from("203.0.113.9", "::1")).toBe("203.0.113.9");
    expect(from("203.0.113.9", "2001:DB8:1::9")).toBe("203.0.113.9");
    expect(from("203.0.113.9", "fe80::1%eth0")).toBe("fe80::1%eth0");
  });

  test("whatever a client puts in front, its own address is found", () => {
    const hop = fc.oneof(fc.ipV4(), fc.ipV6(), anyText(), fc.constantFrom("10.0.0.1", "::1", "", ","));
    const client = fc.oneof(
      fc.ipV4().filter((address) => !address.startsWith("10.") && address !== "192.0.2.7"),
      fc.ipV6().filter((address) => isIP(address) === 6 && /^[3-9a-f]/i.test(address) && !address.includes(".")),
    );
    fc.assert(
      fc.property(fc.array(hop), client, fc.nat(2), (claims, address, through) => {
        const list = [...claims, address, ...["10.1.1.1", "[2001:db8:1::5]:80"].slice(0, through)];
        return from(list.join(", ")) === address.toLowerCase();
      }),
      { numRuns: 5000, seed: 20_270_301 },
    );
  });

  test("a huge header costs next to nothing", () => {
    const started = performance.now();
    for (const piece of ["10.0.0.1, ", ",", "1", "[", ":", " "]) from(piece.repeat(1e6));
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe("trusted proxies", () => {
  test.each(["10.0.0.1", "10.0.0.0/8", "0.0.0.0/0", "::1", "2001:db8::/32", "::/0", "10.0.0.1/32"])("%s", (cidr) => {
    expect(() => readTrustedProxies([cidr])).not.toThrow();
  });

  test.each([
    ...["", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8/9", "10.0.0.0/a", "10.0.0", "10.0.0.0/8 "],
    ...["::/129", "proxy.internal", "10.0.0.1:80", "[::1]", "*", "1e1", "10.0.0.0/0x8", "10.0.0.0/1.5"],
  ])("'%s' is named and refused", (cidr) => {
    expect(() => readTrustedProxies(["10.0.0.1", cidr])).toThrow(`'${cidr}' is no address or CIDR`);
  });
});

describe("the network that guesses are counted by", () => {
  test.each([
    ["203.0.113.9", "203.0.113.9"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:db8:1:2::", "2001:db8:1:2::/64"],
    ["2001:0db8:0001:0002:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["2001:db8::1:2:3:4:5", "2001:db8:0:1::/64"],
    ["::1", "0:0:0:0::/64"],
    ["::", "0:0:0:0::/64"],
    ["1::", "1:0:0:0::/64"],
    ["64:ff9b::1.2.3.4", "64:ff9b:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["unknown", "unknown"],
  ])("%s: %s", (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  test("is one for every way to write an address, and for all of a customer's addresses", () => {
    const group = fc.nat(0xffff);
    const groups = fc.tuple(group, group, group, group, group, group, group, group);
    fc.assert(
      fc.property(groups, groups, (mine, other) => {
        const hex = (parts: number[]) => parts.map((part) => part.toString(16));
        const prefix = mine.slice(0, 4);
        const spellings = [
          hex(mine).join(":"),
          hex(mine).join(":").toUpperCase(),
          mine.map((part) => part.toString(16).padStart(4, "0")).join(":"),
          new URL(`http://[${hex(mine).join(":")}]`).hostname.slice(1, -1),
          hex([...prefix, ...other.slice(4)]).join(":"),
        ];
        return new Set(spellings.map(networkOf)).size === 1;
      }),
      { numRuns: 2000, seed: 20_270_301 },
    );
  });
});

test("loopback is only what this machine calls itself", () => {
  for (const address of ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1", "[::1]:80"]) {
    expect(isLoopback(address)).toBe(true);
  }
  for (const address of [
    "128.0.0.1",
    "127.0.0.1.example",
    "127.0.0",
    "1::1",
    "",
    undefined,
    "localhost",
    "::ffff:10.0.0.1",
  ]) {
    expect(isLoopback(address)).toBe(false);
  }
});
