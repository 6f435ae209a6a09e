// The one source of time. Everything that needs the time is given a clock, so that tests can set it.

export interface Clock {
  /** Milliseconds since the epoch, UTC. May jump in either direction: nothing relies on it never going back. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;
