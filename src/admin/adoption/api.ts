// `/adoption`: how many people are protected and what came of sign-ins, by the day.
import { createRoute, z } from "@hono/zod-openapi";
import type { Web } from "../../access/web.ts";
import { type createApi, isoTime, jsonAnswer, problems, timeSchema } from "../../http/api.ts";
import { day } from "../../kernel/clock.ts";
import { dayText } from "../../kernel/days.ts";
import { security, tags } from "../people-api.ts";
import { type AdminNeeds, forReports } from "../web.ts";
import { tables } from "./addresses.ts";
import { adoptionFile } from "./files.ts";
import { type Adoption, adoptionOf } from "./report.ts";
import { type Method, methods, notMetYet, type Outcome, otherDomains, outcomes, type Range } from "./rules.ts";

const date = z.string().openapi({ format: "date", example: "2027-03-01", description: "In UTC." });
const counts = { people: z.int(), protected: z.int() };
const eachOf = <Name extends string>(names: readonly Name[]) =>
  z.object(Object.fromEntries(names.map((name) => [name, z.int()])) as Record<Name, z.ZodInt>);

const presentSchema = z.object({
  countedAt: timeSchema,
  ...counts,
  invited: z.int(),
  disabled: z.int(),
  required: z.object(counts).openapi({ description: "Of whom a second factor is asked now." }),
  accountTypes: z.array(z.object({ accountType: z.string(), ...counts })),
  domains: z.array(
    z.object({
      domain: z.string().nullable().openapi({ description: "null for all the others, which are too many to name." }),
      ...counts,
    }),
  ),
  secondFactors: eachOf<Method>(methods).openapi({ description: "What people have set up." }),
  grace: z.array(
    z.object({
      until: date.nullable().openapi({ description: "null where it begins with the next sign-in." }),
      ...counts,
    }),
  ),
  recoveryCodes: z.object({ few: z.int(), unused: z.int() }),
});

const adoptionSchema = z
  .object({
    from: date,
    to: date,
    present: presentSchema
      .nullable()
      .openapi({ description: "Those who may sign in. null until a large organisation was counted once." }),
    days: z.array(z.object({ day: date, ...counts })).openapi({ description: "As counted last on that day." }),
    signIns: z.array(z.object({ day: date, outcomes: eachOf<Outcome>(outcomes) })),
    applications: z.array(
      z.object({ id: z.string(), name: z.string(), signIns: z.int(), withSecondFactor: z.int() }).openapi({
        description: "Of the last 30 days.",
      }),
    ),
    openHelpRequests: z.int(),
  })
  .openapi("Adoption");

const range = z.enum(["30", "90", "365", "all"]).default("30").openapi({ description: "So many days, up to today." });

export function addAdoptionRoutes(api: ReturnType<typeof createApi<Web>>, needs: AdminNeeds): void {
  api.openapi(
    createRoute({
      method: "get",
      path: "/adoption",
      tags,
      security,
      summary: "How many people are protected, now and by the day, and what came of sign-ins",
      request: { query: z.object({ range }) },
      responses: { 200: jsonAnswer(adoptionSchema, "The numbers."), ...problems(400, 401, 403) },
    }),
    async (c) =>
      c.json(show(await adoptionOf(forReports(needs), c.var.organisation.id, c.req.valid("query").range)), 200),
  );

  api.openapi(
    createRoute({
      method: "get",
      path: "/adoption.csv",
      tags,
      security,
      summary: "The same, one table of it, as a file for spreadsheets",
      request: { query: z.object({ of: z.enum(tables).default("numbers"), range }) },
      responses: {
        200: { description: "The file.", content: { "text/csv": { schema: z.string() } } },
        ...problems(400, 401, 403),
      },
    }),
    async (c) => {
      const { of, range: wanted } = c.req.valid("query");
      return adoptionFile(await adoptionOf(forReports(needs), c.var.organisation.id, wanted as Range), of) as never;
    },
  );
}

function show(adoption: Adoption): z.infer<typeof adoptionSchema> {
  const { present, from, today, days, signIns, applications, openHelpRequests } = adoption;
  const on = (number: number): string => dayText(number * day);
  return {
    from: on(from),
    to: on(today),
    present: present ? showPresent(present) : null,
    days: days.map(({ day: at, people, protected: those }) => ({ day: on(at), people, protected: those })),
    signIns: signIns.map(({ day: at, times }) => ({ day: on(at), outcomes: times })),
    applications: applications.map(({ id, name, withSecondFactor, without }) => ({
      ...{ id, name, signIns: withSecondFactor + without, withSecondFactor },
    })),
    openHelpRequests,
  };
}

function showPresent(present: NonNullable<Adoption["present"]>): z.infer<typeof presentSchema> {
  const { asOf, types, domains, methods: secondFactors, grace, codes: recoveryCodes, ...counted } = present;
  return {
    ...counted,
    countedAt: isoTime(asOf),
    accountTypes: types.map(({ value, ...share }) => ({ accountType: value, ...share })),
    domains: domains.map(({ value, ...share }) => ({ domain: value === otherDomains ? null : value, ...share })),
    secondFactors,
    grace: grace.map(({ value, ...share }) => ({ until: value === notMetYet ? null : value, ...share })),
    recoveryCodes,
  };
}
