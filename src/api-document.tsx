// The OpenAPI document of all JSON routes, and a page on which people can read it.
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Env } from "hono";
import type { OpenApiDocument } from "./api-fields.ts";
import { ApiPage } from "./api-page.tsx";

const about = `Sign-in with a second step, a person's own settings, and administration. Errors are RFC 9457 problem documents with a stable
\`code\`. While climbing send \`Authorization: SignIn <token>\`, afterwards \`Authorization: Bearer <token>\`; browsers use cookies.`;

export function addApiDocument<E extends Env>(
  app: OpenAPIHono<E>,
  { site, version }: { site: { origin: string }; version: string },
): void {
  app.openAPIRegistry.registerComponent("securitySchemes", "signIn", {
    type: "apiKey",
    in: "header",
    name: "Authorization",
    description: "`SignIn <token>`, the token of the latest answer of this sign-in.",
  });
  app.openAPIRegistry.registerComponent("securitySchemes", "session", { type: "http", scheme: "bearer" });
  let document: OpenApiDocument | undefined;
  const make = (): OpenApiDocument => {
    document ??= app.getOpenAPI31Document({
      openapi: "3.1.0",
      info: { title: "Countersign", version, description: about, license: { name: "Apache-2.0" } },
      servers: [{ url: site.origin }],
    }) as unknown as OpenApiDocument;
    return document;
  };
  app.get("/api/openapi.json", (c) => c.json(make() as object));
  app.get("/api/docs", (c) => c.html(<ApiPage document={make()} />));
}
