// Writes the types of the client from the OpenAPI document: one line an operation, one line a shape.
import type { Document, Operation, Schema } from "../journeys/matrix/document.ts";

const head = (what: string) =>
  `// ${what}: made from the OpenAPI document by \`UPDATE_CLIENT=1 npx vitest run test/contracts/client-types.test.ts\`.\n`;

export function schemasOf({ components }: Document): string {
  const shapes = Object.entries(components.schemas).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${head("The shapes of the JSON API")}\n${shapes.map(([name, schema]) => `export type ${name} = ${typeOf(schema)};\n`).join("")}`;
}

export function operationsOf(document: Document): string {
  const lines = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => {
      const name = `${method.toUpperCase()} ${path.replace("/api/v1", "")}`;
      return `  /** ${operation.summary}. */ ${JSON.stringify(name)}: ${partsOf(operation)};\n`;
    }),
  );
  const text = lines.join("");
  const used = Object.keys(document.components.schemas).filter((name) =>
    new RegExp(`\\b${name}\\b`).test(typesAlone(text)),
  );
  return `${head("The operations of the JSON API")}import type { ${used.sort().join(", ")} } from "./schemas.ts";\n\nexport interface Operations {\n${text}}\n`;
}

const typesAlone = (text: string) => text.replace(/\/\*\*.*?\*\//g, "").replace(/"[^"]*"/g, "");

function partsOf({ parameters = [], requestBody, responses }: Operation): string {
  const parts: string[] = [];
  for (const [place, name] of [
    ["path", "path"],
    ["query", "query"],
    ["header", "headers"],
  ] as const) {
    const given = parameters.filter((one) => one.in === place);
    if (given.length === 0) continue;
    const needed = given.some(({ required }) => required);
    const fields = given.map(
      (one) => `${JSON.stringify(one.name)}${one.required ? "" : "?"}: ${typeOf(one.schema ?? {})}`,
    );
    parts.push(`${name}${needed ? "" : "?"}: { ${fields.join("; ")} }`);
  }
  if (requestBody) {
    const optional = requestBody.required ? "" : "?";
    const json = requestBody.content["application/json"];
    const types = Object.keys(requestBody.content).map((type) => JSON.stringify(type));
    if (json) parts.push(`body${optional}: ${typeOf(json.schema ?? {})}`);
    else parts.push(`file: string | Uint8Array`, `type: ${types.join(" | ")}`);
  }
  const success = Object.entries(responses).find(([status]) => status.startsWith("2"))?.[1];
  const [type, content] = Object.entries(success?.content ?? {})[0] ?? [];
  parts.push(
    `answer: ${type === undefined ? "undefined" : type === "application/json" ? typeOf(content?.schema ?? {}) : "string"}`,
  );
  return `{ ${parts.join("; ")} }`;
}

function typeOf(schema: Schema): string {
  if (schema.$ref) return schema.$ref.replace(/.*\//, "");
  if (schema.allOf) return joined(schema.allOf, " & ");
  const either = schema.anyOf ?? schema.oneOf;
  if (either) return joined(either, " | ");
  if ("const" in schema) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((one) => JSON.stringify(one)).join(" | ");
  const types = [schema.type ?? []].flat();
  if (types.length > 1) return types.map((type) => typeOf({ ...schema, type })).join(" | ");
  switch (types[0]) {
    case "string":
    case "boolean":
    case "null":
      return types[0];
    case "number":
    case "integer":
      return "number";
    case "array":
      return `readonly (${typeOf(schema.items ?? {})})[]`;
    case "object":
      return objectOf(schema);
    default:
      return schema.properties ? objectOf(schema) : "unknown";
  }
}

const joined = (schemas: Schema[], by: string): string =>
  [...new Set(schemas.map((one) => `(${typeOf(one)})`))].join(by);

function objectOf({ properties = {}, required = [], additionalProperties }: Schema): string {
  const fields = Object.entries(properties).map(
    ([name, schema]) =>
      `${/^\w+$/.test(name) ? name : JSON.stringify(name)}${required.includes(name) ? "" : "?"}: ${typeOf(schema)}`,
  );
  if (fields.length > 0) return `{ ${fields.join("; ")} }`;
  const values = typeof additionalProperties === "object" ? typeOf(additionalProperties) : "unknown";
  return additionalProperties === false ? "Record<never, never>" : `Record<string, ${values}>`;
}
