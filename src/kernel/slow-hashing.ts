// argon2id for passwords and recovery codes, off the main thread, behind a bounded queue: past it callers are told to
// come back, so that a flood of passwords can't take the memory or the time of everything else.
import { type Algorithm, hash as hashEncoded, hashRaw, verify } from "@node-rs/argon2";
import { verifyForeign } from "./password-hashes.ts";
import type { Problem } from "./problem.ts";
import { inSpan } from "./spans.ts";
import { busy, createTurns } from "./turns.ts";

/** OWASP's and the model's parameters: 19 MiB, two passes, one lane. */
export const parameters = {
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
  algorithm: 2 as Algorithm.Argon2id,
  outputLen: 32,
};

export interface SaltedSecret {
  secret: string;
  salt: Buffer;
  /** Parameters as `cost` was beside the salt; today's where left out. */
  cost?: string;
}

export interface SlowHasher {
  /** How many callers it takes: those whose hash runs, and those who may wait. */
  places: number;
  /** As it stands now. */
  load(): { running: number; waiting: number };
  /** Whether a caller would be refused now; asked before anything is written for a try that could not be looked at. */
  full(): boolean;
  busy(): Problem;
  /** Whether an encoded hash was made with other parameters than this hasher's. */
  isOutdated(encoded: string): boolean;
  /** PHC string (https://github.com/P-H-C/phc-string-format). @throws Problem `busy` */
  encode(password: string): Promise<string>;
  /**
   * Our own, or one that another system made (`password-hashes.ts`). @param whose among whose dear ones it waits
   * @throws Problem `busy`
   */
  verify(encoded: string, password: string, whose?: string): Promise<boolean>;
  /** Today's parameters, to be kept beside a salt, e.g. `m=19456,t=2,p=1`. */
  cost: string;
  /** Raw, under given salts, one after the other in one place of the queue. @param whose as above @throws Problem `busy` */
  raw(inputs: SaltedSecret[], whose?: string): Promise<Buffer[]>;
}

export interface HashingCost {
  memoryCost: number;
  timeCost: number;
  parallelism: number;
}

export interface HasherLimits {
  /** Hashes that run at once; more than cores only makes second steps wait. */
  atOnce: number;
  /** Callers that may wait for a place. */
  waiting: number;
}

/** ms. No proxy waits much longer for an answer. */
const longestWaitForDear = 20_000;

export function createSlowHasher(limits: HasherLimits, cost: HashingCost = parameters): SlowHasher {
  const options = { ...parameters, ...cost };
  let running = 0;
  const queue: (() => void)[] = [];

  const full = () => running >= limits.atOnce && queue.length >= limits.waiting;

  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (running >= limits.atOnce) {
      if (full()) throw busy();
      await inSpan("hashing queue", () => new Promise<void>((resolve) => queue.push(resolve)));
    } else running++;
    try {
      return await inSpan("hashing", work);
    } finally {
      // The place passes on to the next in the queue without being free in between.
      const next = queue.shift();
      if (next) next();
      else running--;
    }
  }

  // What another system made may take seconds where ours takes milliseconds: whoever brings a thousand of those and tries them
  // must not hold every place. They wait among themselves, in turn with those of other organisations, and never for more than
  // half of the places; where there is one alone they run beside it.
  const dear = createTurns();
  const lanes = {
    atOnce: Math.max(1, Math.floor(limits.atOnce / 2)),
    waiting: limits.waiting,
    patience: longestWaitForDear,
  };
  const run = limits.atOnce > 1 ? inTurn : <T>(work: () => Promise<T>): Promise<T> => inSpan("hashing", work);
  const inTurnOf = <T>(parameters: string, whose: string, work: () => Promise<T>): Promise<T> =>
    isDear(parameters, options)
      ? dear.take(`of ${whose}`, () => dear.take("dear", () => run(work), lanes), lanes)
      : inTurn(work);
  const today = writeCost(options);

  const raw = ({ secret, salt, cost: kept }: SaltedSecret) =>
    hashRaw(secret, { ...options, ...(kept === undefined ? {} : readCost(kept)), salt });
  return {
    places: limits.atOnce + limits.waiting,
    load: () => ({ running, waiting: queue.length }),
    full,
    busy,
    isOutdated: (encoded) => isOutdated(encoded, options),
    encode: (password) => inTurn(() => hashEncoded(password, options)),
    verify: (encoded, password, whose = "") =>
      inTurnOf(/^\$argon2id\$v=19\$([^$]*)\$/.exec(encoded)?.[1] ?? "", whose, () =>
        encoded.startsWith("$argon2") ? verify(encoded, password) : verifyForeign(encoded, password),
      ),
    cost: today,
    raw: (inputs, whose = "") =>
      inTurnOf(inputs[0]?.cost ?? today, whose, async () => {
        const hashes: Buffer[] = [];
        for (const input of inputs) hashes.push(await raw(input));
        return hashes;
      }),
  };
}

/**
 * How many may wait: what is hashed within five seconds, so that nobody waits much longer for a password to be looked at.
 * Never so few that an office that arrives together finds no place.
 * @param took how long one hash takes here, ms
 */
export const waitingPlaces = (atOnce: number, took: number): number =>
  Math.min(1000, Math.max(64, Math.floor((atOnce * 5000) / took)));

const writeCost = ({ memoryCost, timeCost, parallelism }: HashingCost): string =>
  `m=${memoryCost},t=${timeCost},p=${parallelism}`;

function readCost(text: string): HashingCost {
  const [, memoryCost, timeCost, parallelism] = /^m=(\d+),t=(\d+),p=(\d+)$/.exec(text) ?? [];
  if (parallelism === undefined) throw new Error("these are no parameters of argon2id");
  return { memoryCost: Number(memoryCost), timeCost: Number(timeCost), parallelism: Number(parallelism) };
}

/** Whether these are no parameters of ours, or ask for more than today's. */
function isDear(parameters: string, { memoryCost, timeCost }: HashingCost): boolean {
  const [, memory, passes] = /^m=(\d+),t=(\d+),p=\d+$/.exec(parameters) ?? [];
  return memory === undefined || Number(memory) * Number(passes) > memoryCost * timeCost;
}

/** Whether an encoded hash was made with other parameters than today's. */
export function isOutdated(encoded: string, cost: HashingCost = parameters): boolean {
  return !encoded.startsWith(`$argon2id$v=19$${writeCost(cost)}$`);
}
