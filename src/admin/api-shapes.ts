// People, their browsers and the policy as the administrators' JSON API shows them.
import { z } from "@hono/zod-openapi";
import type { ListedBrowser, ListedSession } from "../access/browsers.ts";
import { isoTime, timeSchema } from "../http/api.ts";
import type { Source } from "../kernel/source.ts";
import { requirementSchema, showRequirement } from "../policy/api-shapes.ts";
import type { Level } from "../policy/rules.ts";
import { explain } from "../policy/words.ts";
import { methodsReferences, readProofs } from "../sessions/rules.ts";
import { type Language, languages, readLanguage } from "../words/index.ts";
import type { ListedPerson } from "./listing.ts";
import type { Invitation } from "./people.ts";
import type { PersonOverview } from "./person.ts";

const optionalTime = timeSchema.nullable();
const isoOrNull = (at: number | null): string | null => (at === null ? null : isoTime(at));

/** In the API nothing stands for the organisation's language, where the tables have the empty text. */
export const languageField = z
  .enum(languages)
  .nullable()
  .openapi({ description: "Of letters and of the person's own pages; null for the organisation's." });

export const withLanguage = <T extends { language?: Language | null | undefined }>({ language, ...rest }: T) => ({
  ...rest,
  ...(language === undefined ? {} : { language: language ?? ("" as const) }),
});

export const personSchema = z
  .object({
    id: z.string(),
    screenName: z.string(),
    email: z.string(),
    displayName: z.string(),
    accountType: z.string(),
    language: languageField,
    helper: z.boolean(),
    administrator: z.boolean(),
    operator: z.boolean(),
    status: z.enum(["invited", "active", "disabled"]),
    authenticators: z.int().openapi({ description: "How many are set up." }),
    locked: z.boolean().openapi({ description: "Has to wait after wrong passwords or codes." }),
    requirement: requirementSchema,
    override: z
      .object({ level: z.enum(["off", "optional", "required"]), reason: z.string().nullable(), until: optionalTime })
      .nullable()
      .openapi({ description: "What an administrator set for this person alone; it may have ended." }),
    createdAt: timeSchema,
    lastSignInAt: optionalTime,
  })
  .openapi("Person");

export function showPerson({
  person,
  requirement,
  authenticators,
  locked,
}: ListedPerson): z.infer<typeof personSchema> {
  return {
    id: person.id,
    screenName: person.screen_name,
    email: person.email,
    displayName: person.display_name,
    accountType: person.account_type,
    language: readLanguage(person.language) ?? null,
    helper: person.helper === 1,
    administrator: person.administrator === 1,
    operator: person.operator === 1,
    status: person.status as "invited" | "active" | "disabled",
    authenticators,
    locked,
    override:
      person.override_level === null
        ? null
        : {
            level: person.override_level as Level,
            reason: person.override_reason,
            until: isoOrNull(person.override_until),
          },
    requirement: { ...showRequirement(requirement), explanation: explain(requirement, "administrator") },
    createdAt: isoTime(person.created_at),
    lastSignInAt: isoOrNull(person.last_sign_in_at),
  };
}

export const personDetailsSchema = personSchema
  .omit({ authenticators: true })
  .extend({
    authenticators: z.array(
      z.object({ id: z.string(), kind: z.string(), name: z.string(), createdAt: timeSchema, lastUsedAt: optionalTime }),
    ),
    recoveryCodes: z
      .object({ left: z.int(), madeAt: timeSchema, savedAt: optionalTime })
      .nullable()
      .openapi({ description: "How many of the set are unused; the codes themselves are never shown." }),
  })
  .openapi("PersonDetails");

export function showOverview({
  person,
  requirement,
  authenticators,
  recoveryCodes,
  locked,
}: PersonOverview): z.infer<typeof personDetailsSchema> {
  return {
    ...showPerson({ person, requirement, authenticators: authenticators.length, locked }),
    authenticators: authenticators.map(({ id, kind, name, createdAt, lastUsedAt }) => ({
      id,
      kind,
      name,
      createdAt: isoTime(createdAt),
      lastUsedAt: isoOrNull(lastUsedAt),
    })),
    recoveryCodes: recoveryCodes
      ? { left: recoveryCodes.left, madeAt: isoTime(recoveryCodes.madeAt), savedAt: isoOrNull(recoveryCodes.savedAt) }
      : null,
  };
}

export const invitationSchema = z
  .object({
    url: z.string().nullable().openapi({
      description:
        "The link by which the person chooses a password, once. Shown here only; to API keys not at all (null) where it is mailed.",
    }),
    expiresAt: timeSchema,
    mailed: z.boolean().openapi({ description: "Whether it is on its way to the person's address as well." }),
  })
  .openapi("Invitation");

/** Whoever finds a key must not get into other people's accounts by it: the link is the letter's to carry. */
export const showInvitation = (
  { url, until, mailed }: Invitation,
  { apiKey }: Pick<Source, "apiKey">,
): z.infer<typeof invitationSchema> => ({
  url: mailed && apiKey !== undefined ? null : url,
  expiresAt: isoTime(until),
  mailed,
});

const browserSchema = z.object({
  id: z.string(),
  userAgent: z.string(),
  address: z.string(),
  createdAt: timeSchema,
  lastUsedAt: timeSchema,
  expiresAt: timeSchema,
});

export const trustedBrowserListSchema = z.object({ trustedBrowsers: z.array(browserSchema) });
export const sessionListSchema = z.object({
  sessions: z.array(browserSchema.extend({ amr: z.array(z.string()).openapi({ description: "RFC 8176" }) })),
});

export const showBrowser = (browser: ListedBrowser): z.infer<typeof browserSchema> => ({
  id: browser.id,
  userAgent: browser.userAgent,
  address: browser.address,
  createdAt: isoTime(browser.createdAt),
  lastUsedAt: isoTime(browser.lastUsedAt),
  expiresAt: isoTime(browser.expiresAt),
});

export const showSession = (session: ListedSession) => ({
  ...showBrowser(session),
  amr: methodsReferences(readProofs(session.proofs)),
});

const level = z.enum(["off", "optional", "required"]);

export const policySchema = z
  .object({
    organisation: level,
    accountTypes: z.record(z.string(), level),
    domains: z.array(z.object({ domain: z.string(), subdomains: z.boolean(), level })),
    addresses: z.array(z.object({ email: z.string(), level })),
    bindsFrom: z
      .union([z.object({ date: z.string() }), z.object({ days: z.int() })])
      .nullable()
      .openapi({
        description:
          "From when 'required' binds: a date (UTC), so many days after a person first met the rule, or at once.",
      }),
    trustBrowsers: z.object({
      allowed: z.boolean(),
      days: z.number().openapi({ description: "1/24 (an hour) to 365." }),
    }),
    authenticators: z.array(z.enum(["totp", "passkey"])),
    saveCodesFirst: z.boolean(),
    helpRequests: z.boolean(),
  })
  .openapi("Policy");
