// A shop with its own users and passwords that has gained a second step: what was added stands between the two marks.
import { randomBytes, scryptSync, timingSafeEqual } from "node:crypto";
import { mkdirSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import express from "express";

const port = process.env.PORT ?? 3000;
const url = process.env.APP_URL ?? `http://localhost:${port}`;
const folder = process.env.APP_DATA ?? "data";
mkdirSync(folder, { recursive: true, mode: 0o700 });
const users = new DatabaseSync(`${folder}/users.sqlite`);
users.exec(`create table if not exists users
  (id integer primary key, email text unique, name text, salt blob, hash blob, disabled integer default 0)`);
const app = express();

// -- the second step begins --
import { createCountersign } from "countersign";

const countersign = await createCountersign({
  database: `${folder}/countersign`,
  url,
  mountedAt: "/auth",
  signIn: "/login",
  organisation: "Tea shop",
});
app.use(countersign.node); // before anything that reads bodies

async function letIn(request, response, { id, email, name }) {
  const { resume } = request.body;
  const vouched = await countersign.vouch({ request, person: { id, email, displayName: name }, resume });
  if (vouched.outcome === "refused") return response.status(403).send(page(`Not today: ${vouched.because}`));
  response.setHeaders(vouched.headers);
  response.redirect(303, vouched.redirect);
}

async function whoIs(request) {
  const session = await countersign.session(request);
  const user = session && users.prepare("select * from users where id = ?").get(session.person.id);
  if (user && !user.disabled) return user;
  if (session) await countersign.endSessions(session.person);
}

async function letOut(request, response) {
  const { headers } = await countersign.signOut(request);
  response.setHeaders(headers);
}
// -- the second step ends --

app.use(express.urlencoded());

app.get("/", async (request, response) => {
  const user = await whoIs(request);
  if (!user) return response.redirect(303, "/login");
  const more = `<a href="/auth/account/security">Your second step</a>
    <form method="post" action="/logout"><button>Sign out</button></form>`;
  response.send(page(`Welcome, ${user.name}`, more));
});

app.get("/orders", async (request, response) => {
  if (!(await whoIs(request))) return response.redirect(303, "/login?resume=/orders");
  response.send(page("Your orders"));
});

app.get("/login", (request, response) => response.send(page("Sign in", loginForm(request.query.resume))));

app.post("/login", async (request, response) => {
  if (request.get("sec-fetch-site") === "cross-site") return response.sendStatus(403);
  const { email, password, resume } = request.body;
  const user = users.prepare("select * from users where email = ?").get(String(email));
  const right = timingSafeEqual(scryptSync(String(password), user?.salt ?? "-", 32), user?.hash ?? randomBytes(32));
  if (!right || user.disabled) return response.status(401).send(page("That is not right", loginForm(resume)));
  await letIn(request, response, user);
});

app.post("/logout", async (request, response) => {
  await letOut(request, response);
  response.redirect(303, "/login");
});

export function addUser(email, name, password) {
  const salt = randomBytes(16);
  const add = users.prepare("insert or ignore into users (email, name, salt, hash) values (?, ?, ?, ?)");
  add.run(email, name, salt, scryptSync(password, salt, 32));
}

const escaped = (text) => String(text ?? "").replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
const page = (title, more = "") => `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width">
  <title>Tea shop</title><h1>${escaped(title)}</h1>${more}</html>`;
const loginForm = (resume) => `<form method="post" action="/login">
  <p><label>E-mail <input name="email" type="email" autocomplete="username" required></label>
  <p><label>Password <input name="password" type="password" autocomplete="current-password" required></label>
  <input type="hidden" name="resume" value="${escaped(resume ?? "/")}"><p><button>Sign in</button></form>`;

addUser("kim@shop.example", "Kim", process.env.KIMS_PASSWORD ?? "a quiet harbour at dawn");
const server = app.listen(port, "127.0.0.1", () => console.log(`The shop is open at ${url}, for kim@shop.example`));
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => server.close(() => countersign.close()));
