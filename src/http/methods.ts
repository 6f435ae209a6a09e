// Which methods an address has, so that any other is told so (RFC 9110, section 15.5.6).

export type Route = { method: string; path: string };

/** Reads the routes at the first question: by then all of them are there. */
export function methodsOf(routes: () => readonly Route[]): (path: string) => string[] {
  let known: { pattern: RegExp; method: string }[] | undefined;
  return (path) => {
    known ??= routes()
      .filter(({ method }) => method !== "ALL")
      .map(({ method, path: route }) => ({ pattern: patternOf(route), method }));
    const own = new Set(known.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method));
    if (own.has("GET")) own.add("HEAD");
    return [...own].sort();
  };
}

/** `/people/:id` fits any one step in the place of the name. */
const patternOf = (route: string): RegExp =>
  new RegExp(`^${route.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/:\w+/g, "[^/]+")}$`);
