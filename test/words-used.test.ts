// Every entry of the catalogue is said somewhere: what nobody asks for would be translated six times for nobody.
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseAst } from "vitest/node";
import { words } from "../src/words/index.ts";

type Entries = { [name: string]: unknown };
interface Node {
  type: string;
  [part: string]: unknown;
}

const src = new URL("../src/", import.meta.url).pathname;

/** The groups of a catalogue by their own name, rooms included, each with its place in it. */
function groupsOf(catalogue: Entries): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const walk = (of: Entries, place: string) => {
    for (const [name, one] of Object.entries(of)) {
      if (typeof one !== "object" || one === null) continue;
      found.set(name, [...(found.get(name) ?? []), `${place}${name}`]);
      walk(one as Entries, `${place}${name}.`);
    }
  };
  walk(catalogue, "");
  return found;
}

/**
 * What the sources ask of the catalogue, read from their syntax: no comment, no text and no other object's entry of the
 * same name counts. Of a group that is looked into by a name from elsewhere (the kind of an event) all is asked: `group.*`.
 */
function asked(sources: Iterable<[file: string, code: string]>, groups: Map<string, string[]>): Set<string> {
  const found = new Set<string>();
  for (const [file, code] of sources) {
    // By which names this file calls which groups, besides the groups' own.
    const aliases = new Map<string, string[]>();
    const types = new Map<string, string[]>();
    const placesOf = (name: unknown): string[] => groups.get(String(name)) ?? [];

    const places = (node: unknown): string[] => {
      if (!isNode(node)) return [];
      if (node.type === "Identifier") return aliases.get(node.name as string) ?? placesOf(node.name);
      if (node.type === "ChainExpression" || node.type === "TSNonNullExpression" || node.type === "TSAsExpression")
        return places(node.expression);
      if (node.type === "ConditionalExpression") return [...places(node.consequent), ...places(node.alternate)];
      if (node.type === "MemberExpression")
        return node.computed ? places(node.object).flatMap(inside) : placesOf((node.property as Node).name);
      return [];
    };
    const inside = (place: string): string[] =>
      [...groups.values()].flat().filter((one) => one.slice(0, one.lastIndexOf(".")) === place);
    const typePlaces = (annotation: unknown): string[] => {
      const type = isNode(annotation) ? (annotation.typeAnnotation as Node) : undefined;
      if (type?.type === "TSIndexedAccessType") return indexed(type);
      const name = type?.type === "TSTypeReference" ? (type.typeName as Node).name : undefined;
      return types.get(String(name)) ?? [];
    };
    const indexed = (type: Node): string[] =>
      placesOf(((type.indexType as Node).literal as Node | undefined)?.value).filter((place) => !place.includes("."));

    const bind = (pattern: Node, from: string[]): void => {
      if (pattern.type === "AssignmentPattern") bind(pattern.left as Node, from);
      if (pattern.type === "Identifier") {
        if (from.length > 0)
          aliases.set(pattern.name as string, [...(aliases.get(pattern.name as string) ?? []), ...from]);
        return;
      }
      if (pattern.type !== "ObjectPattern") return;
      for (const one of pattern.properties as Node[]) {
        if (one.type === "RestElement") for (const place of from) found.add(`${place}.*`);
        if (one.type !== "Property") continue;
        const key = one.key as Node;
        const name = String(key.name ?? key.value);
        for (const place of from) found.add(`${place}.${name}`);
        const value = one.value as Node;
        const local = value.type === "AssignmentPattern" ? (value.left as Node) : value;
        if (local.type === "Identifier" && local.name === name) continue;
        bind(local, placesOf(name));
      }
    };

    const collect = (node: Node): void => {
      if (node.type === "TSTypeAliasDeclaration" && (node.typeAnnotation as Node).type === "TSIndexedAccessType")
        types.set(String((node.id as Node).name), indexed(node.typeAnnotation as Node));
      if (node.type === "VariableDeclarator" && isNode(node.init)) bind(node.id as Node, places(node.init));
      if (Array.isArray(node.params))
        for (const parameter of node.params as Node[])
          if (isNode(parameter)) bind(parameter, typePlaces(parameter.typeAnnotation));
      if (node.type === "MemberExpression") {
        const property = node.property as Node;
        const computed = node.computed === true && typeof property.value !== "string";
        for (const place of places(node.object))
          found.add(`${place}.${computed ? "*" : (property.name ?? property.value)}`);
      }
      // A group that is handed on is looked into by a name from elsewhere; rooms are handed on all the time.
      if (node.type === "CallExpression")
        for (const place of (node.arguments as Node[]).flatMap(places))
          if (place.includes(".")) found.add(`${place}.*`);
      for (const part of Object.values(node))
        for (const one of Array.isArray(part) ? part : [part]) if (isNode(one)) collect(one);
    };
    const program = parseAst(code, { lang: file.endsWith("x") ? "tsx" : "ts" }, file) as unknown as Node;
    // Twice: what is called by another name may be called so further up.
    collect(program);
    collect(program);
  }
  return found;
}

const isNode = (part: unknown): part is Node => typeof part === "object" && part !== null && "type" in part;

/** The entries that nobody asks for. */
function unused(catalogue: Entries, sources: Iterable<[file: string, code: string]>): string[] {
  const wanted = asked(sources, groupsOf(catalogue));
  const walk = (of: Entries, place: string): string[] =>
    Object.entries(of).flatMap(([name, one]) => {
      const here = place ? `${place}.${name}` : name;
      if (typeof one === "object" && one !== null) return walk(one as Entries, here);
      return wanted.has(here) || wanted.has(`${place}.*`) ? [] : [here];
    });
  return walk(catalogue, "");
}

test("every entry of the catalogue is said by some page or letter", () => {
  const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter(
    (file) => /\.tsx?$/.test(file) && !/\.test\./.test(file) && !file.startsWith("words/"),
  );
  expect(files.length).toBeGreaterThan(200);
  const catalogue = Object.fromEntries(Object.entries(words.en).filter(([, one]) => typeof one === "object"));
  expect(
    unused(
      catalogue,
      files.map((file) => [file, readFileSync(`${src}${file}`, "utf8")]),
    ),
  ).toEqual([]);
});

describe("what counts as said", () => {
  const catalogue = { room: { one: "1", two: "2", group: { a: "a", b: "b" } }, other: { one: "1" } };
  const left = (code: string) => unused(catalogue, [["x.tsx", code]]);
  const all = ["room.one", "room.two", "room.group.a", "room.group.b", "other.one"];

  test.each([
    ["words.room.one", ["room.one"]],
    ["c.var.words.room.two(3)", ["room.two"]],
    ["const { room } = useWords(); f(room.one)", ["room.one"]],
    ["const { one, two: second } = words.room", ["room.one", "room.two"]],
    ["const f = ({ room: { one } }: Words) => one", ["room.one"]],
    ["const { room: ours } = words; f(ours.two)", ["room.two"]],
    ["type Ours = Words['room']; const f = (said: Ours) => said.one", ["room.one"]],
    ["const { group } = words.room; f(group.a)", ["room.group.a"]],
    ["f(words.room.group[kind])", ["room.group.a", "room.group.b"]],
    ["f(words.room.group, kind)", ["room.group.a", "room.group.b"]],
    ["const { room: ours } = words; f(ours[kind].b)", ["room.one", "room.two", "room.group.b"]],
    ["const { a, ...rest } = words.room.group", ["room.group.a", "room.group.b"]],
    ["const x = <p title={words.other.one}>{words.room.two}</p>", ["room.two", "other.one"]],
  ])("%s", (code, said) => expect(left(code)).toEqual(all.filter((entry) => !said.includes(entry))));

  test.each([
    "// words.room.one",
    "f('room.one')",
    "const x = { room: { one: 1 } }",
    "f(thing.one, thing.two)",
    "words.room",
  ])("not %s", (code) => expect(left(code)).toEqual(all));
});
