// The JSON API as a page for people: an index, the failures that calls share once, every call, and the shapes they answer.
import type { Child } from "hono/jsx";
import { type Field, fieldsOf, type OpenApiDocument, type Operation, type Schema } from "./api-fields.ts";
import { Badge, Card, Page, Section, Table } from "./ui/index.ts";

interface Call {
  id: string;
  method: string;
  path: string;
  operation: Operation;
}

type Tone = "neutral" | "info" | "success" | "warning" | "danger";
const base = "/api/v1";
const tones: Record<string, Tone> = { GET: "info", POST: "success", DELETE: "danger" };

export function ApiPage({ document }: { document: OpenApiDocument }) {
  const calls = callsOf(document);
  const shared = sharedFailures(calls);
  const { Problem, ...shapes } = document.components?.schemas ?? {};
  return (
    <Page
      kind="card"
      width="wide"
      title="JSON API"
      lead={inCode(document.info.description ?? "")}
      organisation={{ name: "Countersign" }}
    >
      <p>
        The same for programs: <a href="/api/openapi.json">/api/openapi.json</a> (OpenAPI 3.1), version{" "}
        {document.info.version}.
      </p>
      <Section
        title="Calls"
        id="calls"
        description={
          <>
            Every address begins with <code>{base}</code>.
          </>
        }
      >
        {[...calls].map(([tag, group]) => (
          <>
            <h3>{tag}</h3>
            <ul class="index">
              {group.map(({ id, method, path }) => (
                <li>
                  <a href={`#${id}`}>
                    <code>
                      {method} <Path path={path.replace(base, "")} />
                    </code>
                  </a>
                </li>
              ))}
            </ul>
          </>
        ))}
      </Section>
      <Section
        title="Failures"
        id="failures"
        description="What a status means wherever a call names it. The answer is a problem document (RFC 9457); look at its code, not at its words."
      >
        <Table
          caption="Failures"
          columns={[{ label: "Status", header: true, narrow: true }, { label: "Meaning" }]}
          rows={[...shared].map(([status, meaning]) => ({ cells: [status, inCode(meaning)] }))}
        />
        {Problem ? <Fields of="A problem document" schema={Problem} /> : null}
      </Section>
      {[...calls].map(([tag, group]) => (
        <Section title={tag}>
          {group.map((call) => (
            <CallCard call={call} shared={shared} />
          ))}
        </Section>
      ))}
      <Section title="Shapes" id="shapes" description="What calls answer with, and sometimes take, by name.">
        {Object.entries(shapes).map(([name, schema]) => (
          <Card id={shapeId(name)}>
            <h3>{name}</h3>
            <Fields of={name} schema={schema} />
          </Card>
        ))}
      </Section>
    </Page>
  );
}

function CallCard({ call: { id, method, path, operation }, shared }: { call: Call; shared: Map<string, string> }) {
  const { parameters = [], requestBody, responses } = operation;
  const body = requestBody && Object.entries(requestBody.content)[0];
  const failures = Object.entries(responses).filter(([status]) => status >= "400");
  const own = failures.filter(([status, { description }]) => shared.get(status) !== description);
  return (
    <Card id={id}>
      <h3>
        <Badge kind={tones[method] ?? "warning"}>{method}</Badge>{" "}
        <code>
          <Path path={path} />
        </code>
      </h3>
      <p>{inCode(operation.summary ?? "")}.</p>
      <p class="muted">
        {credentialWords(operation)}
        {failures.length > 0 ? (
          <>
            {" "}
            Fails with <a href="#failures">{failures.map(([status]) => status).join(", ")}</a>.
          </>
        ) : null}
      </p>
      {parameters.length > 0 ? (
        <FieldTable
          of="Parameters"
          fields={parameters.map((parameter) => ({
            name: parameter.name,
            type: parameter.in === "path" ? "in the path" : parameter.in,
            needed: parameter.required === true,
            description: parameter.description ?? parameter.schema?.description ?? "",
          }))}
        />
      ) : null}
      {body ? (
        <>
          <h4>Body{body[0] === "application/json" ? null : <>: {body[0]}</>}</h4>
          <Fields of="Body" schema={body[1].schema} />
        </>
      ) : null}
      {Object.entries(responses)
        .filter(([status]) => status < "400")
        .map(([status, { description, content }]) => (
          <>
            <h4>
              {status} {inCode(description)}
            </h4>
            <Fields of={`Answer ${status}`} schema={Object.values(content ?? {})[0]?.schema} />
          </>
        ))}
      {own.map(([status, { description }]) => (
        <p class="muted">
          {status} here: {inCode(description)}
        </p>
      ))}
    </Card>
  );
}

/** The fields of a shape that is written out here; a link to one that has a name. */
function Fields({ of, schema }: { of: string; schema: Schema | undefined }) {
  if (schema?.$ref) return <p>{<ShapeLink reference={schema.$ref} />}</p>;
  return <FieldTable of={of} fields={fieldsOf(schema)} />;
}

function FieldTable({ of, fields }: { of: string; fields: Field[] }) {
  if (fields.length === 0) return null;
  return (
    <Table
      caption={of}
      columns={[{ label: "Field", header: true }, { label: "What" }]}
      rows={fields.map(({ name, type, shape, needed, description }) => ({
        cells: [
          <code>{name}</code>,
          <>
            {shape ? <ShapeLink reference={shape} /> : null} {type}
            {needed ? null : <span class="muted"> (may be missing)</span>}
            {description ? <small class="under-type">{inCode(description)}</small> : null}
          </>,
        ],
      }))}
    />
  );
}

function ShapeLink({ reference }: { reference: string }) {
  const name = reference.slice(reference.lastIndexOf("/") + 1);
  return <a href={`#${name === "Problem" ? "failures" : shapeId(name)}`}>{name}</a>;
}

/** May be broken after a slash, and nowhere else. */
function Path({ path }: { path: string }) {
  return (
    <span class="path">
      {path.split(/(?<=\/)/).map((part) => (
        <>
          {part}
          <wbr />
        </>
      ))}
    </span>
  );
}

/** What stands between backticks, set as code. */
function inCode(text: string): Child {
  return <>{text.split("`").map((part, i) => (i % 2 === 1 ? <code>{part}</code> : part))}</>;
}

function credentialWords({ security, "x-not-by-key": because }: Operation): Child {
  const needed = Object.keys(security?.[0] ?? {})[0];
  if (needed === undefined) return "Anybody may call it.";
  if (needed === "signIn") return "Needs the token of a sign-in.";
  const scope = security?.find((one) => one.apiKey)?.apiKey?.[0];
  if (scope !== undefined) return inCode(`Needs a session, or an API key with the scope \`${scope}\`.`);
  return `Needs a session. ${because ?? ""}`.trim();
}

function callsOf({ paths }: OpenApiDocument): Map<string, Call[]> {
  const byTag = new Map<string, Call[]>();
  for (const [path, operations] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      const tag = operation.tags?.[0] ?? "Other";
      const id = `${method}${path.replace(base, "").replace(/[^a-z]+/gi, "-")}`.replace(/-$/, "");
      byTag.set(tag, [...(byTag.get(tag) ?? []), { id, method: method.toUpperCase(), path, operation }]);
    }
  }
  return byTag;
}

/** The most usual words for each status: what a call says otherwise stands with the call. */
function sharedFailures(calls: Map<string, Call[]>): Map<string, string> {
  const counts = new Map<string, Map<string, number>>();
  for (const { operation } of [...calls.values()].flat()) {
    for (const [status, { description }] of Object.entries(operation.responses)) {
      if (status < "400") continue;
      const words = counts.get(status) ?? new Map<string, number>();
      counts.set(status, words.set(description, (words.get(description) ?? 0) + 1));
    }
  }
  const usual = (words: Map<string, number>) => [...words].reduce((a, b) => (b[1] > a[1] ? b : a))[0];
  return new Map([...counts].sort().map(([status, words]) => [status, usual(words)]));
}

const shapeId = (name: string): string => `shape-${name}`;
