// `/organisation`: how one's own organisation looks.
import { createRoute, z } from "@hono/zod-openapi";
import type { Web } from "../access/web.ts";
import { type createApi, jsonAnswer, jsonBody, problems, typedText } from "../http/api.ts";
import { limitBody } from "../http/body.ts";
import { acceptedTypes, mostPictureBytes } from "../http/picture.ts";
import { Problem } from "../kernel/problem.ts";
import type { Organisation } from "../organisations/rules.ts";
import { languageOf, languages } from "../words/index.ts";
import { changeLogo, changeOrganisation, removeLogo } from "./organisation.ts";
import { refusedOrganisation } from "./organisation-words.ts";
import { type AdminNeeds, by } from "./web.ts";

/** Where the body is a picture, and so neither JSON nor small: this address brings its own limits. */
export const logoUploadPath = "/organisation/logo";

const tags = ["Administration"];
const security = [{ session: [] }];

const ownOrganisationSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    slug: z.string().openapi({ description: "The short name in addresses; it stays." }),
    hostName: z.string().nullable(),
    accent: z.string(),
    language: z.enum(languages).openapi({ description: "Of letters and pages for those who chose none." }),
    logo: z.string().nullable().openapi({ description: "The logo is at `/logo?v=` with this; null without one." }),
  })
  .openapi("OwnOrganisation");

const show = ({
  id,
  name,
  slug,
  host,
  accent,
  language,
  logo,
}: Organisation): z.infer<typeof ownOrganisationSchema> => ({
  id,
  name,
  slug,
  hostName: host,
  accent,
  language: languageOf(undefined, language),
  logo,
});

export function addOrganisationRoutes(api: ReturnType<typeof createApi<Web>>, needs: AdminNeeds): void {
  api.openapi(
    createRoute({
      method: "get",
      path: "/organisation",
      tags,
      security,
      summary: "One's own organisation: its name and looks",
      responses: { 200: jsonAnswer(ownOrganisationSchema, "It."), ...problems(401, 403) },
    }),
    (c) => c.json(show(c.var.organisation), 200),
  );

  api.openapi(
    createRoute({
      method: "patch",
      path: "/organisation",
      tags,
      security,
      summary: "Change name, accent and language; what is not given stays",
      request: jsonBody(
        z.strictObject({
          name: typedText(400).optional(),
          accent: typedText(40).optional(),
          language: z.enum(languages).optional(),
        }),
      ),
      responses: { 200: jsonAnswer(ownOrganisationSchema, "Changed."), ...problems(400, 401, 403, 413, 415) },
    }),
    async (c) => {
      const changed = await changeOrganisation(needs, by(c), c.req.valid("json"));
      if (changed.outcome !== "changed") throw refusedOrganisation(changed.outcome);
      return c.json(show(changed.organisation), 200);
    },
  );

  api.openapi(
    createRoute({
      method: "put",
      path: logoUploadPath,
      tags,
      security,
      summary: "Set the logo: PNG, JPEG or WebP, at most 1 MiB; it is fitted into 480 by 160 and drawn anew",
      middleware: limitBody(mostPictureBytes),
      request: {
        body: {
          required: true,
          content: Object.fromEntries(
            acceptedTypes.map((type) => [type, { schema: z.string().openapi({ format: "binary" }) }]),
          ),
        },
      },
      responses: { 204: { description: "Set." }, ...problems(400, 401, 403, 413, 415, 503) },
    }),
    async (c) => {
      const type = (c.req.header("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
      if (!acceptedTypes.some((accepted) => accepted === type)) {
        throw new Problem("unsupported-type", 415, "Send a PNG, JPEG or WebP picture, with its type as Content-Type.");
      }
      const { outcome } = await changeLogo(needs, by(c), new Uint8Array(await c.req.arrayBuffer()));
      if (outcome === "too-large")
        throw new Problem("too-large", 413, ({ consoleOrganisation }) => consoleOrganisation.refusedLogo[outcome]);
      if (outcome === "no-picture")
        throw new Problem("bad-picture", 400, ({ consoleOrganisation }) => consoleOrganisation.refusedLogo[outcome]);
      return c.body(null, 204);
    },
  );

  api.openapi(
    createRoute({
      method: "delete",
      path: logoUploadPath,
      tags,
      security,
      summary: "Remove the logo",
      responses: { 204: { description: "Removed, or there was none." }, ...problems(401, 403) },
    }),
    async (c) => {
      await removeLogo(needs, by(c));
      return c.body(null, 204);
    },
  );
}
