import sharp from "sharp";
import { expect, test } from "vitest";
import { drawPicture } from "./picture.ts";

test("a picture that lies on its side by its orientation mark is set upright before it is cut", async () => {
  const left = await sharp({ create: { width: 100, height: 200, channels: 3, background: "#f00" } })
    .png()
    .toBuffer();
  const photo = await sharp({ create: { width: 200, height: 200, channels: 3, background: "#00f" } })
    .composite([{ input: left, left: 0, top: 0 }])
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
  const drawn = await drawPicture(photo);
  if (drawn.outcome !== "drawn") throw new Error(drawn.outcome);
  // Turned clockwise, what was left is on top.
  const { data, info } = await sharp(drawn.body).raw().toBuffer({ resolveWithObject: true });
  const redAt = (x: number, y: number) => data[(y * info.width + x) * info.channels] as number;
  expect(redAt(128, 20)).toBeGreaterThan(200);
  expect(redAt(128, 235)).toBeLessThan(60);
  expect((await sharp(drawn.body).metadata()).orientation).toBeUndefined();
});

test("uploads beyond the queue are told to come back", async () => {
  const picture = await sharp({ create: { width: 400, height: 400, channels: 3, background: "#393" } })
    .png()
    .toBuffer();
  const all = await Promise.allSettled(Array.from({ length: 20 }, () => drawPicture(picture)));
  const drawn = all.filter((one) => one.status === "fulfilled");
  const refused = all.filter((one) => one.status === "rejected");
  expect(drawn.length).toBeGreaterThan(0);
  expect(refused.length).toBeGreaterThan(0);
  for (const one of refused) expect(one.reason).toMatchObject({ code: "busy", status: 503 });
  expect((await drawPicture(picture)).outcome).toBe("drawn");
});
