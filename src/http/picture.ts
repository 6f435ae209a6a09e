// Turns an uploaded picture into the one that is kept: looked at, decoded, cut or fitted, and drawn anew, so that nothing
// of the file itself (place, camera, hidden content of another type) is ever served.
import type { Context } from "hono";
import { invalid, Problem } from "../kernel/problem.ts";

/** 1 MiB. */
export const mostPictureBytes = 1024 * 1024;
/** What pictures are kept and served as, whatever was uploaded. */
export const keptType = "image/webp";
export const acceptedTypes = ["image/png", "image/jpeg", "image/webp"] as const;

/** A person's picture is cut to a square; a logo is fitted into a frame and keeps its proportions. */
const shapes = {
  square: { width: 256, height: 256, fit: "cover" },
  logo: { width: 480, height: 160, fit: "inside", withoutEnlargement: true },
} as const;
export type Shape = keyof typeof shapes;

/** A small file can unpack to a picture that fills the memory. */
const mostPixels = 30_000_000;
const mostWaiting = 8;

export type DrawnPicture = { outcome: "drawn"; body: Buffer } | { outcome: "no-picture" } | { outcome: "too-large" };

/** @throws Problem `busy` */
export async function drawPicture(upload: Uint8Array, shape: Shape = "square"): Promise<DrawnPicture> {
  if (upload.length > mostPictureBytes) return { outcome: "too-large" };
  // Judged by its first bytes before any decoder sees it: decoders of other formats are never reached.
  if (!isAccepted(Buffer.from(upload.buffer, upload.byteOffset, upload.length))) return { outcome: "no-picture" };
  return inTurn(() => draw(upload, shape));
}

/** The one file of a form. */
export async function readUpload(c: Context, field: string): Promise<Uint8Array> {
  const type = c.req.header("content-type") ?? "";
  if (!/^multipart\/form-data\s*;/i.test(type)) {
    throw new Problem("unsupported-type", 415, ({ failures }) => failures.otherKindOfForm);
  }
  const form = await c.req.formData().catch(() => {
    throw invalid(({ failures }) => failures.formUnreadable);
  });
  const files = form.getAll(field);
  if (files.length > 1) throw invalid(({ failures }) => failures.fieldTwice);
  const [file] = files;
  return typeof file === "object" ? new Uint8Array(await file.arrayBuffer()) : new Uint8Array();
}

async function draw(upload: Uint8Array, shape: Shape): Promise<DrawnPicture> {
  // Loaded at the first upload: it is large, and most processes never need it.
  const { default: sharp } = await import("sharp");
  sharp.cache(false);
  try {
    const picture = sharp(upload, { limitInputPixels: mostPixels, failOn: "error", autoOrient: true });
    const { format, pages = 1 } = await picture.metadata();
    if (pages > 1 || (format !== "png" && format !== "jpeg" && format !== "webp")) return { outcome: "no-picture" };
    const body = await picture.resize(shapes[shape]).webp({ quality: 82 }).timeout({ seconds: 10 }).toBuffer();
    return { outcome: "drawn", body };
  } catch {
    // Damaged, or larger than may be unpacked: the decoder's own words help nobody.
    return { outcome: "no-picture" };
  }
}

function isAccepted(file: Buffer): boolean {
  if (file.subarray(0, 8).equals(pngStart)) return !isAnimatedPng(file);
  if (file.subarray(0, 3).equals(jpegStart)) return true;
  return file.toString("latin1", 0, 4) === "RIFF" && file.toString("latin1", 8, 12) === "WEBP";
}

const pngStart = Buffer.from("89504e470d0a1a0a", "hex");
const jpegStart = Buffer.from("ffd8ff", "hex");

/** An animation announces itself before the first image data (APNG, acTL). */
function isAnimatedPng(file: Buffer): boolean {
  const announced = file.indexOf("acTL");
  return announced !== -1 && announced < file.indexOf("IDAT");
}

let last: Promise<unknown> = Promise.resolve();
let waiting = 0;

/** One at a time: decoding takes memory and a thread that password checks want too. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (waiting >= mostWaiting) {
    throw new Problem("busy", 503, ({ problems }) => problems.picturesBusy, {
      retryAfter: 5,
    });
  }
  waiting++;
  const mine = last.then(work);
  last = mine.catch(() => undefined);
  try {
    return await mine;
  } finally {
    waiting--;
  }
}
