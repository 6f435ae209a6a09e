// A preview as the JSON API and the command line show it.
import { z } from "@hono/zod-openapi";
import { requirementSchema, showRequirement } from "../../policy/api-shapes.ts";
import { explain } from "../../policy/words.ts";
import type { Affected, Part, Preview } from "./preview.ts";
import { type Group, groups } from "./rules.ts";

const affectedSchema = z.object({
  id: z.string(),
  email: z.string(),
  displayName: z.string(),
  accountType: z.string(),
  setUp: z.boolean().openapi({ description: "Has an authenticator that the new policy allows." }),
  before: z.enum(["off", "optional", "required"]),
  after: requirementSchema,
});

const partSchema = z.object({
  people: z.array(affectedSchema),
  next: z.string().nullable().openapi({ description: "For `after`; null where there are no more." }),
});

export const previewSchema = z
  .object({
    people: z.int().openapi({ description: "How many were looked at: everybody who is not disabled." }),
    counts: z.object(Object.fromEntries(groups.map((group) => [group, z.int()])) as Record<Group, z.ZodInt>),
    groups: z.object(
      Object.fromEntries(groups.map((group) => [group, partSchema.optional()])) as Record<
        Group,
        z.ZodOptional<typeof partSchema>
      >,
    ),
    you: z
      .object({
        before: requirementSchema,
        after: requirementSchema,
        setUp: z.boolean(),
        signsInAgain: z.boolean().openapi({ description: "This session is not enough any more once it is saved." }),
        trustEnds: z.boolean(),
      })
      .nullable()
      .openapi({ description: "null for an API key, which signs in nowhere." }),
    refused: z
      .object({ code: z.string(), reason: z.string() })
      .nullable()
      .openapi({ description: "Why it would not be saved." }),
  })
  .openapi("PolicyPreview");

export function showPreview({ people, counts }: Preview, parts: Partial<Record<Group, Part>>) {
  const shown = Object.entries(parts).map(([group, part]) => [group, showPart(part)]);
  return { people, counts, groups: Object.fromEntries(shown) as Partial<Record<Group, ReturnType<typeof showPart>>> };
}

const showPart = ({ people, next }: Part) => ({ people: people.map(showAffected), next: next ?? null });

const showAffected = ({ person, before, after, setUp }: Affected) => ({
  id: person.id,
  email: person.email,
  displayName: person.display_name,
  accountType: person.account_type,
  setUp,
  before: before.level,
  after: { ...showRequirement(after), explanation: explain(after, "administrator") },
});

export const showOwn = ({ before, after, setUp, groups: mine }: Affected, signsInAgain: boolean) => ({
  before: showRequirement(before),
  after: showRequirement(after),
  setUp,
  signsInAgain,
  trustEnds: mine.includes("askedAtOnce"),
});
