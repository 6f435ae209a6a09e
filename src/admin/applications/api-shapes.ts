// Applications as the JSON API has them.
import { z } from "@hono/zod-openapi";
import { applicationKinds, countedDays, takesPart } from "../../applications/rules.ts";
import { isoTime, timeSchema, typedText } from "../../http/api.ts";
import type { Site } from "../../http/web.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Organisation } from "../../organisations/rules.ts";
import type { KnownApplication } from "./actions.ts";
import { connectionOf } from "./connecting.ts";
import { writtenOf } from "./reading.ts";

const addresses = (description: string) => z.array(typedText(1000)).max(100).openapi({ description });

const participation = z.enum(["yes", "not-yet"]).openapi({ description: "In two-factor sign-in." });
const day = z
  .string()
  .nullable()
  .openapi({ example: "2027-02-01", description: "With `not-yet`: from this day on (UTC) it takes part by itself." });

/** What can be written, each of it optional. */
export const applicationFields = {
  takesPart: participation.optional(),
  takesPartFrom: typedText(40).nullable().optional().openapi({ example: "2027-02-01" }),
  note: typedText(2000).optional(),
  redirectAddresses: addresses(
    "`openid` and `duo`: where people are sent back to, exactly. An API that only asks about tokens (`openid`) has none.",
  ).optional(),
  afterSignOutAddresses: addresses("`openid`: where people may be sent after signing out.").optional(),
  backChannelAddress: typedText(1000)
    .nullable()
    .optional()
    .openapi({ description: "`openid`: told when a session ends." }),
  hosts: addresses("`forward-auth`: host names, with a port where it is not the usual one.").optional(),
  unknownPeople: z.enum(["enrol", "refuse"]).optional().openapi({ description: "`duo`: people not known here." }),
};

export const applicationSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: z.enum(applicationKinds).openapi({ description: "How it connects; `embedded`: the library." }),
    takesPart: participation,
    takesPartFrom: day,
    takesPartNow: z.boolean(),
    note: z.string(),
    status: z.enum(["active", "disabled"]),
    clientId: z.string().nullable(),
    hosts: z.array(z.string()).optional(),
    redirectAddresses: z.array(z.string()).optional(),
    afterSignOutAddresses: z.array(z.string()).optional(),
    backChannelAddress: z.string().nullable().optional(),
    client: z.enum(["confidential", "public"]).optional(),
    unknownPeople: z.enum(["enrol", "refuse"]).optional(),
    connection: z
      .record(z.string(), z.string())
      .openapi({ description: "What its settings ask for, by kind: `issuer`, `apiHost`, `nginx`, …" }),
    createdAt: timeSchema,
    lastSignInAt: timeSchema.nullable(),
    signIns: z.object({
      days: z.int().openapi({ description: "Counted back from today." }),
      withSecondFactor: z.int(),
      without: z.int(),
    }),
  })
  .openapi("Application");

export const applicationSecretSchema = z.object({
  application: applicationSchema,
  secret: z.string().nullable().openapi({ description: "Shown here only; null for what has none." }),
});

export function showApplication(
  { application, clientId, hosts }: KnownApplication,
  { site, clock }: { site: Site; clock: Clock },
  organisation: Organisation,
): z.infer<typeof applicationSchema> {
  const { hosts: own, redirectAddresses, afterSignOutAddresses, ...written } = writtenOf(application, hosts);
  return {
    id: application.id,
    kind: application.kind,
    name: written.name,
    takesPart: written.takesPart,
    takesPartFrom: written.takesPartFrom,
    takesPartNow: takesPart(application, clock.now()),
    note: written.note,
    status: application.active ? "active" : "disabled",
    clientId: clientId ?? null,
    ...(own && { hosts: [...own] }),
    ...(redirectAddresses && { redirectAddresses: [...redirectAddresses] }),
    ...(afterSignOutAddresses && { afterSignOutAddresses: [...afterSignOutAddresses] }),
    ...(written.backChannelAddress === undefined ? {} : { backChannelAddress: written.backChannelAddress }),
    ...(written.client && { client: written.client }),
    ...(written.unknownPeople && { unknownPeople: written.unknownPeople }),
    connection: Object.fromEntries(
      connectionOf(site, organisation, application).map(({ name, value }) => [name, value]),
    ),
    createdAt: isoTime(application.createdAt),
    lastSignInAt: application.lastUsedAt === undefined ? null : isoTime(application.lastUsedAt),
    signIns: {
      days: countedDays,
      withSecondFactor: application.withSecondFactor,
      without: application.without,
    },
  };
}
