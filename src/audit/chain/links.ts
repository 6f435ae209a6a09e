// What a link of the chain stands for: one event in its place, behind everything that came before it.
import { createHmac, type KeyObject } from "node:crypto";
import type { Tables } from "../../database/tables.ts";

export type ChainedEvent = Tables["audit_events"];
export type Link = Tables["audit_links"];
export type Checkpoint = Tables["audit_checkpoints"];

/** What the first link of a chain hangs on. */
export const beginning: Uint8Array = Buffer.alloc(32);

type Place = Pick<Link, "seq" | "chained_at" | "carried" | "key_id">;

/**
 * HMAC-SHA-256 over the hash before, the link's own columns and every column of the event, as one JSON array: each value
 * stands in its place and in its own quotes, so that no two events have one form.
 */
export function linkHash(key: KeyObject, before: Uint8Array, place: Place, event: ChainedEvent): Buffer {
  const form = JSON.stringify([
    "countersign audit link 1",
    hex(before),
    place.seq,
    place.chained_at,
    place.carried,
    place.key_id,
    event.organisation_id,
    event.id,
    event.at,
    event.name,
    event.actor_id,
    event.person_id,
    event.outcome,
    event.address,
    event.user_agent,
    event.details,
  ]);
  return createHmac("sha256", key).update(form).digest();
}

/** Signs what a checkpoint says. */
export function checkpointSeal(key: KeyObject, checkpoint: Omit<Checkpoint, "seal">): Buffer {
  const { organisation_id, seq, hash, at, removed, key_id } = checkpoint;
  const form = JSON.stringify(["countersign audit checkpoint 1", organisation_id, seq, hex(hash), at, removed, key_id]);
  return createHmac("sha256", key).update(form).digest();
}

export const chainKeyContext = (organisation: string, id: string): string => `audit key ${organisation} ${id}`;

export const hex = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("hex");
