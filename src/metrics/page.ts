// The page that Prometheus reads: on a port of its own, and behind a token where one is set.
import { timingSafeEqual } from "node:crypto";
import { createServer, type ServerResponse } from "node:http";
import { AggregatorRegistry, Registry } from "prom-client";
import { sha256 } from "../kernel/hashing.ts";

export interface MetricsPlace {
  host: string;
  port: number;
  /** Without one everybody who reaches the port reads it. */
  token: string | undefined;
}

/**
 * @param read the metrics of each process
 * @throws the system's error where the port is taken
 */
export async function serveMetrics(
  { host, port, token }: MetricsPlace,
  read: () => Promise<object[][]>,
): Promise<{ url: string; stop(): Promise<void> }> {
  const wanted = token === undefined ? undefined : sha256(`Bearer ${token}`);
  const server = createServer(
    { requestTimeout: 5000, headersTimeout: 5000, maxHeaderSize: 8192 },
    (request, answer) => {
      const say = (status: number, words: string, headers: Record<string, string> = {}) =>
        end(answer, status, `${words}\n`, { "content-type": "text/plain; charset=utf-8", ...headers });
      if (request.url?.split("?")[0] !== "/metrics") return say(404, "The metrics are at /metrics.");
      if (request.method !== "GET") return say(405, "GET is all there is here.", { allow: "GET" });
      if (wanted && !timingSafeEqual(sha256(request.headers.authorization ?? ""), wanted))
        return say(401, "The token of COUNTERSIGN_METRICS_TOKEN is asked for.", { "www-authenticate": "Bearer" });
      read()
        // Of none there is nothing to add up.
        .then((all) => AggregatorRegistry.aggregate(all).metrics())
        .then((text) => end(answer, 200, text, { "content-type": Registry.PROMETHEUS_CONTENT_TYPE }))
        .catch(() => say(503, "The metrics could not be read."));
    },
  );
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const at = server.address() as { port: number };
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${at.port}/metrics`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function end(answer: ServerResponse, status: number, text: string, headers: Record<string, string>): void {
  answer.writeHead(status, { "cache-control": "no-store", "x-content-type-options": "nosniff", ...headers });
  answer.end(text);
}
