// Goes on with what was begun and is not finished: acts on many people, and imports.
import { setTimeout as pause } from "node:timers/promises";
import type { Logger } from "pino";
import { second } from "../kernel/clock.ts";
import { workOffDue as workOffBulkChanges } from "./bulk/working.ts";
import { workOffDue as workOffImports } from "./import/working.ts";
import type { InvitingNeeds } from "./people.ts";

const looksEvery = second;
const afterTrouble = 10 * second;
const kinds = [workOffBulkChanges, workOffImports];

/** Looks every second, which is a look into an index each where there is nothing to do. The kinds take turns. */
export function keepWorkingOff(needs: InvitingNeeds & { log: Logger }): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const running = (async () => {
    while (!stopping.signal.aborted) {
      let wait = looksEvery;
      for (const workOffDue of kinds) {
        try {
          if (await workOffDue(needs, stopping.signal)) wait = Math.min(wait, 0);
        } catch (error) {
          needs.log.error({ err: error }, "what was begun for many people could not go on");
          wait = afterTrouble;
        }
      }
      await pause(wait, undefined, { signal: stopping.signal, ref: false }).catch(() => {});
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
