// Which of several PostgreSQL servers is the one to ask, and noticing that it is another one by now.
import pg from "pg";
import { DatabaseUnavailable } from "./failures.ts";
import type { Place, PostgresAddress, Target } from "./postgres-address.ts";

/** Milliseconds; `silent`: a statement that waits for so long is a reason to look whether the server is still there. */
const times = { answer: 3000, between: 1000, silent: 2000 };

/** What a server says of itself. `places` that are reached through a pooler answer for the server behind it. */
export interface Stance {
  recovering: boolean;
  readOnly: boolean;
}
export const askStance = `pg_is_in_recovery() as recovering, current_setting('transaction_read_only') = 'on' as "readOnly"`;

const suits: Record<Target, (stance: Stance) => boolean> = {
  any: () => true,
  "read-write": ({ readOnly }) => !readOnly,
  primary: ({ recovering }) => !recovering,
  standby: ({ recovering }) => recovering,
};

export interface Chooser {
  /** @throws DatabaseUnavailable where none of them is such a one now */
  find(): Promise<Place>;
  /** Whether new work may still go there. */
  isIt(place: Place | undefined): boolean;
  /** A connection made there showed what it is. */
  fits(stance: Stance): boolean;
  /** No connection can be made there, or it is not what it was. */
  lost(place: Place): void;
  /** A connection to it broke. */
  suspect(place: Place): void;
  close(): void;
}

/** One server, whatever it is: nothing to choose. */
function alone(place: Place): Chooser {
  return {
    find: async () => place,
    isIt: () => true,
    fits: () => true,
    lost() {},
    suspect() {},
    close() {},
  };
}

/**
 * @param choices `moved`: it is this one now, whatever waits for another one waits in vain; `silence`: for how many
 * milliseconds the longest of the connections to it has been waiting
 */
export function chooseServer(
  address: Omit<PostgresAddress, "prepared">,
  { moved, silence }: { moved(to: Place): void; silence(): number },
): Chooser {
  const { places, target, ...credentials } = address;
  const fits = suits[target];
  if (places.length === 1 && target === "any") return alone(places[0] as Place);

  let current: Place | undefined;
  let found = Promise.withResolvers<Place>();
  const asked = new Map<Place, Promise<void>>();

  /** Rejects with the reason why it is not this one. */
  function ask(place: Place): Promise<void> {
    const running = asked.get(place);
    if (running) return running;
    const asking = stanceOf({ ...credentials, ...place })
      .then((stance) => {
        if (!fits(stance)) throw new Error(stance.recovering ? "a standby" : "not what is looked for");
      })
      .then(
        () => settle(place),
        (error) => {
          lost(place);
          throw new Error(`${place.host}:${place.port}: ${error.message}`);
        },
      )
      .finally(() => asked.delete(place));
    asking.catch(() => {});
    asked.set(place, asking);
    return asking;
  }

  function settle(place: Place): void {
    if (current) return;
    current = place;
    found.resolve(place);
    moved(place);
  }

  function lost(place: Place): void {
    if (current !== place) return;
    current = undefined;
    found = Promise.withResolvers();
  }

  // Each is asked by itself: one that never answers keeps nobody from finding the other.
  const looking = setInterval(() => {
    if (!current) for (const place of places) ask(place).catch(() => {});
    else if (silence() > times.silent) ask(current).catch(() => {});
  }, times.between).unref();

  return {
    async find() {
      if (current) return current;
      const none = Promise.allSettled(places.map(ask)).then((answers) => {
        if (current) return current;
        const reasons = answers.map((answer) => (answer.status === "rejected" ? answer.reason.message : ""));
        throw new DatabaseUnavailable(`no server is ${target}: ${reasons.join("; ")}`);
      });
      return Promise.race([found.promise, none]);
    },
    isIt: (place) => place === current,
    fits,
    lost,
    suspect: (place) => void (place === current && ask(place).catch(() => {})),
    close: () => clearInterval(looking),
  };
}

/** @throws where none is found */
export async function placeOf(address: Omit<PostgresAddress, "prepared">): Promise<Place> {
  const chooser = chooseServer(address, { moved() {}, silence: () => 0 });
  try {
    return await chooser.find();
  } finally {
    chooser.close();
  }
}

async function stanceOf(config: pg.ClientConfig): Promise<Stance> {
  const client = new pg.Client({
    ...(Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined)) as pg.ClientConfig),
    connectionTimeoutMillis: times.answer,
    query_timeout: times.answer,
  });
  client.on("error", () => {});
  try {
    await client.connect();
    return (await client.query<Stance>(`select ${askStance}`)).rows[0] as Stance;
  } finally {
    void client.end().catch(() => {});
    // A server that is gone would never take its leave.
    setTimeout(() => cut(client), times.between).unref();
  }
}

/** Whoever waits for an answer hears at once that there will be none. */
export function cut(client: pg.ClientBase): void {
  const { connection } = client as unknown as { connection: { stream: { destroy(why?: Error): void } } };
  connection.stream.destroy(new Error("Connection to a server that is not the one to ask any more"));
}
