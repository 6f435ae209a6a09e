// The OpenAPI document of all JSON routes, and a page on which people can read it.
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Env } from "hono";
import { Badge, Card, DataList, Muted, Page, Section, Table } from "./ui/index.ts";

interface Operation {
  tags?: string[];
  summary?: string;
  security?: Record<string, string[]>[];
  requestBody?: { content: Record<string, { schema?: Schema }> };
  responses: Record<string, { description: string }>;
}

interface Schema {
  $ref?: string;
  type?: string | string[];
  properties?: Record<string, Schema>;
  required?: string[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  enum?: string[];
  items?: Schema;
  description?: string;
}

interface Document {
  info: { title: string; version: string; description?: string };
  paths: Record<string, Record<string, Operation>>;
}

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
  let document: Document | undefined;
  const make = (): Document => {
    document ??= app.getOpenAPI31Document({
      openapi: "3.1.0",
      info: { title: "Countersign", version, description: about, license: { name: "Apache-2.0" } },
      servers: [{ url: site.origin }],
    }) as unknown as Document;
    return document;
  };
  app.get("/api/openapi.json", (c) => c.json(make() as object));
  app.get("/api/docs", (c) => c.html(<ApiPage document={make()} />));
}

function ApiPage({ document }: { document: Document }) {
  const byTag = new Map<string, { method: string; path: string; operation: Operation }[]>();
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      const tag = operation.tags?.[0] ?? "Other";
      byTag.set(tag, [...(byTag.get(tag) ?? []), { method: method.toUpperCase(), path, operation }]);
    }
  }
  return (
    <Page kind="card" width="medium" title="JSON API" organisation={{ name: "Countersign" }}>
      <p>
        The same as a document for programs: <a href="/api/openapi.json">/api/openapi.json</a> (OpenAPI 3.1). Failures
        are problem documents (RFC 9457) with a stable <code>code</code>.
      </p>
      {[...byTag].map(([tag, operations]) => (
        <Section title={tag}>
          {operations.map(({ method, path, operation }) => (
            <Card>
              <h3>
                <Badge>{method}</Badge> <code>{path}</code>
              </h3>
              <Muted>
                {operation.summary}
                {credentialWords(operation)}
              </Muted>
              <Body schema={operation.requestBody?.content["application/json"]?.schema} />
              <DataList
                items={Object.entries(operation.responses).map(([status, { description }]) => ({
                  term: status,
                  value: description,
                }))}
              />
            </Card>
          ))}
        </Section>
      ))}
    </Page>
  );
}

function credentialWords({ security }: Operation): string {
  const needed = Object.keys(security?.[0] ?? {})[0];
  if (needed === undefined) return "";
  return needed === "signIn" ? " · sign-in token" : " · session";
}

function Body({ schema }: { schema: Schema | undefined }) {
  const shapes = schema?.oneOf ?? schema?.anyOf ?? (schema ? [schema] : []);
  const fields = shapes.flatMap((shape) =>
    Object.entries(shape.properties ?? {}).map(([name, field]) => ({
      name,
      field,
      required: shape.required?.includes(name) ?? false,
    })),
  );
  if (fields.length === 0) return null;
  return (
    <Table
      caption="Body"
      columns={[{ label: "Field", header: true }, { label: "Type" }, { label: "Needed" }]}
      rows={fields.map(({ name, field, required }) => ({
        cells: [<code>{name}</code>, typeWords(field), required ? "yes" : "no"],
      }))}
    />
  );
}

function typeWords(schema: Schema): string {
  if (schema.enum) return schema.enum.join(" or ");
  if (schema.$ref) return schema.$ref.slice(schema.$ref.lastIndexOf("/") + 1);
  if (schema.items) return `list of ${typeWords(schema.items)}`;
  const variants = schema.oneOf ?? schema.anyOf;
  return variants ? variants.map(typeWords).join(" or ") : [schema.type ?? "anything"].flat().join(" or ");
}
