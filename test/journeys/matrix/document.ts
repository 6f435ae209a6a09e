// Reads an OpenAPI document: what is wrong with it, and whether an answer is what it promises.

export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  format?: string;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  description?: string;
}

type Content = Record<string, { schema?: Schema }>;

export interface Operation {
  tags?: string[];
  summary?: string;
  security?: Record<string, string[]>[];
  parameters?: { name: string; in: string; required?: boolean; schema?: Schema }[];
  requestBody?: { required?: boolean; content: Content };
  responses: Record<string, { description?: string; content?: Content }>;
}

export interface Document {
  openapi: string;
  info: { title: string; version: string; description?: string };
  servers: { url: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: {
    schemas: Record<string, Schema>;
    securitySchemes: Record<string, { type: string; in?: string; name?: string; scheme?: string }>;
  };
}

export interface Documented {
  /** As in `app.routes`, e.g. `GET /api/v1/people/:id`. */
  route: `${string} ${string}`;
  operation: Operation;
}

export function operationsOf({ paths }: Document): Documented[] {
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]): Documented => {
      return { route: `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ":$1")}`, operation };
    }),
  );
}

const methods = ["get", "put", "post", "delete", "patch"];
const types = ["string", "integer", "number", "boolean", "array", "object", "null"];
/** What OpenAPI 3.0 had in the place of something else. */
const outdated = ["nullable", "exclusiveMinimumBoolean", "exclusiveMaximumBoolean", "x-nullable"];

/** What in the document is not OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.1.html). */
export function troublesOf(document: Document): string[] {
  const troubles: string[] = [];
  const say = (where: string, what: string) => void troubles.push(`${where}: ${what}`);
  if (!/^3\.1\.\d+$/.test(document.openapi)) say("openapi", document.openapi);
  if (!document.info?.title || !document.info.version) say("info", "needs a title and a version");
  for (const { url } of document.servers ?? []) if (!URL.canParse(url)) say("servers", url);
  for (const [name, scheme] of Object.entries(document.components.securitySchemes)) {
    const isComplete = scheme.type === "http" ? scheme.scheme : scheme.type === "apiKey" && scheme.in && scheme.name;
    if (!isComplete) say(`securitySchemes.${name}`, "is not complete");
  }
  for (const [name, schema] of Object.entries(document.components.schemas)) checkSchema(document, schema, name, say);
  const ids = new Set<string>();
  for (const [path, operations] of Object.entries(document.paths)) {
    const shape = path.replace(/\{\w+\}/g, "{}");
    if (!path.startsWith("/") || ids.has(shape)) say(path, "is no path, or the same as another");
    ids.add(shape);
    for (const [method, operation] of Object.entries(operations)) {
      const where = `${method} ${path}`;
      if (!methods.includes(method)) say(where, "is no method");
      checkParameters(path, operation, where, say);
      for (const requirement of operation.security ?? []) {
        for (const name of Object.keys(requirement))
          if (!document.components.securitySchemes[name]) say(where, `no scheme ${name}`);
      }
      const contents = [
        operation.requestBody?.content,
        ...Object.values(operation.responses).map(({ content }) => content),
      ];
      for (const content of contents) {
        for (const [type, { schema }] of Object.entries(content ?? {})) {
          if (!/^[a-z]+\/[a-z.+-]+$/.test(type)) say(where, `${type} is no media type`);
          if (schema) checkSchema(document, schema, where, say);
        }
      }
      for (const parameter of operation.parameters ?? [])
        if (parameter.schema) checkSchema(document, parameter.schema, where, say);
      for (const [status, { description }] of Object.entries(operation.responses)) {
        if (!/^[1-5]\d\d$/.test(status) || !description) say(where, `${status} is not described`);
      }
    }
  }
  return troubles;
}

function checkParameters(
  path: string,
  operation: Operation,
  where: string,
  say: (where: string, what: string) => void,
): void {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  const described = (operation.parameters ?? []).filter((parameter) => parameter.in === "path");
  if (
    inPath.sort().join() !==
    described
      .map(({ name }) => name)
      .sort()
      .join()
  )
    say(where, "other parameters than its path");
  if (described.some(({ required }) => !required)) say(where, "a parameter of the path that is not required");
  const names = (operation.parameters ?? []).map((parameter) => `${parameter.in} ${parameter.name}`);
  if (new Set(names).size !== names.length) say(where, "a parameter twice");
}

function checkSchema(
  document: Document,
  schema: Schema,
  where: string,
  say: (where: string, what: string) => void,
): void {
  if (schema.$ref && resolve(document, schema) === undefined) {
    say(where, `${schema.$ref} leads nowhere`);
    return;
  }
  for (const type of [schema.type ?? []].flat()) if (!types.includes(type)) say(where, `${type} is no type`);
  for (const word of outdated) if (word in schema) say(where, `${word} is not of 3.1`);
  for (const name of schema.required ?? [])
    if (!schema.properties?.[name]) say(where, `requires ${name}, which it does not have`);
  const { additionalProperties: rest } = schema;
  const inside = [schema.items, typeof rest === "object" ? rest : undefined, ...Object.values(schema.properties ?? {})];
  for (const part of [...inside, ...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])]) {
    if (part) checkSchema(document, part, where, say);
  }
}

function resolve(document: Document, schema: Schema): Schema | undefined {
  if (schema.$ref === undefined) return schema;
  return document.components.schemas[schema.$ref.replace("#/components/schemas/", "")];
}

/**
 * Where a value is not what a schema says. A field that the schema does not name is one too: what is answered has to be
 * written down.
 */
export function mismatches(document: Document, schema: Schema, value: unknown, at = "it"): string[] {
  const {
    type,
    enum: allowed,
    properties,
    required = [],
    additionalProperties: rest,
    items,
    format,
    anyOf,
    oneOf,
    allOf,
  } = resolve(document, schema) as Schema;
  const variants = anyOf ?? oneOf;
  if (variants && !variants.some((variant) => mismatches(document, variant, value, at).length === 0))
    return [`${at} is none of its variants`];
  if (variants) return [];
  const wrong = (allOf ?? []).flatMap((part) => mismatches(document, part, value, at));
  if (type !== undefined && ![type].flat().some((one) => isOf(one, value)))
    return [`${at} is not ${[type].flat().join(" or ")}`];
  if (allowed && !allowed.includes(value)) wrong.push(`${at} is ${value}, not one of ${allowed.join()}`);
  if (format === "date-time" && typeof value === "string" && new Date(value).toISOString() !== value)
    wrong.push(`${at} is no time`);
  if (Array.isArray(value))
    return [...wrong, ...value.flatMap((entry, i) => (items ? mismatches(document, items, entry, `${at}[${i}]`) : []))];
  if (typeof value !== "object" || value === null) return wrong;
  for (const name of required) if (!Object.hasOwn(value, name)) wrong.push(`${at} lacks ${name}`);
  for (const [name, field] of Object.entries(value)) {
    const one =
      properties && Object.hasOwn(properties, name) ? properties[name] : typeof rest === "object" ? rest : undefined;
    if (one) wrong.push(...mismatches(document, one, field, `${at}.${name}`));
    else if (!allOf && rest !== true) wrong.push(`${at}.${name} is not written down`);
  }
  return wrong;
}

function isOf(type: string, value: unknown): boolean {
  if (type === "null") return value === null;
  if (type === "array") return Array.isArray(value);
  if (type === "integer") return Number.isInteger(value);
  if (type === "object") return typeof value === "object" && value !== null && !Array.isArray(value);
  return typeof value === type;
}
