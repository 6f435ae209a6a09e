import { test } from "vitest";
import { createCast } from "./cast.ts";
import { takeSnapshot, isTouched, putBack } from "./snapshot.ts";
test("make", async () => {
  const cast = await createCast();
  const db = cast.world.needs.db;
  const time = async (name: string, f: () => Promise<unknown>) => { const t=performance.now(); for (let i=0;i<50;i++) await f(); console.log(name, ((performance.now()-t)/50).toFixed(2)); };
  await time("snap", () => takeSnapshot(db));
  await time("restore", () => putBack(db, cast.start));
  const s = await takeSnapshot(db);
  await time("cmp", async () => isTouched(cast.start, s));
  await time("get", async () => cast.world.client().get("/sign-in"));
  await db.script("pragma synchronous = off");
  await time("restore off", () => putBack(db, cast.start));
  await cast.world.close();
}, 60000);
