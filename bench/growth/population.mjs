// Fills an organisation with made-up people, rows straight into the tables, in portions.
const built = (path) => import(new URL(`../../dist/${path}.js`, import.meta.url).href);
const { newId } = await built("kernel/ids");
const { mintToken } = await built("kernel/tokens");
const { sortName, wordsOf } = await built("people/rules");

/** Of each rare kind there are as many in every size. */
export const rare = 40;
export const rareAddress = "198.51.100.7";
const hour = 3_600_000;

/** Which rare kind the one with this number is of, if any: scattered evenly over all. */
function kindOf(number, many) {
  const every = Math.floor(many / rare);
  const kinds = ["disabled", "contractor", "exempted", "bare", "few", "held"];
  const kind = kinds[number % every];
  return kind !== undefined && Math.floor(number / every) < rare ? kind : undefined;
}

/** @returns tokens of some sessions, and everybody's id */
export async function populate(needs, organisation, many) {
  const now = needs.clock.now();
  const tokens = [];
  const ids = [];
  for (let from = 0; from < many; from += 5000) {
    const rows = new Map();
    const put = (table, row) => {
      const organised = { organisation_id: organisation, ...row };
      if (rows.has(table)) rows.get(table).push(organised);
      else rows.set(table, [organised]);
    };
    for (let number = from; number < Math.min(many, from + 5000); number++) {
      const { id, token } = onePerson(needs, put, { number, kind: kindOf(number, many), now });
      ids.push(id);
      if (token && tokens.length < 1000) tokens.push(token);
    }
    await needs.db.transaction(
      async (tx) => {
        for (const [table, all] of rows) await insertAll(tx, table, all);
      },
      { lasting: false },
    );
  }
  return { tokens, ids };
}

/** A year of events, evenly spread over time; whose each is goes round, so that neighbours are of different people. */
export async function addEvents({ db, clock, random }, organisation, { ids, many }) {
  const now = clock.now();
  const begun = now - 365 * 24 * hour;
  const portion = 20_000;
  const every = Math.max(1, Math.floor(many / rare));
  const indexes = await takeIndexes(db);
  for (let from = 0; from < many; from += portion) {
    const rows = Array.from({ length: Math.min(portion, many - from) }, (_, i) => {
      const at = begun + Math.floor(((now - begun) * (from + i)) / many);
      const person = ids[((from + i) * stride) % ids.length];
      const seldom = (from + i) % every === 0 && (from + i) / every < rare;
      return {
        organisation_id: organisation,
        ...{ id: newId({ clock: { now: () => at }, random }), at, actor_id: seldom ? null : person, person_id: person },
        ...(seldom
          ? { name: "sign-in.waiting", outcome: "refused", address: rareAddress, details: '{"throttle":"password"}' }
          : {
              name: "sign-in.completed",
              outcome: "done",
              address: "192.0.2.1",
              details: '{"proofs":"password totp"}',
            }),
        user_agent: browser,
      };
    });
    await db.transaction((tx) => insertAll(tx, "audit_events", rows), { lasting: false });
  }
  await db.transaction(
    async (tx) => {
      await withoutLimit(db, tx);
      for (const { made } of indexes) await tx.list(() => raw(made));
    },
    { patient: true },
  );
}

/** Made anew when all is there they take minutes, kept up with each event of somebody else they take hours. */
async function takeIndexes(db) {
  const ofEvents = {
    sqlite:
      "select name, sql as made from sqlite_schema where type = 'index' and tbl_name = 'audit_events' and sql is not null",
    postgres: `select indexname as name, indexdef as made from pg_indexes where tablename = 'audit_events'
      and indexdef not like 'CREATE UNIQUE%'`,
  };
  return db.transaction(async (tx) => {
    const found = await tx.list(() => raw(ofEvents[db.dialect]));
    for (const { name } of found) await tx.list(() => raw(`drop index "${name}"`));
    return found;
  });
}

/** What is written at once takes PostgreSQL longer than anything that a person waits for. */
export async function withoutLimit({ dialect }, tx) {
  if (dialect === "postgres") await tx.list(() => raw("set local statement_timeout = 0"));
}

/** A statement as it stands. */
export function raw(sql) {
  return { compile: () => ({ sql, parameters: [] }) };
}

/** A prime that none of the sizes is a multiple of. */
const stride = 7919;
const browser = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

async function insertAll(tx, table, all) {
  // PostgreSQL and SQLite both stop at some number of parameters.
  const portion = Math.floor(30_000 / Object.keys(all[0]).length);
  for (let i = 0; i < all.length; i += portion) {
    await tx.list((query) => query.insertInto(table).values(all.slice(i, i + portion)));
  }
}

/** With everything that belongs to them; answers their id and the token of their session, where they have one. */
function onePerson(needs, put, { number, kind, now }) {
  const id = newId(needs);
  const screenName = `person${number}`;
  const displayName = `${given[number % given.length]} ${family[Math.floor(number / given.length) % family.length]}`;
  const email = `person${number}@d${number % 500}.example.org`;
  put("people", {
    id,
    screen_name: screenName,
    screen_name_normal: screenName,
    email,
    email_normal: email,
    display_name: displayName,
    sort_name: sortName(displayName),
    account_type: kind === "contractor" ? "contractor" : number % 5 === 0 ? "client" : "staff",
    administrator: 0,
    helper: 0,
    operator: 0,
    status: kind === "disabled" ? "disabled" : "active",
    disabled_from: kind === "disabled" ? "active" : null,
    password_hash: null,
    password_version: 1,
    override_level: kind === "exempted" ? "off" : null,
    override_reason: null,
    override_until: null,
    picture_hash: null,
    language: "",
    created_at: now,
    address_since: now,
    address_proven_at: null,
    last_sign_in_at: null,
    authenticators: kind === "bare" ? 0 : 1,
    passkeys: 0,
    codes_left: kind === "bare" ? null : kind === "few" ? 2 : 10,
  });
  for (const word of new Set(wordsOf({ displayName, screenName, email }))) put("people_words", { person_id: id, word });
  if (kind !== "bare") {
    put("authenticators", {
      person_id: id,
      id: newId(needs),
      kind: "totp",
      name: "Phone",
      sealed_secret: new Uint8Array(48),
      algorithm: "SHA1",
      digits: 6,
      period: 30,
      created_at: now,
    });
    const set = newId(needs);
    put("recovery_code_sets", {
      person_id: id,
      id: set,
      salt: new Uint8Array(16),
      hashing: "{}",
      form: "own",
      created_at: now,
      saved_at: now,
    });
    for (let code = 0; code < 10; code++) {
      const hash = new Uint8Array([code, 1, 2, 3]);
      const used = kind === "few" && code < 8;
      // The unused ones of the many would only be more of the same.
      if (kind === "few" || code === 0)
        put("recovery_codes", { person_id: id, set_id: set, hash, used_at: used ? now : null });
    }
  }
  if (kind === "held") {
    put("throttles", {
      kind: "password",
      subject: id,
      failures: 8,
      blocked_until: now + hour,
      recent: "[]",
      updated_at: now,
    });
  }
  put("audit_events", {
    id: newId(needs),
    at: now,
    name: "sign-in.completed",
    actor_id: id,
    person_id: id,
    outcome: "done",
    address: "192.0.2.1",
    user_agent: "",
    details: "{}",
  });
  if (number % 10 !== 9 || kind) return { id };
  const { id: session, token, hash } = mintToken(needs);
  put("sessions", {
    id: session,
    person_id: id,
    token_hash: hash,
    proofs: "password totp",
    password_at: now,
    second_factor_at: now,
    trusted_browser_id: null,
    created_at: now,
    last_used_at: now,
    expires_at: now + hour,
    user_agent: "",
    address: "192.0.2.1",
  });
  return { id, token };
}

const given = ["Ada", "Ben", "Cleo", "Dev", "Eva", "Finn", "Gita", "Hugo", "Ines", "Jon", "Kim", "Lea", "Max"];
const family = ["Abel", "Brandt", "Costa", "Dahl", "Egger", "Frey", "Garcia", "Haas", "Ito", "Jung", "Klein"];
