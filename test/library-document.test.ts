// docs/integrate/library.md: what it shows stands in examples that a journey runs, and its notes do with the requests that
// their frameworks hand over.
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type EmbeddedWorld, embedCountersign, url } from "./support/embedded.ts";

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
const page = read("docs/integrate/library.md");
let shop: EmbeddedWorld;
beforeAll(async () => {
  shop = await embedCountersign();
});
afterAll(() => shop.close());

/** A piece of the page without what each line is indented by. */
const pieces = [...page.matchAll(/(?:^ {4}\S.*\n(?:\n?(?= {4}))?(?: {4} .*\n)*)+/gm)].map(([piece]) =>
  piece.replace(/^ {4}/gm, "").trim(),
);

test("every piece of program on the page is one of the examples', but for the command that installs it", () => {
  const examples = ["express-own-users", "fastify"].map((name) => read(`examples/${name}/server.mjs`));
  const [install, ...programs] = pieces;
  const { version } = JSON.parse(read("package.json"));
  expect(install).toBe(`npm install ./countersign-${version}.tgz`);
  expect(programs).toHaveLength(2);
  for (const piece of programs)
    expect(
      examples.some((example) => example.includes(piece)),
      piece,
    ).toBe(true);
});

const noted = (framework: string): string => {
  const [, note = ""] = page.split(`- **${framework}**`);
  const [, line = ""] = /`((?:const|if)[^`]*)`/.exec(note.split("\n- **")[0] ?? "") ?? [];
  return line;
};
const signInPage = new Request(`${url}/auth/sign-in`);

test("the note for Next answers a route handler's request", async () => {
  const [line = "", exported = ""] = noted("Next").split(" export ");
  expect(exported).toBe("{ handle as GET, handle as POST };");
  const handle = new Function("countersign", `${line} return handle;`)(shop.countersign);
  const answer: Response = await handle(signInPage);
  expect(answer.status).toBe(303);
  expect(answer.headers.get("location")).toMatch(/^\/auth\/back-to-application\?to=%2Flogin/);
});

test("the note for SvelteKit answers what is below the path, and nothing else", async () => {
  const hook = new Function("countersign", "event", `${noted("SvelteKit")} return "resolved";`);
  const asked = (request: Request) =>
    hook(shop.countersign, { url: new URL(request.url), request, getClientAddress: () => "192.0.2.7" });
  const answer: Response = await asked(signInPage);
  expect(answer.status).toBe(303);
  expect(await asked(new Request(`${url}/orders`))).toBe("resolved");
});
