// Lets works of one kind take turns within this process. Only to keep bursts from doing things for nothing, and from taking
// what others need: what must not happen twice is decided by the database, over all processes.
import { Problem } from "./problem.ts";

export interface Lane {
  /** Works of one key that run at once; one where left out. */
  atOnce?: number;
  /** How many more may wait. */
  waiting?: number;
  /** For how long one waits, in ms; as long as it takes where left out. */
  patience?: number;
}

export interface Turns {
  /**
   * Runs `work` once its turn has come among the works of this key, first come, first served.
   * @throws Problem `busy` where too many wait already, or the wait was too long
   */
  take<T>(key: string, work: () => Promise<T>, lane?: Lane): Promise<T>;
  /** Whether anything of this key runs or waits. */
  taken(key: string): boolean;
}

export function createTurns(mostWaiting = 500): Turns {
  const lanes = new Map<string, { running: number; queue: (() => void)[] }>();
  return {
    taken: (key) => lanes.has(key),
    async take(key, work, { atOnce = 1, waiting = mostWaiting, patience } = {}) {
      const lane = lanes.get(key) ?? { running: 0, queue: [] };
      lanes.set(key, lane);
      if (lane.running >= atOnce) {
        if (lane.queue.length >= waiting) throw busy();
        await comesUp(lane.queue, patience);
      } else lane.running++;
      try {
        return await work();
      } finally {
        // The place passes on to the next without being free in between.
        const next = lane.queue.shift();
        if (next) next();
        else if (--lane.running === 0) lanes.delete(key);
      }
    },
  };
}

function comesUp(queue: (() => void)[], patience: number | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      queue.splice(queue.indexOf(turn), 1);
      reject(busy());
    };
    const timer = patience === undefined ? undefined : setTimeout(giveUp, patience);
    const turn = () => {
      clearTimeout(timer);
      resolve();
    };
    queue.push(turn);
  });
}

export const busy = (): Problem =>
  new Problem("busy", 503, ({ problems }) => problems.busy, {
    retryAfter: 2,
  });
