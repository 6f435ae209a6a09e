// Goes on to the end with what a removal left behind, on the machine itself.
import { finishRemovals } from "../organisations/register.ts";
import { withInstallation } from "./terminal.ts";

export async function removeHere(): Promise<void> {
  let said = 0;
  await withInstallation((needs) =>
    finishRemovals(needs, Number.POSITIVE_INFINITY, (rows) => {
      if (!process.stderr.isTTY || rows - said < 1000) return;
      said = rows;
      process.stderr.write(`\r${rows} rows removed`);
    }),
  );
  if (said > 0) process.stderr.write("\n");
}
