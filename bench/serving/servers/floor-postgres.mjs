// The floor with PostgreSQL: the same bare server as `floor`, in two statements a second step, the second of which does all
// the writing and commits by itself. No product, a bar.
import { randomBytes, timingSafeEqual } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import pg from "pg";
import { listen, password, run } from "./command.mjs";
import { answer, matchingStep, minute, newToken, seal, sha256, unseal } from "./floor-parts.mjs";

const schema = `
  create table people (
    id bigint generated always as identity primary key, login text not null unique, password_hash bytea not null
  );
  create table authenticators (
    person_id bigint primary key references people (id), sealed_secret bytea not null, latest_step bigint not null
  );
  create table sign_ins (
    token_hash bytea primary key, person_id bigint not null references people (id),
    expires_at bigint not null, wrong_answers bigint not null
  );
  create table sessions (
    token_hash bytea primary key, person_id bigint not null references people (id),
    created_at bigint not null, expires_at bigint not null
  );
  create table events (
    id bigint generated always as identity primary key, at bigint not null, person_id bigint not null, name text not null,
    address text not null
  );`;

const sql = {
  personByLogin: "select id, password_hash from people where login = $1",
  addSignIn: "insert into sign_ins values ($1, $2, $3, 0)",
  signIn: `select s.person_id, s.wrong_answers, a.sealed_secret, p.login from sign_ins s
    join authenticators a on a.person_id = s.person_id join people p on p.id = s.person_id
    where s.token_hash = $1 and s.expires_at > $2`,
  countWrong: "update sign_ins set wrong_answers = wrong_answers + 1 where token_hash = $1",
  complete: `with ended as (delete from sign_ins where token_hash = $1 returning person_id),
    claimed as (update authenticators a set latest_step = $2 from ended
      where a.person_id = ended.person_id and a.latest_step < $2 returning a.person_id),
    begun as (insert into sessions select $3, person_id, $4, $5 from claimed),
    told as (insert into events (at, person_id, name, address) select $4, person_id, 'sign-in.completed', $6 from claimed)
    select person_id from claimed`,
  session: "select person_id from sessions where token_hash = $1 and expires_at > $2",
};

const open = () => new pg.Pool({ connectionString: process.env.BENCH_DATABASE, max: 10 });

await run({
  async prepare(folder, count) {
    const key = randomBytes(32);
    writeFileSync(join(folder, "key"), key, { mode: 0o600 });
    const pool = open();
    await pool.query(schema);
    const hash = sha256(password);
    const people = [];
    for (let number = 0; number < count; number++) {
      const login = `person${number}@example.org`;
      const secret = randomBytes(20);
      people.push({ login, secret });
      const added = "with p as (insert into people (login, password_hash) values ($1, $2) returning id)";
      await pool.query({
        name: "enrol",
        text: `${added} insert into authenticators select id, $3, 0 from p`,
        values: [login, hash, seal(key, secret)],
      });
    }
    await pool.end();
    return people;
  },
  serve(folder) {
    const routes = createRoutes(open(), readFileSync(join(folder, "key")));
    return listen(createServer((request, response) => answer(routes, request, response)));
  },
});

function createRoutes(pool, key) {
  const ask = async (name, ...values) => (await pool.query({ name, text: sql[name], values })).rows[0];

  /** The session's token, or nothing where the code is refused. */
  async function secondStep(tokenHash, code, address) {
    const now = Date.now();
    const found = await ask("signIn", tokenHash, now);
    if (!found || Number(found.wrong_answers) >= 5) return undefined;
    const step = matchingStep(unseal(key, found.sealed_secret), code, now);
    if (step === undefined) {
      await ask("countWrong", tokenHash);
      return undefined;
    }
    const session = newToken();
    const until = now + 24 * 60 * minute;
    return (await ask("complete", tokenHash, step, sha256(session), now, until, address)) && session;
  }

  return {
    "POST /sign-ins": async ({ body }) => {
      const person = await ask("personByLogin", String(body.login));
      if (!person || !timingSafeEqual(person.password_hash, sha256(String(body.password)))) return [401, {}];
      const signIn = newToken();
      await ask("addSignIn", sha256(signIn), person.id, Date.now() + 10 * minute);
      return [201, { step: "second-step", signIn }];
    },
    "POST /answers": async ({ body, token, address }) => {
      const session = await secondStep(sha256(token), String(body.code), address);
      return session ? [200, { step: "done", session }] : [401, {}];
    },
    "GET /session": async ({ token }) => [(await ask("session", sha256(token), Date.now())) ? 200 : 401, {}],
  };
}
