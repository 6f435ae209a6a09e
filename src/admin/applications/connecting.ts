// What the developer of an application needs to know to connect it: nothing secret, everything to be copied.
import { type Application, issuerOf } from "../../applications/rules.ts";
import { openIdSettings } from "../../applications/settings.ts";
import type { Site } from "../../http/web.ts";
import { type Organisation, originOf } from "../../organisations/rules.ts";
import type { Words } from "../../words/index.ts";

export interface Fact {
  name: "issuer" | "discovery" | "authorization" | "token" | "signOut" | "apiHost" | "nginx" | "otherProxies";
  value: string;
}

export function connectionOf(site: Site, organisation: Organisation, { kind }: Pick<Application, "kind">): Fact[] {
  const origin = originOf(site, organisation);
  const fact = (name: Fact["name"], value: string): Fact => ({ name, value });
  if (kind === "openid") {
    const issuer = issuerOf(site, organisation);
    return [
      fact("issuer", issuer),
      fact("discovery", `${issuer}/.well-known/openid-configuration`),
      fact("authorization", `${issuer}/authorize`),
      fact("token", `${issuer}/token`),
      fact("signOut", `${issuer}/sign-out`),
    ];
  }
  if (kind === "duo") return [fact("apiHost", new URL(origin).host)];
  if (kind === "embedded") return [];
  return [fact("nginx", `${origin}/api/authz/auth-request`), fact("otherProxies", `${origin}/api/authz/forward-auth`)];
}

export const clientWords = (
  application: Application,
  { consoleApplications: { runsAt } }: Words,
): string | undefined => (application.kind === "openid" ? runsAt[openIdSettings(application).client] : undefined);
