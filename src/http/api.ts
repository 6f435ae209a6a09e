// How every room writes its JSON routes: validation, documents of failure and OpenAPI from one source.
import { OpenAPIHono, z } from "@hono/zod-openapi";
import type { Env } from "hono";
import { invalid } from "../kernel/problem.ts";
import { RememberingRouter } from "./routing.ts";

export function createApi<E extends Env>(): OpenAPIHono<E> {
  return new OpenAPIHono<E>({
    router: new RememberingRouter(),
    defaultHook: (result) => {
      if (result.success) return;
      const errors = result.error.issues.slice(0, 20).map(({ path, message }) => ({ field: path.join("."), message }));
      throw invalid("That request can't be read: see 'errors'.", { errors });
    },
  });
}

export const problemSchema = z
  .object({
    type: z.string().openapi({ example: "urn:countersign:problem:wrong-code" }),
    title: z.string().openapi({ description: "What happened and what to do next, for people." }),
    status: z.int(),
    code: z.string().openapi({ description: "Stable; listed in docs/errors.md.", example: "wrong-code" }),
    errors: z
      .array(z.object({ field: z.string(), message: z.string() }))
      .optional()
      .openapi({ description: "What is wrong with which field." }),
    triesLeft: z.int().optional(),
    offBySeconds: z
      .number()
      .optional()
      .openapi({ description: "The code is right for another time: the phone's clock is ahead (positive) or behind." }),
    retryAfter: z.int().optional().openapi({ description: "Seconds." }),
    reason: z.string().optional().openapi({ description: "`codes-refused`: too many wrong codes in 30 days." }),
    step: z.string().optional().openapi({ description: "What the sign-in needs next." }),
    proof: z.enum(["second-factor", "password"]).optional().openapi({ description: "Which fresh proof is needed." }),
  })
  .openapi("Problem");

type Description = { description: string; content: { "application/problem+json": { schema: typeof problemSchema } } };

const words: Record<number, string> = {
  400: "The request can't be read; nothing was changed.",
  401: "Not signed in, or a wrong answer.",
  403: "Not allowed, or a fresh proof is needed first (`step-up-required`).",
  404: "There is no such thing in this organisation.",
  409: "Not what is needed now, or changed by somebody else meanwhile.",
  410: "The sign-in has ended.",
  412: "Not the version that If-Match names any more.",
  413: "The body is larger than 16 KiB (policies: 900 KiB, pictures: 1 MiB).",
  415: "The body is not of the type that is asked for.",
  429: "Too many wrong tries: wait as long as Retry-After says.",
  503: "Busy or out of reach: try again as Retry-After says.",
};

/** The failures that an operation may answer with, for its description. */
export function problems<S extends number>(...statuses: S[]): Record<S, Description> {
  const entries = statuses.map((status) => [
    status,
    { description: words[status] ?? "Failed.", content: { "application/problem+json": { schema: problemSchema } } },
  ]);
  return Object.fromEntries(entries) as Record<S, Description>;
}

export function jsonBody<T extends z.ZodType>(schema: T) {
  return { body: { required: true, content: { "application/json": { schema } } } } as const;
}

export function jsonAnswer<T extends z.ZodType>(schema: T, description: string) {
  return { description, content: { "application/json": { schema } } } as const;
}

/** What was typed into a secret field: any text; what it must look like is judged where it is checked. */
export const typedText = (most: number) => z.string().max(most);

/** Moments in the JSON API are ISO 8601 in UTC. */
export const isoTime = (at: number): string => new Date(at).toISOString();
export const timeSchema = z.string().openapi({ format: "date-time" });
