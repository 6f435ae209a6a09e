// How much of memory V8 may leave to garbage, while the program serves: docs/decisions/0062-memory-under-load.md.
import { setFlagsFromString } from "node:v8";

/** For a Node of its own, on its command line: V8 reads it at the start alone. In MiB, of each half; V8 would take up to 32. */
export const youngRoom = "--max-semi-space-size=8";

/** From here on; what `bin/` asked of V8 while the program was loaded ends. Never within somebody else's program. */
export function settleHeap(): void {
  // V8's own value: the room for short-lived objects grows as it is needed.
  setFlagsFromString("--semi-space-growth-factor=2");
  // The others are collected when half as much has come as lived, not up to three times as much.
  setFlagsFromString("--heap-growing-percent=50");
}
