// The metrics of all workers, asked for by the process above them. One that does not answer in time is left out.
import type { Worker } from "node:cluster";
import { second } from "../kernel/clock.ts";

const answersWithin = 3 * second;

export type Asked = { metrics: number };
export type Collected = { metrics: object[]; asked: number };

export interface Collecting {
  /** @param workers those that serve now */
  collect(workers: Iterable<Pick<Worker, "isConnected" | "send">>): Promise<object[][]>;
  took(collected: Collected): void;
}

export function createCollecting(): Collecting {
  let last = 0;
  const waiting = new Map<number, (metrics: object[] | undefined) => void>();
  const ask = (worker: Pick<Worker, "isConnected" | "send">) =>
    new Promise<object[] | undefined>((resolve) => {
      const id = ++last;
      const late = setTimeout(() => answer(undefined), answersWithin);
      const answer = (metrics: object[] | undefined) => {
        clearTimeout(late);
        waiting.delete(id);
        resolve(metrics);
      };
      waiting.set(id, answer);
      if (!worker.isConnected()) return answer(undefined);
      worker.send({ metrics: id } satisfies Asked, (error) => error && answer(undefined));
    });
  return {
    async collect(workers) {
      const all = await Promise.all([...workers].map(ask));
      return all.filter((one) => one !== undefined);
    },
    took: ({ asked, metrics }) => waiting.get(asked)?.(metrics),
  };
}
