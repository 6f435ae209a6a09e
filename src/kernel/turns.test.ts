import { expect, test } from "vitest";
import { createTurns } from "./turns.ts";

/** Works that end when they are told to; `begun` names those that began, in their order. */
function works() {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const work = (name: string) => () => {
    begun.push(name);
    return new Promise<string>((resolve) => ends.set(name, () => resolve(name)));
  };
  const end = async (name: string) => {
    ends.get(name)?.();
    await new Promise(setImmediate);
  };
  return { begun, work, end };
}

test("one after the other in the order of arrival, and each key for itself", async () => {
  const turns = createTurns();
  const { begun, work, end } = works();
  const all = ["a", "b", "c"].map((name) => turns.take("kim", work(name)));
  const other = turns.take("lee", work("x"));
  await new Promise(setImmediate);
  expect(begun).toEqual(["a", "x"]);
  await end("a");
  expect(begun).toEqual(["a", "x", "b"]);
  for (const name of ["b", "c", "x"]) await end(name);
  expect(await Promise.all([...all, other])).toEqual(["a", "b", "c", "x"]);
});

test("what fails lets the next go on; past the bound callers are told to come back", async () => {
  const turns = createTurns(1);
  const { work, end } = works();
  const failing = turns.take("kim", () => Promise.reject(new Error("no")));
  const next = turns.take("kim", work("a"));
  await expect(turns.take("kim", work("b"))).rejects.toMatchObject({ code: "busy", status: 503 });
  await expect(failing).rejects.toThrow("no");
  await end("a");
  expect(await next).toBe("a");
  await expect(turns.take("kim", async () => "again")).resolves.toBe("again");
});

test("as many at once as the lane takes, and no longer in the queue than one has patience", async () => {
  const turns = createTurns();
  const { begun, work, end } = works();
  const lane = { atOnce: 2, patience: 50 };
  const all = ["a", "b", "c", "d"].map((name) => turns.take("office", work(name), lane));
  const late = expect(Promise.all(all.slice(2))).rejects.toMatchObject({ code: "busy", status: 503 });
  expect(begun).toEqual(["a", "b"]);
  expect(turns.taken("office")).toBe(true);
  await end("a");
  expect(begun).toEqual(["a", "b", "c"]);
  await late;
  await end("b");
  await end("c");
  expect(begun).toEqual(["a", "b", "c"]);
  expect(turns.taken("office")).toBe(false);
  await expect(turns.take("office", async () => "again", lane)).resolves.toBe("again");
});
