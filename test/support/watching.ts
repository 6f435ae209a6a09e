// Looks over a browser's shoulder: errors in its console, broken scripts, failed requests, refusals by the security policy.
import type { BrowserContext, ConsoleMessage } from "playwright-core";

/** Adds a line to `troubles` for everything a developer would call an error. */
export async function watch(context: BrowserContext, troubles: string[]): Promise<void> {
  // A page's answer of 4xx that a person caused is also reported as a resource that failed to load.
  const answered = new Set<string>();

  await context.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => {
      console.error(`refused by the security policy: ${event.effectiveDirective} ${event.blockedURI}`);
    });
  });
  context.on("response", (response) => {
    const page = response.request().isNavigationRequest();
    if (page) answered.add(response.url());
    if (response.status() >= (page ? 500 : 400)) troubles.push(`${response.status()} ${response.url()}`);
  });
  context.on("requestfailed", (request) => {
    // The browser's own doing: what became a download, or what the next page has overtaken.
    if (request.failure()?.errorText === "net::ERR_ABORTED") return;
    troubles.push(`${request.failure()?.errorText} ${request.url()}`);
  });
  context.on("console", (message: ConsoleMessage) => {
    if (message.type() !== "error" && message.type() !== "warning") return;
    if (/^Failed to load resource/.test(message.text()) && answered.has(message.location().url)) return;
    troubles.push(`${message.type()}: ${message.text()} (${message.location().url})`);
  });
  context.on("weberror", (error) => troubles.push(String(error.error().stack ?? error.error())));
}
