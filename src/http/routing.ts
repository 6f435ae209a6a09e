// Which handlers an address has: looked up once for each that is written in the list of routes as it is asked for.
import type { Result, Router } from "hono/router";
import { TrieRouter } from "hono/router/trie-router";

const usual = new Set(["GET", "POST", "PUT", "PATCH", "DELETE"]);

/** Bounded by the list of routes: nothing that a caller makes up is remembered. */
export class RememberingRouter<T> implements Router<T> {
  readonly name = "RememberingRouter";
  readonly #router = new TrieRouter<T>();
  readonly #fixed = new Map<string, Map<string, Result<T>>>();

  add(method: string, path: string, handler: T): void {
    this.#router.add(method, path, handler);
    if (!/[:*?]/.test(path)) this.#fixed.set(path, new Map());
    for (const known of this.#fixed.values()) known.clear();
  }

  match(method: string, path: string): Result<T> {
    const known = usual.has(method) ? this.#fixed.get(path) : undefined;
    let found = known?.get(method);
    if (!found) {
      found = this.#router.match(method, path);
      known?.set(method, found);
    }
    return found;
  }
}
