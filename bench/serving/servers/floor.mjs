// The floor: bare node:http and SQL by hand, doing only what no second step can leave out. No product, a bar.
import { randomBytes, timingSafeEqual } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { listen, password, run } from "./command.mjs";
import { answer, matchingStep, minute, newToken, seal, sha256, unseal } from "./floor-parts.mjs";

const schema = `
  create table people (id integer primary key, login text not null unique, password_hash blob not null) strict;
  create table authenticators (
    person_id integer primary key references people (id), sealed_secret blob not null, latest_step integer not null
  ) strict;
  create table sign_ins (
    token_hash blob primary key, person_id integer not null references people (id),
    expires_at integer not null, wrong_answers integer not null
  ) strict, without rowid;
  create table sessions (
    token_hash blob primary key, person_id integer not null references people (id),
    created_at integer not null, expires_at integer not null
  ) strict, without rowid;
  create table events (
    id integer primary key, at integer not null, person_id integer not null, name text not null, address text not null
  ) strict;`;

await run({
  async prepare(folder, count) {
    const key = randomBytes(32);
    writeFileSync(join(folder, "key"), key, { mode: 0o600 });
    const db = open(folder);
    db.exec(schema);
    const addPerson = db.prepare("insert into people (login, password_hash) values (?, ?) returning id");
    const addAuthenticator = db.prepare("insert into authenticators values (?, ?, 0)");
    const people = [];
    db.exec("begin");
    for (let number = 0; number < count; number++) {
      const login = `person${number}@example.org`;
      const secret = randomBytes(20);
      const { id } = addPerson.get(login, sha256(password));
      addAuthenticator.run(id, seal(key, secret));
      people.push({ login, secret });
    }
    db.exec("commit");
    db.close();
    return people;
  },
  serve(folder) {
    const routes = createRoutes(open(folder), readFileSync(join(folder, "key")));
    return listen(createServer((request, response) => answer(routes, request, response)));
  },
});

function createRoutes(db, key) {
  const sql = {
    personByLogin: db.prepare("select id, password_hash from people where login = ?"),
    addSignIn: db.prepare("insert into sign_ins values (?, ?, ?, 0)"),
    signIn: db.prepare(`select s.person_id, s.wrong_answers, a.sealed_secret, p.login from sign_ins s
      join authenticators a on a.person_id = s.person_id join people p on p.id = s.person_id
      where s.token_hash = ? and s.expires_at > ?`),
    countWrong: db.prepare("update sign_ins set wrong_answers = wrong_answers + 1 where token_hash = ?"),
    claimStep: db.prepare("update authenticators set latest_step = ?1 where person_id = ?2 and latest_step < ?1"),
    endSignIn: db.prepare("delete from sign_ins where token_hash = ?"),
    addSession: db.prepare("insert into sessions values (?, ?, ?, ?)"),
    addEvent: db.prepare("insert into events (at, person_id, name, address) values (?, ?, 'sign-in.completed', ?)"),
    session: db.prepare("select person_id from sessions where token_hash = ? and expires_at > ?"),
  };
  const inGroup = groupCommit(db);

  /** Within a transaction; the session's token, or nothing where the code is refused. */
  function secondStep(tokenHash, code, address) {
    const now = Date.now();
    const found = sql.signIn.get(tokenHash, now);
    if (!found || found.wrong_answers >= 5) return undefined;
    const step = matchingStep(unseal(key, found.sealed_secret), code, now);
    if (step === undefined || sql.claimStep.run(step, found.person_id).changes !== 1) {
      sql.countWrong.run(tokenHash);
      return undefined;
    }
    if (sql.endSignIn.run(tokenHash).changes !== 1) return undefined;
    const session = newToken();
    sql.addSession.run(sha256(session), found.person_id, now, now + 24 * 60 * minute);
    sql.addEvent.run(now, found.person_id, address);
    return session;
  }

  return {
    "POST /sign-ins": async ({ body }) => {
      const person = sql.personByLogin.get(String(body.login));
      if (!person || !timingSafeEqual(person.password_hash, sha256(String(body.password)))) return [401, {}];
      const signIn = newToken();
      await inGroup(() => sql.addSignIn.run(sha256(signIn), person.id, Date.now() + 10 * minute));
      return [201, { step: "second-step", signIn }];
    },
    "POST /answers": async ({ body, token, address }) => {
      const session = await inGroup(() => secondStep(sha256(token), String(body.code), address));
      return session ? [200, { step: "done", session }] : [401, {}];
    },
    "GET /session": async ({ token }) => [sql.session.get(sha256(token), Date.now()) ? 200 : 401, {}],
  };
}

/** Everything that waits shares one commit, each in a savepoint of its own, and is answered after it. */
function groupCommit(db) {
  const [begin, commit, rollback, savepoint, release, undo] = [
    "begin immediate",
    "commit",
    "rollback",
    "savepoint one",
    "release one",
    "rollback to one",
  ].map((text) => db.prepare(text));
  let waiting = [];

  function flush() {
    const group = waiting;
    waiting = [];
    try {
      begin.run();
      for (const job of group) {
        savepoint.run();
        try {
          job.value = job.work();
        } catch (error) {
          job.error = error;
          undo.run();
        }
        release.run();
      }
      commit.run();
    } catch (error) {
      if (db.isTransaction) rollback.run();
      for (const job of group) job.error = error;
    }
    for (const job of group) job.error ? job.reject(job.error) : job.resolve(job.value);
  }

  /** A commit costs more than a few turns of the event loop: it waits while each of them brings more to share it. */
  function gather(before = 0, turns = 0) {
    setImmediate(() => {
      if (waiting.length > before && turns < 8) gather(waiting.length, turns + 1);
      else flush();
    });
  }

  return (work) =>
    new Promise((resolve, reject) => {
      if (waiting.push({ work, resolve, reject }) === 1) gather();
    });
}

function open(folder) {
  const db = new DatabaseSync(join(folder, "floor.sqlite"));
  db.exec("pragma journal_mode = WAL; pragma synchronous = FULL; pragma foreign_keys = ON");
  return db;
}
