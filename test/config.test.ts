import { availableParallelism } from "node:os";
import { describe, expect, test } from "vitest";
import { BadSetting, readConfig } from "../src/config.ts";

const key = Buffer.alloc(32, 7).toString("base64");

/** The one line that the operator sees. */
function complaint(environment: Record<string, string | undefined>): string {
  try {
    return `was read as ${JSON.stringify(readConfig(environment))}`;
  } catch (error) {
    if (!(error instanceof BadSetting)) throw error;
    return error.message;
  }
}

describe("the environment", () => {
  test("may say nothing: then there is a server for this machine alone, beside its data", () => {
    expect(readConfig({ PATH: "/bin", HOME: "/root", NODE_ENV: "production" })).toMatchObject({
      port: 8080,
      host: "127.0.0.1",
      origin: "http://localhost:8080",
      data: `${process.cwd()}/data`,
      databaseUrl: undefined,
      keys: undefined,
      logLevel: "info",
    });
  });

  test("an empty value is no value, and blanks around one do not count", () => {
    const config = readConfig({
      PORT: "",
      HOST: " ",
      COUNTERSIGN_URL: " https://login.acme.example ",
      COUNTERSIGN_KEYS: "",
    });
    expect(config).toMatchObject({
      port: 8080,
      host: "127.0.0.1",
      origin: "https://login.acme.example",
      keys: undefined,
    });
  });

  test("the port is part of the default address", () => {
    expect(readConfig({ PORT: "3000" }).origin).toBe("http://localhost:3000");
    expect(readConfig({ PORT: "0" }).port).toBe(0);
  });

  test.each([
    ["https://login.acme.example", "https://login.acme.example"],
    ["https://login.acme.example/", "https://login.acme.example"],
    ["HTTPS://Login.Acme.Example:443", "https://login.acme.example"],
    ["http://10.0.0.5:8080", "http://10.0.0.5:8080"],
    ["http://[::1]:8080", "http://[::1]:8080"],
    ["https://bücher.example", "https://xn--bcher-kva.example"],
  ])("the public address %s is %s", (text, origin) => {
    expect(readConfig({ COUNTERSIGN_URL: text }).origin).toBe(origin);
  });

  test("one process serves the embedded database, as many as there are cores serve PostgreSQL", () => {
    expect(readConfig({})).toMatchObject({ workers: 1, replicaUrl: undefined });
    const shared = { COUNTERSIGN_DATABASE_URL: "postgres://b/c" };
    const cores = availableParallelism();
    expect(readConfig(shared).workers).toBe(cores);
    expect(readConfig({ ...shared, COUNTERSIGN_WORKERS: "1" }).workers).toBe(1);
    const { connections } = readConfig({ ...shared, COUNTERSIGN_WORKERS: "100" });
    expect(connections).toBe(200);
  });

  test("keys are given as they are or by a file", () => {
    expect(readConfig({ COUNTERSIGN_KEYS: key }).keys).toEqual({ text: key });
    expect(readConfig({ COUNTERSIGN_KEY_FILE: "/run/keys" }).keys).toEqual({ file: "/run/keys" });
  });

  test("trusted proxies are separated by commas, blanks or lines", () => {
    const { trustedProxies } = readConfig({ COUNTERSIGN_TRUSTED_PROXIES: "10.0.0.0/8, ::1\n192.0.2.1" });
    expect(trustedProxies.check("10.1.2.3")).toBe(true);
    expect(trustedProxies.check("::1", "ipv6")).toBe(true);
    expect(trustedProxies.check("192.0.2.1")).toBe(true);
    expect(trustedProxies.check("192.0.2.2")).toBe(false);
  });
});

describe("what can't be used is told in one line", () => {
  const cases: [environment: Record<string, string>, line: RegExp][] = [
    [{ COUNTERSIGN_PORT: "80" }, /^COUNTERSIGN_PORT is not a setting of this program; see the README/],
    [{ COUNTERSIGN_: "" }, /^COUNTERSIGN_ is not a setting/],
    [{ COUNTERSIGN_url: "https://a.example" }, /^COUNTERSIGN_url is not a setting/],
    [{ COUNTERSIGN_DATABSE_URL: "postgres://a:hunter2@b/c" }, /^COUNTERSIGN_DATABSE_URL is not a setting/],
    [{ PORT: "http" }, /^PORT is a number from 0 to 65535, not 'http'$/],
    [{ PORT: "65536" }, /^PORT is a number/],
    [{ PORT: "-1" }, /^PORT is a number/],
    [{ PORT: "80.5" }, /^PORT is a number/],
    [{ PORT: "8e3" }, /^PORT is a number/],
    [{ PORT: "0x50" }, /^PORT is a number/],
    [{ PORT: "8 0" }, /^PORT is a number/],
    [{ PORT: "８０" }, /^PORT is a number/],
    [{ PORT: "9".repeat(400) }, /^PORT is a number/],
    [{ COUNTERSIGN_URL: "login.acme.example" }, /^COUNTERSIGN_URL is the address people use, such as https:/],
    [{ COUNTERSIGN_URL: "localhost:8080" }, /^COUNTERSIGN_URL is the address/],
    [{ COUNTERSIGN_URL: "https://login.acme.example/auth" }, /^COUNTERSIGN_URL is the address.*without a path/],
    [{ COUNTERSIGN_URL: "https://login.acme.example?a=b" }, /^COUNTERSIGN_URL is the address/],
    [{ COUNTERSIGN_URL: "https://login.acme.example#a" }, /^COUNTERSIGN_URL is the address/],
    [{ COUNTERSIGN_URL: "https://ana:hunter2@acme.example" }, /^COUNTERSIGN_URL is the address/],
    [{ COUNTERSIGN_URL: "https://:hunter2@acme.example" }, /^COUNTERSIGN_URL is the address/],
    [{ COUNTERSIGN_URL: "ftp://acme.example" }, /^COUNTERSIGN_URL is the address/],
    [{ COUNTERSIGN_URL: "javascript:alert(1)" }, /^COUNTERSIGN_URL is the address/],
    [{ COUNTERSIGN_URL: "https://" }, /^COUNTERSIGN_URL is the address/],
    [{ COUNTERSIGN_URL: "https://a.example:99999" }, /^COUNTERSIGN_URL is the address/],
    [{ COUNTERSIGN_DATABASE_URL: "mysql://a:hunter2@b/c" }, /^COUNTERSIGN_DATABASE_URL is an address that begins with/],
    [{ COUNTERSIGN_DATABASE_URL: "postgres:hunter2" }, /^COUNTERSIGN_DATABASE_URL is an address/],
    [{ COUNTERSIGN_DATABASE_URL: "postgres://a:hunter2@b:port/c" }, /^COUNTERSIGN_DATABASE_URL is an address/],
    [
      { COUNTERSIGN_DATABASE_URL: "postgres://a:hunter2@b,c/d" },
      /^COUNTERSIGN_DATABASE_URL names several servers: add target_session_attrs=read-write/,
    ],
    [
      { COUNTERSIGN_DATABASE_URL: "postgres://a:hunter2@b,c/d?target_session_attrs=any" },
      /^COUNTERSIGN_DATABASE_URL has to lead to the server that takes writes/,
    ],
    [
      { COUNTERSIGN_DATABASE_URL: "postgres://a:hunter2@b/d?target_session_attrs=standby" },
      /^COUNTERSIGN_DATABASE_URL has to lead to the server that takes writes/,
    ],
    [
      { COUNTERSIGN_DATABASE_URL: "postgres://a:hunter2@b/c?sslmode=prefer" },
      /^COUNTERSIGN_DATABASE_URL has an sslmode/,
    ],
    [
      { COUNTERSIGN_DATABASE_URL: "postgres://b/c", COUNTERSIGN_REPLICA_URL: "hunter2" },
      /^COUNTERSIGN_REPLICA_URL is an/,
    ],
    [{ COUNTERSIGN_REPLICA_URL: "postgres://a:hunter2@b/c" }, /^COUNTERSIGN_REPLICA_URL is for a copy of the database/],
    [{ COUNTERSIGN_WORKERS: "two" }, /^COUNTERSIGN_WORKERS is a number from 1 to 256, not 'two'$/],
    [
      { COUNTERSIGN_WORKERS: "0", COUNTERSIGN_DATABASE_URL: "postgres://b/c" },
      /^COUNTERSIGN_WORKERS is a number from 1/,
    ],
    [{ COUNTERSIGN_WORKERS: "2" }, /^COUNTERSIGN_WORKERS is 1 with the embedded database: more take PostgreSQL/],
    [
      { COUNTERSIGN_WORKERS: "4", COUNTERSIGN_DATABASE_CONNECTIONS: "7", COUNTERSIGN_DATABASE_URL: "postgres://b/c" },
      /^COUNTERSIGN_DATABASE_CONNECTIONS is at least 2 for each worker, so 8 here$/,
    ],
    [{ COUNTERSIGN_KEYS: "hunter2" }, /^COUNTERSIGN_KEYS: a key ring is one or more keys of 32 bytes in base64/],
    [{ COUNTERSIGN_KEYS: `${key},hunter2` }, /^COUNTERSIGN_KEYS: a key ring is/],
    [
      { COUNTERSIGN_KEYS: key, COUNTERSIGN_KEY_FILE: "/run/keys" },
      /^give COUNTERSIGN_KEYS or COUNTERSIGN_KEY_FILE, not/,
    ],
    [
      { COUNTERSIGN_TRUSTED_PROXIES: "10.0.0.0/8 proxy" },
      /^COUNTERSIGN_TRUSTED_PROXIES: 'proxy' is no address or CIDR$/,
    ],
    [{ COUNTERSIGN_TRUSTED_PROXIES: "10.0.0.0/99" }, /^COUNTERSIGN_TRUSTED_PROXIES: '10\.0\.0\.0\/99' is no address/],
    [{ COUNTERSIGN_LOG_LEVEL: "loud" }, /^COUNTERSIGN_LOG_LEVEL is one of trace, debug, info/],
    [{ COUNTERSIGN_LOG_LEVEL: "INFO" }, /^COUNTERSIGN_LOG_LEVEL is one of/],
    [{ COUNTERSIGN_LOG_LEVEL: "constructor" }, /^COUNTERSIGN_LOG_LEVEL is one of/],
  ];
  test.each(cases)("%j", (environment, line) => {
    const told = complaint(environment);
    expect(told).toMatch(line);
    expect(told).not.toContain("hunter2");
    expect(told).not.toContain(key);
    expect(told).not.toContain("\n");
    expect(told.length).toBeLessThan(600);
  });
});
