import { BlockList } from "node:net";
import { expect, test } from "vitest";
import { mayReach } from "./outgoing.ts";

const none = new BlockList();

test.each([
  ...["8.8.8.8", "1.1.1.1", "2001:4860:4860::8888", "2620:fe::fe"].map((address) => [address, true] as const),
  ...[
    "127.0.0.1",
    "0.0.0.0",
    "10.1.2.3",
    "172.31.0.1",
    "192.168.0.1",
    "169.254.169.254",
    "100.127.0.1",
    "255.255.255.255",
  ]
    .concat("::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:7f00:1", "::ffff:0:127.0.0.1")
    .concat(
      "64:ff9b::7f00:1",
      "64:ff9b:1::7f00:1",
      "2001:0:7f00:1::",
      "2002:7f00:1::",
      "fd00::1",
      "fe80::1%lo",
      "ff02::1",
    )
    .map((address) => [address, false] as const),
])("%s may be reached by anybody's webhook: %s", (address, may) => {
  expect(mayReach(address, none, {})).toBe(may);
});

test("nor may this machine by its public addresses, or what stands beside it with IPv6", () => {
  const common = { netmask: "", mac: "00:00:00:00:00:00", internal: false };
  const interfaces = {
    eth0: [
      { ...common, address: "198.18.0.1", family: "IPv4" as const, cidr: "198.18.0.1/24" },
      { ...common, address: "8.8.8.8", family: "IPv4" as const, cidr: "8.8.8.8/20" },
      { ...common, address: "2a01:4f8:1:2::5", family: "IPv6" as const, cidr: "2a01:4f8:1:2::5/64", scopeid: 0 },
    ],
  };
  const may = (address: string, allowed = none) => mayReach(address, allowed, interfaces);
  expect(["8.8.8.8", "::ffff:8.8.8.8", "2a01:4f8:1:2::5", "2a01:4f8:1:2:ffff::9"].map((one) => may(one))).toEqual([
    ...[false, false, false, false],
  ]);
  expect(["8.8.8.9", "2a01:4f8:1:3::5"].map((one) => may(one))).toEqual([true, true]);
  const allowed = new BlockList();
  allowed.addSubnet("2a01:4f8:1:2::", 64, "ipv6");
  expect(may("2a01:4f8:1:2::9", allowed)).toBe(true);
});
