// What the developer of an application needs to know to connect it: nothing secret, everything to be copied.
import { type Application, issuerOf } from "../../applications/rules.ts";
import { openIdSettings } from "../../applications/settings.ts";
import type { Site } from "../../http/web.ts";
import { type Organisation, originOf } from "../../organisations/rules.ts";

export interface Fact {
  name: "issuer" | "discovery" | "authorization" | "token" | "signOut" | "apiHost" | "nginx" | "otherProxies";
  label: string;
  value: string;
}

export function connectionOf(site: Site, organisation: Organisation, { kind }: Pick<Application, "kind">): Fact[] {
  const origin = originOf(site, organisation);
  const fact = (name: Fact["name"], label: string, value: string): Fact => ({ name, label, value });
  if (kind === "openid") {
    const issuer = issuerOf(site, organisation);
    return [
      fact("issuer", "Issuer", issuer),
      fact("discovery", "Discovery address", `${issuer}/.well-known/openid-configuration`),
      fact("authorization", "Authorization address", `${issuer}/authorize`),
      fact("token", "Token address", `${issuer}/token`),
      fact("signOut", "Sign-out address", `${issuer}/sign-out`),
    ];
  }
  if (kind === "duo") return [fact("apiHost", "API host name", new URL(origin).host)];
  if (kind === "embedded") return [];
  return [
    fact("nginx", "nginx asks at", `${origin}/api/authz/auth-request`),
    fact("otherProxies", "Caddy and Traefik ask at", `${origin}/api/authz/forward-auth`),
  ];
}

export const clientWords = (application: Application): string | undefined => {
  if (application.kind !== "openid") return undefined;
  return openIdSettings(application).client === "public"
    ? "On people's own devices, without a secret (PKCE alone)"
    : "On a server, with a secret";
};
