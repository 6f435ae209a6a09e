// Everything that a serving process does beside answering: opened in order, begun, and stopped in order.
import { join } from "node:path";
import { keepCounting } from "./admin/adoption/working.ts";
import { keepWorkingOff } from "./admin/working-off.ts";
import { keepChaining } from "./audit/chain/chaining.ts";
import type { Config } from "./config.ts";
import { requireSchema } from "./database/migrate.ts";
import { holdServingLock } from "./database/serving-lock.ts";
import { keepHouse } from "./housekeeping.ts";
import { traced } from "./kernel/spans.ts";
import { letHashingStepBack } from "./kernel/stepping-back.ts";
import { keepKeysKnown } from "./keys/servers.ts";
import { renderLetter } from "./letters/actions.tsx";
import { keepDelivering } from "./mail/delivery.ts";
import { measured } from "./measuring.ts";
import { type Choices, type Needs, open, prepareFolder, requireRightKey } from "./opening.ts";
import { keepTelling } from "./protocols/openid-provider/telling.ts";
import { keepSending } from "./webhooks/delivering.ts";

export interface Keeping {
  needs: Needs;
  /** Begins the work beside requests. */
  begin(needs?: Needs): void;
  /** Ends all of it. `beside`: what else takes its time before the database is closed. */
  stop(beside?: () => Promise<void>): Promise<void>;
}

/** @param before what has to be done before keys are known to be in use here, such as the first run's token */
export async function keep(
  config: Config,
  choices: Choices,
  before: (needs: Needs) => Promise<void> = async () => {},
): Promise<Keeping> {
  prepareFolder(config);
  const lock = config.databaseUrl ? undefined : holdServingLock(join(config.data, "serving.lock"));
  let opened: Needs | undefined;
  try {
    opened = await open(config, { ...choices, serving: true });
    const needs = await measured(config, opened);
    if (!letHashingStepBack()) needs.log.warn("the threads that hash passwords could not step back");
    await requireRightKey(needs);
    await before(needs);
    // Before the first request: from here on no key is used that this process does not know.
    const keys = await keepKeysKnown(needs, needs.rereadKeys);
    // Since it looked, and before it was seen to serve, a newer version may have changed what this one stands on.
    await requireSchema(needs.db).catch(async (error) => {
      await keys.stop();
      throw error;
    });
    let working: { stop(): Promise<void> }[] = [];
    return {
      needs,
      begin(begun = needs) {
        working = traced(begun.traces, () => [
          keepHouse(begun),
          keepDelivering(begun, renderLetter(begun)),
          keepWorkingOff(begun),
          keepTelling(begun),
          keepChaining(begun),
          keepSending(begun),
          keepCounting(begun),
        ]);
      },
      async stop(beside = async () => {}) {
        const [house, ...others] = working;
        await house?.stop();
        // Letters on their way and requests under way get their time side by side.
        await Promise.all([...others.map((one) => one.stop()), beside()]);
        await keys.stop();
        await Promise.all([needs.db.close(), needs.traces?.stop()]);
        lock?.release();
      },
    };
  } catch (error) {
    // Left open, its connections would keep a program alive that does not serve.
    await opened?.db.close();
    lock?.release();
    throw error;
  }
}
