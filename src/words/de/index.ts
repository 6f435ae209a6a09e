// German.
import type { Words } from "../en/index.ts";
import { speech } from "../speech.ts";
import { letters } from "./letters.ts";
import { shared } from "./shared.ts";

export const de: Words = { ...speech("de"), shared, letters };
