// A company's own OpenID provider: the real `oidc-provider`, as somebody else runs it, on a port of this machine.
import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { Provider } from "oidc-provider";
import type { Page } from "playwright-core";

export interface CompanyProvider {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** What the company does with the redirect address it was given. */
  register(redirectAddress: string): void;
  close(): Promise<void>;
}

/** @param people by the name they sign in with there */
export async function companyProvider(
  people: Record<string, { name: string; email: string }>,
): Promise<CompanyProvider> {
  let listener: RequestListener = (_request, response) => void response.writeHead(404).end();
  const server = createServer((request, response) => listener(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const [clientId, clientSecret] = ["countersign-at-acme", "what-only-the-two-of-us-know"];
  return {
    ...{ issuer, clientId, clientSecret },
    register(redirectAddress) {
      const provider = new Provider(issuer, {
        features: { devInteractions: { enabled: false } },
        interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
        // What we may know of its people is the company's to decide, and not asked of them.
        async loadExistingGrant({ oidc }) {
          const grant = new oidc.provider.Grant({
            clientId: oidc.client?.clientId as string,
            accountId: oidc.session?.accountId as string,
          });
          grant.addOIDCScope("openid profile email");
          await grant.save();
          return grant;
        },
        clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectAddress] }],
        claims: { openid: ["sub"], profile: ["name"], email: ["email", "email_verified"] },
        cookies: { keys: ["of the tests"] },
        pkce: { required: () => true },
        findAccount: (_, id) => ({
          accountId: id,
          claims: () => ({ sub: id, ...people[id], email_verified: true }),
        }),
      });
      const rest = provider.callback();
      listener = (request, response) => {
        if (!request.url?.startsWith("/interaction/")) return void rest(request, response);
        if (request.method === "GET")
          return void response.writeHead(200, { "content-type": "text/html" }).end(signInPage);
        void accountIn(request).then((accountId) =>
          provider.interactionFinished(request, response, { login: { accountId } }),
        );
      };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const signInPage = `<!doctype html><html lang="en"><title>Acme ID</title><link rel="icon" href="data:,">
<h1>Acme ID</h1><form method="post"><label>Name <input name="login"></label><button>Sign in</button></form></html>`;

async function accountIn(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const part of request) text += part;
  return new URLSearchParams(text).get("login") as string;
}

/** At the provider's own page. */
export async function signInThere(page: Page, who: string): Promise<void> {
  await page.waitForURL(/127\.0\.0\.1.*\/interaction\//);
  await page.getByLabel("Name").fill(who);
  await page.getByRole("button", { name: "Sign in" }).click();
}
