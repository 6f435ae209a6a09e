import { describe, expect, test } from "vitest";
import { Problem } from "./problem.ts";
import { createSlowHasher, isOutdated, parameters, waitingPlaces } from "./slow-hashing.ts";

const cheap = { memoryCost: 8, timeCost: 1, parallelism: 1 };
const salt = Buffer.alloc(16, 7);

describe("a password's hash", () => {
  const hasher = createSlowHasher({ atOnce: 2, waiting: 100 }, cheap);

  test("is right for its password alone, and another one each time", async () => {
    const [one, other] = [await hasher.encode("quiet harbour"), await hasher.encode("quiet harbour")];
    expect(one).not.toBe(other);
    expect(await hasher.verify(one, "quiet harbour")).toBe(true);
    expect(await hasher.verify(one, "quiet harbour ")).toBe(false);
    expect(await hasher.verify(one, "")).toBe(false);
  });

  test("says with which parameters it was made", async () => {
    const encoded = await hasher.encode("quiet harbour");
    expect(encoded).toMatch(/^\$argon2id\$v=19\$m=8,t=1,p=1\$/);
    expect(isOutdated(encoded, cheap)).toBe(false);
    expect(isOutdated(encoded)).toBe(true);
    expect(isOutdated(encoded.replace("t=1", "t=10"), cheap)).toBe(true);
    expect(isOutdated(encoded.replace("argon2id", "argon2i"), cheap)).toBe(true);
    expect(isOutdated("$2b$10$abc", cheap)).toBe(true);
    expect(isOutdated("", cheap)).toBe(true);
  });

  test("costs what the model says unless told otherwise", () => {
    expect(parameters).toMatchObject({ memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 });
  });
});

test("a recovery code's hash depends on the code, on its set's salt and on the parameters kept beside it", async () => {
  const hasher = createSlowHasher({ atOnce: 2, waiting: 100 }, cheap);
  const raw = async (secret: string, under = salt, cost?: string) =>
    (await hasher.raw([{ secret, salt: under, ...(cost ? { cost } : {}) }]))[0];
  const one = await raw("0123456789ABCDEF");
  expect(one).toHaveLength(32);
  expect(await raw("0123456789ABCDEF")).toEqual(one);
  expect(await raw("0123456789ABCDEG")).not.toEqual(one);
  expect(await raw("0123456789ABCDEF", Buffer.alloc(16, 8))).not.toEqual(one);
  expect(await raw("0123456789ABCDEF", salt, hasher.cost)).toEqual(one);
  const dearer = createSlowHasher({ atOnce: 2, waiting: 100 }, { ...cheap, memoryCost: cheap.memoryCost * 2 });
  expect((await dearer.raw([{ secret: "0123456789ABCDEF", salt, cost: hasher.cost }]))[0]).toEqual(one);
  await expect(raw("0123456789ABCDEF", salt, "m=1")).rejects.toThrow(/no parameters/);
});

test("as many may wait as are hashed in five seconds, within bounds", () => {
  expect(waitingPlaces(2, 25)).toBe(400);
  expect(waitingPlaces(2, 400)).toBe(64);
  expect(waitingPlaces(64, 0.1)).toBe(1000);
});

describe("the queue", () => {
  const busy = (error: unknown) => error instanceof Problem && error.code === "busy" && error.status === 503;
  const settled = async (works: Promise<unknown>[]) =>
    (await Promise.allSettled(works)).map((one) =>
      one.status === "fulfilled" ? "done" : busy(one.reason) ? "busy" : "broken",
    );

  test("takes as many as run at once and may wait, and asks all others to come back", async () => {
    const hasher = createSlowHasher({ atOnce: 2, waiting: 3 }, cheap);
    expect(hasher.full()).toBe(false);
    const works = Array.from({ length: 8 }, () => hasher.encode("quiet harbour"));
    expect(hasher.full()).toBe(true);
    expect(await settled(works)).toEqual([...Array(5).fill("done"), ...Array(3).fill("busy")]);
    expect(hasher.full()).toBe(false);
    expect(hasher.busy().extras.retryAfter).toBeGreaterThan(0);
  });

  test("works on after failures, and gives every place back", async () => {
    const hasher = createSlowHasher({ atOnce: 1, waiting: 50 }, cheap);
    const works = Array.from({ length: 20 }, (_, i) => (i % 2 ? hasher.verify("no hash", "x") : hasher.encode("x")));
    const outcomes = await settled(works);
    expect(outcomes.filter((_, i) => i % 2 === 0)).toEqual(Array(10).fill("done"));
    expect(outcomes).not.toContain("busy");
    expect(await settled(Array.from({ length: 51 }, () => hasher.encode("x")))).toEqual(Array(51).fill("done"));
  });

  test("leaves half of the places to our own hashes, however many of another system's are tried", async () => {
    const hasher = createSlowHasher({ atOnce: 2, waiting: 100 }, cheap);
    const own = await hasher.encode("quiet harbour");
    const dear = `$pbkdf2-sha256$i=150000$${salt.toString("base64url")}$${Buffer.alloc(32).toString("base64").replace("=", "")}`;
    const order: string[] = [];
    const works = Array.from({ length: 12 }, () => hasher.verify(dear, "x").then(() => void order.push("dear")));
    works.push(
      ...Array.from({ length: 4 }, () =>
        hasher.raw([{ secret: "x", salt, cost: "m=16384,t=3,p=1" }]).then(() => void order.push("dear")),
      ),
    );
    expect(hasher.load()).toEqual({ running: 1, waiting: 0 });
    expect(hasher.full()).toBe(false);
    await Promise.all([
      ...works,
      ...Array.from({ length: 8 }, () => hasher.verify(own, "x").then(() => void order.push("own"))),
    ]);
    expect(order.slice(0, 10).filter((one) => one === "own")).toHaveLength(8);
    expect(order).toHaveLength(24);
  });

  const dearOne = `$pbkdf2-sha256$i=150000$${salt.toString("base64url")}$${Buffer.alloc(32).toString("base64").replace("=", "")}`;

  test("hashes of another system's take none of our own's time where only one runs at once", async () => {
    const hasher = createSlowHasher({ atOnce: 1, waiting: 100 }, cheap);
    const own = await hasher.encode("quiet harbour");
    const order: string[] = [];
    const dear = Array.from({ length: 6 }, () => hasher.verify(dearOne, "x").then(() => void order.push("dear")));
    expect(hasher.load()).toEqual({ running: 0, waiting: 0 });
    const ours = Array.from({ length: 8 }, () => hasher.verify(own, "x").then(() => void order.push("own")));
    await Promise.all([...dear, ...ours]);
    expect(order.slice(0, 10).filter((one) => one === "own")).toHaveLength(8);
  });

  test("an organisation's wait for each other before they keep another one's waiting", async () => {
    const hasher = createSlowHasher({ atOnce: 2, waiting: 100 }, cheap);
    const order: string[] = [];
    const of = (whose: string) => () => hasher.verify(dearOne, "x", whose).then(() => void order.push(whose));
    await Promise.all([...Array(10).fill(of("many")), of("one")].map((begin) => begin()));
    expect(order.indexOf("one")).toBeLessThanOrEqual(2);
  });

  test("serves in the order of arrival, and counts a whole set as one place", async () => {
    const hasher = createSlowHasher({ atOnce: 1, waiting: 10 }, cheap);
    const order: string[] = [];
    const note = (name: string) => () => void order.push(name);
    const ten = Array.from({ length: 10 }, (_, i) => ({ secret: `${i}`, salt }));
    await Promise.all([
      hasher.encode("x").then(note("first")),
      hasher.raw(ten).then(note("set")),
      hasher.encode("x").then(note("last")),
    ]);
    expect(order).toEqual(["first", "set", "last"]);
  });
});
