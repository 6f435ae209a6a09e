// Reads the OpenAPI document as its page needs it: each shape as a flat list of fields with types in words.

export interface Schema {
  $ref?: string;
  type?: string | string[];
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  required?: string[];
  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  enum?: (string | number | null)[];
  const?: unknown;
  items?: Schema;
  format?: string;
  description?: string;
  example?: unknown;
}

type Content = Record<string, { schema?: Schema }>;

export interface Operation {
  tags?: string[];
  summary?: string;
  security?: Record<string, string[]>[];
  parameters?: { name: string; in: string; required?: boolean; description?: string; schema?: Schema }[];
  requestBody?: { content: Content };
  responses: Record<string, { description: string; content?: Content }>;
  /** Why no API key gets there. */
  "x-not-by-key"?: string;
}

export interface OpenApiDocument {
  info: { title: string; version: string; description?: string };
  paths: Record<string, Record<string, Operation>>;
  components?: { schemas?: Record<string, Schema> };
}

export interface Field {
  /** With those it stands in: `person.email`, `people[].id`. */
  name: string;
  type: string;
  /** Where its shape has a name of its own. */
  shape?: string | undefined;
  needed: boolean;
  description: string;
}

export function fieldsOf(schema: Schema | undefined, within = ""): Field[] {
  const fields = new Map<string, Field>();
  for (const shape of shapesOf(schema)) {
    for (const [name, field] of Object.entries(shape.properties ?? {})) {
      for (const one of withItsOwn(`${within}${name}`, field, shape.required?.includes(name) ?? false)) {
        const known = fields.get(one.name);
        fields.set(one.name, known ? both(known, one) : one);
      }
    }
  }
  return [...fields.values()];
}

/** Itself, and the fields that it holds. */
function withItsOwn(name: string, schema: Schema, needed: boolean): Field[] {
  const inner = schema.items ?? schema;
  const shape = reference(inner);
  const itself = {
    name,
    type: typeWords(schema),
    shape,
    needed,
    description: schema.description ?? exampleWords(schema),
  };
  return shape ? [itself] : [itself, ...fieldsOf(inner, `${name}${schema.items ? "[]" : ""}.`)];
}

/** Of shapes between which there is a choice, what either takes. */
function both(one: Field, other: Field): Field {
  const types = new Set([...one.type.split(" or "), ...other.type.split(" or ")]);
  return { ...one, type: [...types].join(" or "), needed: one.needed && other.needed };
}

function shapesOf(schema: Schema | undefined): Schema[] {
  if (!schema) return [];
  const parts = schema.allOf ?? schema.oneOf ?? schema.anyOf;
  return parts ? parts.flatMap(shapesOf) : [schema];
}

/** The one shape with a name that this is, perhaps beside nothing at all. */
function reference(schema: Schema): string | undefined {
  if (schema.$ref) return schema.$ref;
  const named = (schema.allOf ?? schema.anyOf ?? schema.oneOf ?? []).filter(({ type }) => type !== "null");
  return named.length === 1 ? named[0]?.$ref : undefined;
}

function typeWords(schema: Schema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" or ");
  if (schema.$ref) return "";
  if (schema.items) return reference(schema.items) ? "list" : `list of ${typeWords(schema.items)}`;
  const variants = schema.oneOf ?? schema.anyOf ?? schema.allOf;
  if (variants) return variants.map(typeWords).filter(Boolean).join(" or ");
  if (schema.format === "date-time") return "time";
  return [schema.type ?? "anything"].flat().join(" or ");
}

const exampleWords = ({ example }: Schema): string => (example === undefined ? "" : `Such as \`${String(example)}\`.`);
