// The connections to a PostgreSQL server: as many as are allowed, each with its time limits, and quickly refused while the
// server is away.
import type { Socket } from "node:net";
import pg from "pg";
import { DatabaseUnavailable } from "./failures.ts";
import type { Place, PostgresAddress } from "./postgres-address.ts";
import { askStance, chooseServer, cut, type Stance } from "./postgres-choosing.ts";

/** Milliseconds. */
export const limits = { connect: 5000, statement: 15_000, lock: 5000, idleInTransaction: 15_000, answer: 20_000 };

/** After the first failure, and at most. */
const waits = { first: 100, longest: 2000 };
const int8 = 20;
const warning = "01000";

export interface Link extends pg.PoolClient {
  /** Another program shares the server's connections out: nothing lasts from one transaction to the next. */
  readonly shared: boolean;
  /** Statements are prepared under a name. */
  readonly named: boolean;
  /** A question need not wait for the answer to the one before. */
  readonly pipeline: boolean;
  /** Since this was set to false the server has warned of something. */
  warned: boolean;
  /** Why it can't be used again. */
  broken: Error | undefined;
  /** What is asked in this turn of the event loop goes out in one piece. */
  gather(): void;
}

export interface Connections {
  take(): Promise<Link>;
  /** None of those that were made until now is used again. */
  renew(): void;
  figures(): { open: number; idle: number; wanted: number; most: number };
  close(): Promise<void>;
}

export function openConnections(
  { prepared, ...server }: PostgresAddress,
  most: number,
  { readOnly = false } = {},
): Connections {
  const gate = new Gate();
  const open = new Set<Connecting>();
  let oldest = 0;
  const chooser = chooseServer(server, {
    moved(to) {
      gate.tell(true);
      for (const link of open) if (link.place && link.place !== to) cut(link);
    },
    silence: () => {
      const since = Math.min(...Array.from(open, ({ takenAt }) => takenAt ?? Number.POSITIVE_INFINITY));
      return performance.now() - since;
    },
  });

  class Connecting extends pg.Client {
    shared = false;
    named = false;
    override pipeline = false;
    warned = false;
    place: Place | undefined;
    readonly madeAt = performance.now();
    takenAt: number | undefined;
    #broken: Error | undefined;

    constructor(options: pg.ClientConfig) {
      super(options);
      this.once("end", () => open.delete(this));
      // Without a listener one that is lost would end the process.
      this.on("error", (error) => {
        this.broken = error;
      });
      this.on("notice", ({ code }) => {
        this.warned ||= code === warning;
      });
    }

    get broken(): Error | undefined {
      return this.#broken;
    }

    set broken(error: Error | undefined) {
      this.#broken = error;
      if (error && this.place) chooser.suspect(this.place);
    }

    gather(): void {
      const { stream } = (this as unknown as { connection: { stream: Socket } }).connection;
      stream.cork();
      process.nextTick(() => stream.uncork());
    }

    // biome-ignore lint/suspicious/noExplicitAny: the pool calls it with a callback alone, the type knows more ways.
    override connect(told?: any): any {
      if (!gate.mayTry()) {
        queueMicrotask(() => told(new DatabaseUnavailable("the database can't be reached, it is tried again soon")));
        return;
      }
      const done = (error?: Error | null) => {
        if (error && this.place) chooser.lost(this.place);
        else if (!error) open.add(this);
        gate.tell(!error);
        told(
          error ? new DatabaseUnavailable(`the database can't be reached: ${reasonOf(error)}`, { cause: error }) : null,
        );
      };
      chooser.find().then((place) => {
        this.place = place;
        Object.assign(this, place);
        super.connect((error?: Error | null) => {
          if (error) done(error);
          else this.#prepare().then(() => done(), done);
        });
      }, done);
    }

    async #prepare(): Promise<void> {
      const found = await this.query<{ pid: number } & Stance>(`select pg_backend_pid() as pid, ${askStance}`);
      if (!chooser.fits(found.rows[0] as Stance)) throw new Error("the server is another kind than was looked for");
      // PgBouncer and its like answer for the server with numbers of their own.
      this.shared = found.rows[0]?.pid !== (this as unknown as { processID: number }).processID;
      this.named = prepared ?? !this.shared;
      // Several questions on their way at once: not every program in between can do that.
      this.pipeline = !this.shared;
      if (!this.shared)
        await this.query(`${settings("set")}${readOnly ? "; set default_transaction_read_only = on" : ""}`);
    }
  }

  const { places: _, target: __, ...same } = server;
  const pool = new pg.Pool({
    ...defined(same),
    Client: Connecting as never,
    max: most,
    connectionTimeoutMillis: limits.connect,
    idleTimeoutMillis: 60_000,
    // A server that vanished without a word is noticed by this, at the latest.
    query_timeout: limits.answer,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    types: {
      // Milliseconds and counters stay far below 2^53; pg would hand int8 over as text.
      // biome-ignore lint/suspicious/noExplicitAny: the type of pg's own overloads.
      getTypeParser: ((oid: number, format: any) =>
        oid === int8 ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
    },
  });
  // One that dies while idle is replaced by the pool.
  pool.on("error", () => {});
  pool.on("release", (_error, link) => {
    (link as unknown as Connecting).takenAt = undefined;
  });
  return {
    async take() {
      for (;;) {
        const link = (await pool.connect()) as unknown as Connecting & pg.PoolClient;
        if (chooser.isIt(link.place) && link.madeAt >= oldest) {
          link.takenAt = performance.now();
          return link;
        }
        cut(link);
        link.release(new Error("its server is not the one to ask any more"));
      }
    },
    figures: () => ({ open: pool.totalCount, idle: pool.idleCount, wanted: pool.waitingCount, most }),
    renew() {
      oldest = performance.now();
    },
    async close() {
      chooser.close();
      await pool.end();
    },
  };
}

/** What a transaction begins with: where connections are shared out, it brings its limits along. */
export const begin = ({ shared }: Link): string => (shared ? `begin; ${settings("set local")}` : "begin");

const settings = (how: "set" | "set local"): string =>
  [
    `${how} statement_timeout = ${limits.statement}`,
    `${how} lock_timeout = ${limits.lock}`,
    `${how} idle_in_transaction_session_timeout = ${limits.idleInTransaction}`,
  ].join("; ");

/**
 * After a connection could not be made, no more are tried for a while, and then one alone: whoever asks in between is told
 * at once, and a server that comes back is not run over.
 */
export class Gate {
  #failures = 0;
  #closedUntil = 0;
  #trying = false;
  readonly #now: () => number;

  constructor(now = () => performance.now()) {
    this.#now = now;
  }

  /** Whoever may has to tell what came of it. */
  mayTry(): boolean {
    if (this.#failures === 0) return true;
    if (this.#trying || this.#now() < this.#closedUntil) return false;
    this.#trying = true;
    return true;
  }

  tell(reached: boolean): void {
    this.#trying = false;
    if (reached) this.#failures = 0;
    else this.#closedUntil = this.#now() + Math.min(waits.first * 2 ** this.#failures++, waits.longest);
  }
}

/** Where a name has several addresses, each of them failed in its own way. */
const reasonOf = (error: Error): string =>
  error instanceof AggregateError ? error.errors.map(({ message }) => message).join(", ") : error.message;

const defined = <T extends object>(object: T): Partial<T> =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Partial<T>;
