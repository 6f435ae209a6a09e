// The picture of a person.
import type { Queries, Transaction } from "../../database/database.ts";
import { sha256 } from "../../kernel/hashing.ts";
import type { PersonKey } from "../actions.ts";
import * as store from "./store.ts";

export async function setPicture(
  tx: Transaction,
  key: PersonKey,
  picture: { type: string; body: Uint8Array } | undefined,
): Promise<void> {
  if (picture) await tx.run(store.putPicture, { ...key, ...picture });
  else await tx.run(store.removePicture, key);
  await tx.run(store.setPictureHash, {
    ...key,
    hash: picture ? sha256(picture.body).toString("hex").slice(0, 16) : null,
  });
}

export function pictureOf(queries: Queries, key: PersonKey): Promise<{ type: string; body: Uint8Array } | undefined> {
  return queries.first(store.getPicture, key);
}
