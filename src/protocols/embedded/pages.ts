// The way back from our pages to the application that this process runs within.
import { Hono } from "hono";
import { backPath, type Embedding } from "../../access/embedding.ts";
import type { Web } from "../../access/web.ts";
import type { Site } from "../../http/web.ts";
import { notFound } from "../../kernel/problem.ts";
import { readPath } from "./asking.ts";

export function embedded({ site, embedding }: { site: Site; embedding?: Embedding | undefined }): Hono<Web> {
  const routes = new Hono<Web>();
  routes.get(backPath, (c) => {
    if (!embedding) throw notFound("page");
    // In full: what begins with a slash would be one of our own pages. The application judges who comes.
    return c.redirect(site.origin + readPath(c.req.query("to"), "/"), 303);
  });
  return routes;
}
