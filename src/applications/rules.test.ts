import { expect, test } from "vitest";
import { sharedDomain } from "./rules.ts";

test.each([
  ["login.acme.example", "wiki.acme.example", "acme.example"],
  ["login.acme.example:8443", "wiki.acme.example:9443", "acme.example"],
  ["login.acme.example", "acme.example", "acme.example"],
  ["acme.example", "wiki.acme.example", "acme.example"],
  ["login.acme.example", "login.acme.example", "login.acme.example"],
  ["login.eu.acme.example", "wiki.eu.acme.example", "eu.acme.example"],
  ["login.acme.example", "wiki.other.example", undefined],
  ["login.acme.example", "evilacme.example", undefined],
  ["login.acme.example", "acme.example.evil", undefined],
  ["localhost", "localhost", undefined],
  ["10.0.0.1", "10.1.0.1", undefined],
  ["127.0.0.1", "127.0.0.1", undefined],
])("%s and %s share %s", (ours, theirs, domain) => {
  expect(sharedDomain(ours, theirs)).toBe(domain);
});
