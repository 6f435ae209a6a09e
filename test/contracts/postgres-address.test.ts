// The address of a PostgreSQL server means what libpq takes it for, and is refused where it would mean less than it says.
import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect } from "../../src/database/connect.ts";
import { DatabaseUnavailable } from "../../src/database/failures.ts";
import { readPostgresAddress } from "../../src/database/postgres-address.ts";
import { type PostgresServer, startPostgres } from "../support/postgres.ts";
import { raw } from "./programs.ts";

test("an address names server, person, database and nothing that libpq would not", () => {
  expect(readPostgresAddress("postgres://ana:p%40ss@db.example:6432/sign%20in")).toEqual({
    places: [{ host: "db.example", port: 6432 }],
    target: "any",
    user: "ana",
    password: "p@ss",
    database: "sign in",
    application_name: "countersign",
    ssl: false,
    prepared: undefined,
  });
  expect(readPostgresAddress("postgresql:///one?host=/var/run/postgresql&prepared=off")).toMatchObject({
    places: [{ host: "/var/run/postgresql", port: 5432 }],
    prepared: false,
  });
  expect(readPostgresAddress("postgres://[::1]/one").places).toEqual([{ host: "::1", port: 5432 }]);
});

test("an address may name several servers, and then says which of them is meant", () => {
  expect(
    readPostgresAddress("postgres://ana:p%40ss@one,[::2]:6432,three.example/db?target_session_attrs=read-write"),
  ).toMatchObject({
    places: [
      { host: "one", port: 5432 },
      { host: "::2", port: 6432 },
      { host: "three.example", port: 5432 },
    ],
    target: "read-write",
    user: "ana",
    password: "p@ss",
    database: "db",
  });
});

test.each([
  ["postgres://a:hunter2@b/c?sslmod=verify-full", "can't have 'sslmod'"],
  ["postgres://a:hunter2@b/c?sslmode=prefer", "an sslmode that is none of"],
  ["postgres://a:hunter2@b/c?sslmode=no-verify", "an sslmode that is none of"],
  ["postgres://a:hunter2@b/c?sslrootcert=/etc/ca.pem", "needs an sslmode"],
  ["postgres://a:hunter2@b/c?sslmode=verify-ca", "needs an sslrootcert"],
  ["postgres://a:hunter2@b/c?sslmode=verify-full&sslrootcert=/nowhere.pem", "can't be read (ENOENT): /nowhere.pem"],
  ["postgres://a:hunter2@b/c?sslmode=verify-full&sslcert=/nowhere.pem", "they belong together"],
  ["postgres://a:hunter2@b,c/d", "add target_session_attrs=read-write"],
  ["postgres://a:hunter2@b,/d?target_session_attrs=any", "begins with postgres://"],
  ["postgres://a:hunter2@b,c:x/d?target_session_attrs=any", "begins with postgres://"],
  ["postgres://a:hunter2@b,c/d?target_session_attrs=read-only", "none of any, read-write, primary, standby"],
  ["postgres://a:hunter2@b,c/d?target_session_attrs=any&host=/tmp", "then can't have 'host'"],
  ["postgres://a:hunter2@b/c?prepared=maybe", "none of on, off, auto"],
  ["postgres://a:hunter2%@b/c", "begins no escaped character"],
])("%s is refused without being repeated", (address, why) => {
  expect(() => readPostgresAddress(address)).toThrow(why);
  expect(() => readPostgresAddress(address)).not.toThrow("hunter2");
});

describe("over TLS", () => {
  const folder = mkdtempSync(join(tmpdir(), "countersign-tls-"));
  const at = (name: string) => join(folder, name);
  let server: PostgresServer;
  let address: string;

  beforeAll(async () => {
    for (const authority of ["ours", "strange"]) {
      openssl(
        `req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=${authority} -keyout ${at(authority)}.key -out ${at(authority)}.pem`,
      );
    }
    server = await startPostgres({
      settings(data) {
        writeFileSync(at("names"), "subjectAltName=DNS:localhost\n");
        openssl(`req -newkey rsa:2048 -nodes -subj /CN=server -keyout ${data}/server.key -out ${at("server.csr")}`);
        openssl(
          `x509 -req -in ${at("server.csr")} -days 2 -CA ${at("ours")}.pem -CAkey ${at("ours")}.key -CAcreateserial -extfile ${at("names")} -out ${data}/server.crt`,
        );
        execFileSync("chmod", ["600", `${data}/server.key`]);
        return ["ssl=on"];
      },
    });
    address = server.url.replace("127.0.0.1", "localhost");
  });
  afterAll(() => server.stop());

  async function secured(url: string): Promise<boolean | undefined> {
    const db = await connect({ kind: "postgres", url });
    try {
      const found = await db.list(() =>
        raw<{ ssl: boolean }>("select ssl from pg_stat_ssl where pid = pg_backend_pid()"),
      );
      return found[0]?.ssl;
    } finally {
      await db.close();
    }
  }

  test.each([
    ["", false],
    ["?sslmode=disable", false],
    ["?sslmode=require", true],
    ["?sslmode=require&sslrootcert=OURS", true],
    ["?sslmode=verify-ca&sslrootcert=OURS", true],
    ["?sslmode=verify-full&sslrootcert=OURS", true],
  ])("'%s' connects", async (parameters, ssl) => {
    expect(await secured(address + parameters.replace("OURS", at("ours.pem")))).toBe(ssl);
  });

  test.each([
    ["an authority that did not sign it", "?sslmode=verify-full&sslrootcert=STRANGE"],
    ["one that did not sign it, where the name does not matter", "?sslmode=verify-ca&sslrootcert=STRANGE"],
    ["one given where none is needed", "?sslmode=require&sslrootcert=STRANGE"],
    ["the system's authorities", "?sslmode=verify-full"],
  ])("a certificate is refused by %s", async (_, parameters) => {
    await expect(secured(address + parameters.replace("STRANGE", at("strange.pem")))).rejects.toThrow(
      DatabaseUnavailable,
    );
  });

  test("a certificate for another name is refused by verify-full alone", async () => {
    const elsewhere = (mode: string) => `${server.url}?sslmode=${mode}&sslrootcert=${at("ours.pem")}`;
    await expect(secured(elsewhere("verify-full"))).rejects.toThrow(/can't be reached: .*IP/);
    expect(await secured(elsewhere("verify-ca"))).toBe(true);
  });
});

function openssl(args: string): void {
  execFileSync("openssl", args.split(" "), { stdio: ["ignore", "ignore", "pipe"] });
}
