// No sentence stands in the markup of a page: what people read comes from the catalogue, in each language.
import { readdirSync, readFileSync } from "node:fs";
import { relative, sep } from "node:path";
import { describe, expect, test } from "vitest";
import { parseAst } from "vitest/node";

const src = new URL("../src/", import.meta.url).pathname;

/** Pages that speak English alone so far, and why. */
const english: Record<string, string> = {
  "api-": "the API's document",
};

/** What of an element or a component is read by people. */
const read = new Set([
  ...["alt", "aria-description", "aria-label", "aria-roledescription", "aria-valuetext", "placeholder", "title"],
  ...[
    "caption",
    "confirm",
    "description",
    "empty",
    "error",
    "heading",
    "hint",
    "label",
    "lead",
    "legend",
    "main",
    "message",
  ],
  ...["patternTitle", "sub", "summary", "term", "text", "tip", "value"],
]);
/** Some of these are also what a form sends, or what a program calls something: one word in small letters is none of people's. */
const isName = (text: string) => /^[a-z][\w:-]*$/.test(text);

interface Node {
  type: string;
  [part: string]: unknown;
}

/** Text in markup with letters in it, by line. */
function sentencesIn(code: string, file: string): string[] {
  const found: string[] = [];
  const lineOf = (at: number) => code.slice(0, at).split("\n").length;
  const say = (text: unknown, node: Node) => {
    if (typeof text === "string" && /\p{L}{2}/u.test(text.replace(/&\w+;|\b(?:API|CSV|JSON|UTC)\b/g, "")))
      found.push(`${file}:${lineOf(node.start as number)} ${text.trim().replace(/\s+/g, " ")}`);
  };
  visit(parseAst(code, { lang: "tsx" }, file) as unknown as Node);
  return found;

  function visit(node: Node): void {
    if (node.type === "JSXText") say(node.value, node);
    if (node.type === "JSXExpressionContainer" && node.inMarkup) shown(node.expression as Node);
    if (node.type === "JSXElement" || node.type === "JSXFragment")
      for (const child of node.children as Node[]) child.inMarkup = true;
    if (node.type === "JSXAttribute") attribute(node);
    // A list of fields, columns or facts is an object with the same names.
    if (node.type === "Property") named((node.key as Node).name ?? (node.key as Node).value, node.value as Node);
    for (const part of Object.values(node)) {
      for (const one of Array.isArray(part) ? part : [part]) if (isNode(one)) visit(one);
    }
  }

  function attribute({ name, value }: Node): void {
    if (isNode(value))
      named((name as Node).name, value.type === "JSXExpressionContainer" ? (value.expression as Node) : value);
  }

  function named(name: unknown, value: Node): void {
    if (typeof name !== "string" || !read.has(name)) return;
    const from = found.length;
    shown(value);
    if (!name.startsWith("aria")) found.push(...found.splice(from).filter((one) => !isName(one.replace(/^\S+ /, ""))));
  }

  /** What comes out of an expression; calls, comparisons and names bring what others answer for. */
  function shown(node: Node | null): void {
    if (!node) return;
    if (node.type === "Literal") say(node.value, node);
    if (node.type === "TemplateLiteral")
      for (const part of node.quasis as Node[]) say((part.value as Node).cooked, node);
    if (node.type === "ConditionalExpression") for (const way of [node.consequent, node.alternate]) shown(way as Node);
    if (node.type === "LogicalExpression") for (const way of [node.left, node.right]) shown(way as Node);
    if (node.type === "BinaryExpression" && node.operator === "+")
      for (const way of [node.left, node.right]) shown(way as Node);
    if (node.type === "ArrayExpression") for (const one of node.elements as Node[]) shown(one);
  }
}

const isNode = (part: unknown): part is Node => typeof part === "object" && part !== null && "type" in part;

const pages = readdirSync(src, { recursive: true, withFileTypes: true })
  .filter((file) => file.isFile() && file.name.endsWith(".tsx") && !file.name.includes(".test."))
  .map((file) => relative(src, `${file.parentPath}/${file.name}`).split(sep).join("/"))
  .sort();
const isEnglish = (page: string) => Object.keys(english).some((place) => page.startsWith(place));

test("pages that speak every language have no sentence of their own", () => {
  expect(pages.length).toBeGreaterThan(50);
  const found = pages
    .filter((page) => !isEnglish(page))
    .flatMap((page) => sentencesIn(readFileSync(`${src}${page}`, "utf8"), page));
  expect(found).toEqual([]);
});

describe("what is found", () => {
  test.each([
    ["<p>Hello you</p>", "Hello you"],
    ["<p>{left > 1 ? 'codes left' : words.one}</p>", "codes left"],
    ["<p>{name && `$" + "{name} was made`}</p>", "was made"],
    ['<button aria-label="Close it" />', "Close it"],
    ["<Field label={'Your name'} />", "Your name"],
    ["<Field error={wrong ? 'Not that one' : null} />", "Not that one"],
    ["<Table columns={[{ label: 'When' }]} />", "When"],
    ["<Facts items={[{ term: words.name, value: 'Not yet' }]} />", "Not yet"],
  ])("%s", (code, text) => expect(sentencesIn(`const x = ${code};`, "x")).toEqual([`x:1 ${text}`]));

  test.each([
    "<p>{words.hello}</p>",
    "<p>{words.left(3)}</p>",
    "<p>· 7 – &nbsp;</p>",
    "<p>CSV</p>",
    '<input name="login" type="text" value="yes" class="wide one" />',
    "<p>{kind === 'two words' ? words.one : null}</p>",
    "<Badge kind='good one'>{words.good}</Badge>",
  ])("not %s", (code) => expect(sentencesIn(`const x = ${code};`, "x")).toEqual([]));
});
