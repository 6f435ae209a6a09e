// The OpenAPI document of all JSON routes, and a page on which people can read it.
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Env } from "hono";
import type { OpenApiDocument } from "./api-fields.ts";
import { closedBecause, scopeFor } from "./api-keys/operations.ts";
import { ApiPage } from "./api-page.tsx";

const about = `Sign-in with a second step, a person's own settings, and administration. Errors are RFC 9457 problem documents with a stable
\`code\`. While climbing send \`Authorization: SignIn <token>\`, afterwards \`Authorization: Bearer <token>\`; browsers use cookies.`;

export function addApiDocument<E extends Env>(
  app: OpenAPIHono<E>,
  { site, version }: { site: { origin: string; path?: string }; version: string },
): void {
  app.openAPIRegistry.registerComponent("securitySchemes", "signIn", {
    type: "apiKey",
    in: "header",
    name: "Authorization",
    description: "`SignIn <token>`, the token of the latest answer of this sign-in.",
  });
  app.openAPIRegistry.registerComponent("securitySchemes", "session", { type: "http", scheme: "bearer" });
  app.openAPIRegistry.registerComponent("securitySchemes", "apiKey", {
    type: "http",
    scheme: "bearer",
    description: "An API key, `cs_…`, that has the scope which is named here.",
  });
  let document: OpenApiDocument | undefined;
  const make = (): OpenApiDocument => {
    document ??= forKeys(
      app.getOpenAPI31Document({
        openapi: "3.1.0",
        info: { title: "Countersign", version, description: about, license: { name: "Apache-2.0" } },
        servers: [{ url: site.origin + (site.path ?? "") }],
      }) as unknown as OpenApiDocument,
    );
    return document;
  };
  // Written once: they are large, and whoever asks for them on and on must not have them made each time.
  const written = new Map<string, Uint8Array<ArrayBuffer>>();
  const once = (type: string, write: () => string): Uint8Array<ArrayBuffer> => {
    const bytes = written.get(type) ?? new TextEncoder().encode(write());
    written.set(type, bytes);
    return bytes;
  };
  app.get("/api/openapi.json", (c) => {
    const type = "application/json";
    return c.body(
      once(type, () => JSON.stringify(make())),
      200,
      { "content-type": type },
    );
  });
  app.get("/api/docs", (c) => {
    const type = "text/html; charset=UTF-8";
    return c.body(
      once(type, () => (<ApiPage document={make()} />).toString()),
      200,
      { "content-type": type },
    );
  });
}

type Described = { operationId?: string; security?: Record<string, string[]>[]; "x-not-by-key"?: string };

/** Names every operation, and says of each which scope opens it to an API key, or why none does. */
function forKeys(document: OpenApiDocument): OpenApiDocument {
  for (const [path, operations] of Object.entries(document.paths))
    for (const [method, operation] of Object.entries(operations) as [string, Described][]) {
      const asked = [method.toUpperCase(), path.replace(/^.*?\/api\/v1/, "")] as const;
      operation.operationId ??= operationId(...asked);
      const scope = scopeFor(...asked);
      const because = closedBecause(...asked);
      if (scope !== undefined) operation.security = [...(operation.security ?? []), { apiKey: [scope] }];
      if (because !== undefined) operation["x-not-by-key"] = because;
    }
  return document;
}

/** `DELETE /people/{id}/trusted-browsers/{browser}`: `deletePeopleByIdTrustedBrowsersByBrowser`. */
const operationId = (method: string, path: string): string =>
  method.toLowerCase() +
  path
    .replace(/\{(\w+)\}/g, "by-$1")
    .split(/[^a-z0-9]+/i)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join("");
