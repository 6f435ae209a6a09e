// Fast hashes for values that are random already, and comparison that takes the same time whatever differs.
import { hash, timingSafeEqual } from "node:crypto";

/** SHA-256. One-shot and synchronous: it takes a microsecond and must not wait behind password hashes in the thread pool. */
export function sha256(data: string | Uint8Array): Buffer {
  return hash("sha256", data, "buffer");
}

/** Equality in constant time for equal lengths; the length itself is not secret. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
