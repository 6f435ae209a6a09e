// Fast hashes for values that are random already, and comparison that takes the same time whatever differs.
import { hash, timingSafeEqual } from "node:crypto";

/** SHA-256. One-shot and synchronous: it takes a microsecond and must not wait behind password hashes in the thread pool. */
export function sha256(data: string | Uint8Array): Buffer {
  // By way of a string it comes into memory that is there already: half the time of asking for a buffer of its own.
  return Buffer.from(hash("sha256", data, "binary"), "binary");
}

/** Equality in constant time for equal lengths; the length itself is not secret. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
