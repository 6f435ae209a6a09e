// The peer: better-auth with e-mail, password and its twoFactor plugin, on better-sqlite3 as durable as ours.
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { join } from "node:path";
import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { toNodeHandler } from "better-auth/node";
import { twoFactor } from "better-auth/plugins";
import Database from "better-sqlite3";
import { totp } from "../codes.mjs";
import { listen, password, run } from "./command.mjs";

/** Only the second step is timed: the password before it may cost nothing, as with the others. */
const cheaply = (text) => createHash("sha256").update(text).digest("hex");

function createAuth(folder, baseURL) {
  const database = new Database(join(folder, "better-auth.sqlite"));
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
  return betterAuth({
    appName: "Bench",
    baseURL,
    secret: cheaply("of this bench alone"),
    database,
    emailAndPassword: {
      enabled: true,
      password: {
        hash: async (text) => cheaply(text),
        verify: async ({ hash, password: text }) => hash === cheaply(text),
      },
    },
    plugins: [twoFactor()],
    // In its favour: with the limiter on, everybody from one address would be turned away.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { level: "error" },
  });
}

await run({
  async prepare(folder, count) {
    const auth = createAuth(folder, "http://127.0.0.1");
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
  async serve(folder) {
    let handle;
    const server = createServer((request, response) => handle(request, response));
    // The address is part of its settings, so the port has to be known first.
    const url = await listen(server);
    handle = toNodeHandler(createAuth(folder, url));
    return url;
  },
});

function fromBase32(text) {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...text.replace(/=+$/, "")].map((letter) => letters.indexOf(letter).toString(2).padStart(5, "0"));
  return Buffer.from((bits.join("").match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
