// What happened within a transaction, for whoever counts: it counts once the transaction stands, and not where that was undone
// or tried again.
export type Happening =
  | { what: "event"; name: string; outcome: string }
  | { what: "step"; step: "password" | "second-step"; outcome: "right" };

const noted = new WeakMap<object, Happening[]>();

export function note(tx: object, happening: Happening): void {
  const list = noted.get(tx);
  if (list) list.push(happening);
  else noted.set(tx, [happening]);
}

export const happenedIn = (tx: object): readonly Happening[] => noted.get(tx) ?? [];
