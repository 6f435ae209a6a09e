// Identity providers as the JSON API has them.
import { z } from "@hono/zod-openapi";
import { isoTime, timeSchema, typedText } from "../../http/api.ts";
import { type ListedProvider, redirectAddress, typedOf } from "./actions.ts";

const texts = (most: number) => z.array(typedText(300)).max(most);

export const evidenceSchema = z.strictObject({
  amr: texts(50).openapi({
    description: "One of these methods, or of the levels below; both empty: none is asked for.",
  }),
  acr: texts(50),
  maxAge: z.int().nullable().openapi({ description: "Minutes since `auth_time` at most; null: any." }),
});

export const fields = {
  name: typedText(200),
  clientId: typedText(300),
  domains: texts(100).openapi({ description: "None: it may sign in everybody." }),
  exempts: z.boolean().openapi({ description: "2FA is off here for sign-ins through it that show the evidence." }),
  onlyWay: z.boolean().openapi({ description: "Passwords are closed for its domains." }),
  addsPeople: z.boolean(),
  vouches: z.boolean().openapi({ description: "Addresses count as verified where it does not say." }),
  nameClaim: typedText(200),
  typeClaim: typedText(200),
  types: z.record(z.string().max(200), typedText(40)),
  accountType: typedText(40),
  evidence: evidenceSchema,
};

export const providerSchema = z
  .object({
    id: z.string(),
    issuer: z.string(),
    ...fields,
    active: z.boolean(),
    hasSecret: z.boolean().openapi({ description: "The secret itself is never told." }),
    redirectAddress: z.string().openapi({ description: "To enter at the provider." }),
    createdAt: timeSchema,
    last30Days: z.object({ withEvidence: z.int(), without: z.int() }),
  })
  .openapi("IdentityProvider");

export async function showProvider(
  needs: Parameters<typeof redirectAddress>[0],
  one: ListedProvider,
): Promise<z.infer<typeof providerSchema>> {
  const { types, ...typed } = typedOf(one);
  const { clientSecret: _, amr, acr, maxAge, ...shown } = typed;
  return {
    ...shown,
    id: one.id,
    domains: [...one.domains],
    types: Object.fromEntries(types),
    evidence: { amr: [...amr], acr: [...acr], maxAge },
    active: one.active,
    hasSecret: one.hasSecret,
    redirectAddress: await redirectAddress(needs, one),
    createdAt: isoTime(one.createdAt),
    last30Days: { withEvidence: one.arrivals?.withEvidence ?? 0, without: one.arrivals?.without ?? 0 },
  };
}
