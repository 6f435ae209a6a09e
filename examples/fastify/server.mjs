// The same with Fastify: an application whose people give their password here, and the second step at Countersign's pages.
import { mkdirSync } from "node:fs";
import { createServer } from "node:http";
import { createCountersign } from "countersign";
import Fastify from "fastify";

const port = Number(process.env.PORT ?? 3000);
const url = process.env.APP_URL ?? `http://localhost:${port}`;
const folder = process.env.APP_DATA ?? "data";
mkdirSync(folder, { recursive: true, mode: 0o700 });
// Stands for your own table of people, whose passwords you keep as hashes.
const people = [
  { id: "k-7", email: "kim@shop.example", name: "Kim", password: process.env.KIMS_PASSWORD ?? "harbour" },
];

// -- the second step begins --
const countersign = await createCountersign({
  database: `${folder}/countersign`,
  url,
  mountedAt: "/auth",
  signIn: "/login",
  organisation: "Tea shop",
});
// Before Fastify, which reads bodies: it gets what is not below /auth.
const serverFactory = (handler) =>
  createServer((request, response) => countersign.node(request, response, () => handler(request, response)));

async function letIn(request, reply, { id, email, name }, resume) {
  const person = { id, email, displayName: name };
  const vouched = await countersign.vouch({ request: request.raw, person, resume });
  if (vouched.outcome === "refused") return reply.code(403).send(`Not today: ${vouched.because}`);
  for (const [name, value] of vouched.headers) reply.header(name, value);
  return reply.redirect(vouched.redirect, 303);
}
// -- the second step ends --

const app = Fastify({ serverFactory });
app.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "string" }, (_, body, done) =>
  done(null, Object.fromEntries(new URLSearchParams(body))),
);
const show = (reply, html) => reply.type("text/html; charset=utf-8").send(html);

app.get("/", async (request, reply) => {
  const session = await countersign.session(request.raw);
  return session ? show(reply, `<h1>Welcome</h1><a href="/safe">The safe</a>`) : reply.redirect("/login", 303);
});

// Asks for a code of the last 15 minutes, whatever policy says.
app.get("/safe", async (request, reply) => {
  const asked = await countersign.requireSecondFactor(request.raw, { resume: "/safe", fresh: true });
  return asked.outcome === "given" ? show(reply, "<h1>The safe is open</h1>") : reply.redirect(asked.redirect, 303);
});

app.get("/login", (request, reply) => {
  const resume = encodeURIComponent(request.query.resume ?? "/");
  show(
    reply,
    `<h1>Sign in</h1><form method="post" action="/login?resume=${resume}">
    <label>E-mail <input name="email"></label> <label>Password <input name="password" type="password"></label>
    <button>Sign in</button></form>`,
  );
});

app.post("/login", (request, reply) => {
  if (request.headers["sec-fetch-site"] === "cross-site") return reply.code(403).send("No");
  const { email, password } = request.body;
  const person = people.find((one) => one.email === email && one.password === password);
  return person ? letIn(request, reply, person, request.query.resume) : reply.code(401).send("That is not right");
});

await app.listen({ port, host: "127.0.0.1" });
console.log(`open at ${url}`);
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => app.close().then(() => countersign.close()));
