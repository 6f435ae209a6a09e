// The same with Hono: an application whose people give their password here, and the second step at Countersign's pages.
import { mkdirSync } from "node:fs";
import { serve } from "@hono/node-server";
import { createCountersign } from "countersign";
import { Hono } from "hono";

const port = Number(process.env.PORT ?? 3000);
const url = process.env.APP_URL ?? `http://localhost:${port}`;
const folder = process.env.APP_DATA ?? "data";
mkdirSync(folder, { recursive: true, mode: 0o700 });
// Stands for your own table of people, whose passwords you keep as hashes.
const people = [
  { id: "k-7", email: "kim@shop.example", name: "Kim", password: process.env.KIMS_PASSWORD ?? "harbour" },
];
const app = new Hono();

// -- the second step begins --
const countersign = await createCountersign({
  database: `${folder}/countersign`,
  url,
  mountedAt: "/auth",
  signIn: "/login",
  organisation: "Tea shop",
});
app.all("/auth/*", (c) => countersign.fetch(c.req.raw, { address: c.env.incoming?.socket.remoteAddress }));

async function letIn(c, { id, email, name }, resume) {
  const vouched = await countersign.vouch({ request: c.req.raw, person: { id, email, displayName: name }, resume });
  if (vouched.outcome === "refused") return c.text(`Not today: ${vouched.because}`, 403);
  const { headers, redirect: location } = vouched;
  headers.set("location", location);
  return new Response(null, { status: 303, headers });
}
// -- the second step ends --

app.get("/", async (c) => {
  const session = await countersign.session(c.req.raw);
  return session ? c.html(`<h1>Welcome</h1><a href="/safe">The safe</a>`) : c.redirect("/login", 303);
});

// Asks for a code of the last 15 minutes, whatever policy says.
app.get("/safe", async (c) => {
  const asked = await countersign.requireSecondFactor(c.req.raw, { resume: "/safe", fresh: true });
  return asked.outcome === "given" ? c.html("<h1>The safe is open</h1>") : c.redirect(asked.redirect, 303);
});

app.get("/login", (c) => {
  const resume = encodeURIComponent(c.req.query("resume") ?? "/");
  return c.html(`<h1>Sign in</h1><form method="post" action="/login?resume=${resume}">
    <label>E-mail <input name="email"></label> <label>Password <input name="password" type="password"></label>
    <button>Sign in</button></form>`);
});

app.post("/login", async (c) => {
  if (c.req.header("sec-fetch-site") === "cross-site") return c.text("No", 403);
  const { email, password } = await c.req.parseBody();
  const person = people.find((one) => one.email === email && one.password === password);
  return person ? letIn(c, person, c.req.query("resume")) : c.html("<h1>That is not right</h1>", 401);
});

const server = serve({ fetch: app.fetch, port, hostname: "127.0.0.1" }, () => console.log(`open at ${url}`));
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => server.close(() => countersign.close()));
