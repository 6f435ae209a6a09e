// A requirement as the JSON API shows it.
import { z } from "@hono/zod-openapi";
import { isoTime, timeSchema } from "../http/api.ts";
import type { Requirement } from "./rules.ts";
import { explain } from "./words.ts";

const ruleSchema = z.object({ kind: z.string(), of: z.string(), level: z.enum(["off", "optional", "required"]) });

export const requirementSchema = z
  .object({
    level: z.enum(["off", "optional", "required"]),
    because: ruleSchema.openapi({ description: "The rule that decided." }),
    beat: z.array(ruleSchema).openapi({ description: "The rules it beat, most specific first." }),
    explanation: z.string(),
    bindsFrom: timeSchema.optional().openapi({ description: "Until then 'required' is 'optional'." }),
  })
  .openapi("Requirement");

export function showRequirement(requirement: Requirement): z.infer<typeof requirementSchema> {
  const { level, because, beat, bindsFrom } = requirement;
  const explanation = explain(requirement);
  return { level, because, beat, explanation, ...(bindsFrom === undefined ? {} : { bindsFrom: isoTime(bindsFrom) }) };
}
