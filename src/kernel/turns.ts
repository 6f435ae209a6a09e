// Lets works of one kind take turns within this process. Only to keep bursts from doing things for nothing: what must not
// happen twice is decided by the database, over all processes.
import { Problem } from "./problem.ts";

export interface Turns {
  /**
   * Runs `work` once all earlier works of this key are done.
   * @throws Problem `busy` where too many wait already
   */
  take<T>(key: string, work: () => Promise<T>): Promise<T>;
}

export function createTurns(mostWaiting = 500): Turns {
  const lanes = new Map<string, { last: Promise<unknown>; howMany: number }>();
  return {
    async take(key, work) {
      const lane = lanes.get(key) ?? { last: Promise.resolve(), howMany: 0 };
      if (lane.howMany > mostWaiting) throw busy();
      lanes.set(key, lane);
      lane.howMany++;
      const done = lane.last.then(work);
      lane.last = done.catch(() => {});
      try {
        return await done;
      } finally {
        if (--lane.howMany === 0) lanes.delete(key);
      }
    },
  };
}

export const busy = (): Problem =>
  new Problem("busy", 503, ({ problems }) => problems.busy, {
    retryAfter: 2,
  });
