// Which handlers an address has: looked up once for each that is written in the list of routes as it is asked for.
import type { Result, Router } from "hono/router";
import { TrieRouter } from "hono/router/trie-router";

const usual = new Set(["GET", "POST", "PUT", "PATCH", "DELETE"]);

/** What it remembers is bounded by the list of routes: nothing that a caller makes up is among it. */
export class RememberingRouter<T> implements Router<T> {
  readonly name = "RememberingRouter";
  readonly #routes: [method: string, path: string, handler: T][] = [];
  /** Made for the first request: the parts that an app is put together from are never asked themselves. */
  #ready: { trie: TrieRouter<T>; remembered: Map<string, Partial<Record<string, Result<T>>>> } | undefined;

  add(method: string, path: string, handler: T): void {
    this.#routes.push([method, path, handler]);
    this.#ready = undefined;
  }

  match(method: string, path: string): Result<T> {
    this.#ready ??= this.#prepare();
    const { trie, remembered } = this.#ready;
    const known = usual.has(method) ? remembered.get(path) : undefined;
    if (!known) return trie.match(method, path);
    known[method] ??= trie.match(method, path);
    return known[method];
  }

  #prepare() {
    const trie = new TrieRouter<T>();
    for (const route of this.#routes) trie.add(...route);
    const fixed = this.#routes.map(([, path]) => path).filter((path) => !/[:*?]/.test(path));
    return { trie, remembered: new Map(fixed.map((path) => [path, {}])) };
  }
}
