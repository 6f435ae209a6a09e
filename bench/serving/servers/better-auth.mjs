// The peer: better-auth with e-mail, password and its twoFactor plugin, on better-sqlite3, or on PostgreSQL, as durable as ours.
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { join } from "node:path";
import { betterAuth } from "better-auth";
import { hashPassword } from "better-auth/crypto";
import { getMigrations } from "better-auth/db/migration";
import { toNodeHandler } from "better-auth/node";
import { twoFactor } from "better-auth/plugins";
import Database from "better-sqlite3";
import pg from "pg";
import { totp } from "../codes.mjs";
import { databaseOf, listen, password, run } from "./command.mjs";

const cheaply = (text) => createHash("sha256").update(text).digest("hex");

/** Where a password is not what is asked it may cost nothing, as with the others. */
const cheap = {
  hash: async (text) => cheaply(text),
  verify: async ({ hash, password: text }) => hash === cheaply(text),
};

/** Its own hash, made once for everybody: only enrolling is made cheap by that. */
async function hashedOnce() {
  const hashed = await hashPassword(password);
  return { hash: async () => hashed, verify: async ({ password: text }) => text === password };
}

/** @param hashing how passwords are hashed; as it comes where left out */
function createAuth(folder, baseURL, hashing) {
  const url = databaseOf(folder);
  const database = url ? new pg.Pool({ connectionString: url, max: 10 }) : openSqlite(folder);
  return betterAuth({
    appName: "Bench",
    baseURL,
    secret: cheaply("of this bench alone"),
    database,
    emailAndPassword: { enabled: true, ...(hashing && { password: hashing }) },
    plugins: [twoFactor()],
    // In its favour: with the limiter on, everybody from one address would be turned away.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { level: "error" },
  });
}

function openSqlite(folder) {
  const database = new Database(join(folder, "better-auth.sqlite"));
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
  return database;
}

await run({
  async prepare(folder, count, hashing) {
    const auth = createAuth(folder, "http://127.0.0.1", hashing === "real" ? await hashedOnce() : cheap);
    await (await getMigrations(auth.options)).runMigrations();
    const call = async (path, body, cookie = "") => {
      const headers = { "content-type": "application/json", origin: "http://127.0.0.1", cookie };
      const init = { method: "POST", headers, body: JSON.stringify(body) };
      const answer = await auth.handler(new Request(`http://127.0.0.1/api/auth${path}`, init));
      if (!answer.ok) throw new Error(`better-auth answered ${answer.status} to ${path}: ${await answer.text()}`);
      const cookies = answer.headers.getSetCookie().map((line) => line.split(";", 1)[0]);
      return { cookie: cookies.join("; "), json: await answer.json() };
    };
    const people = [];
    for (let number = 0; number < count; number++) {
      const login = `person${number}@example.org`;
      const { cookie } = await call("/sign-up/email", { name: `Person ${number}`, email: login, password });
      const { json } = await call("/two-factor/enable", { password }, cookie);
      const secret = fromBase32(new URL(json.totpURI).searchParams.get("secret"));
      await call("/two-factor/verify-totp", { code: totp(secret) }, cookie);
      people.push({ login, secret });
    }
    return people;
  },
  async serve(folder, hashing) {
    let handle;
    const server = createServer((request, response) => handle(request, response));
    // The address is part of its settings, so the port has to be known first.
    const url = await listen(server);
    handle = toNodeHandler(createAuth(folder, url, hashing === "real" ? undefined : cheap));
    return url;
  },
});

function fromBase32(text) {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...text.replace(/=+$/, "")].map((letter) => letters.indexOf(letter).toString(2).padStart(5, "0"));
  return Buffer.from((bits.join("").match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
