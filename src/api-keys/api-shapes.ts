// API keys as the JSON API has them.
import { z } from "@hono/zod-openapi";
import { isoTime, timeSchema, typedText } from "../http/api.ts";
import type { ApiKey } from "./actions.ts";
import { scopes, usualDays } from "./rules.ts";

export const apiKeySchema = z
  .object({
    id: z.string(),
    name: z.string(),
    scopes: z.array(z.enum(scopes)),
    createdAt: timeSchema,
    expiresAt: timeSchema,
    lastUsedAt: timeSchema.nullable(),
    owner: z
      .string()
      .nullable()
      .optional()
      .openapi({ description: "Whose it is, by e-mail address; null for the organisation's. With `whose=everybody`." }),
  })
  .openapi("ApiKey");

export const apiKeyListSchema = z.object({ apiKeys: z.array(apiKeySchema) });
export const madeKeySchema = z.object({
  apiKey: apiKeySchema,
  key: z.string().openapi({ description: "Shown here only.", example: "cs_…" }),
});

export const wantedKeySchema = z.strictObject({
  name: typedText(400),
  scopes: z.array(z.enum(scopes)).max(scopes.length),
  days: z.int().default(usualDays).openapi({ description: "1 to 365; with a powerful scope 1 to 90." }),
});

export const showKey = ({
  id,
  name,
  scopes,
  createdAt,
  expiresAt,
  lastUsedAt,
}: ApiKey): z.infer<typeof apiKeySchema> => ({
  ...{ id, name, scopes },
  createdAt: isoTime(createdAt),
  expiresAt: isoTime(expiresAt),
  lastUsedAt: lastUsedAt === null ? null : isoTime(lastUsedAt),
});
