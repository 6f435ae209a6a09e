// An application, in the words that the provider's library has for a client.
import type { ClientMetadata } from "oidc-provider";
import type { Application } from "../../applications/rules.ts";
import { openIdSettings } from "../../applications/settings.ts";

/** @throws Error where its settings can't be read: then nobody is let in by it */
export function clientOf(clientId: string, application: Application, secretHash: Uint8Array | null): ClientMetadata {
  const { redirectAddresses, client, signedWith = "RS256" } = openIdSettings(application);
  // One that lost its secret must not become one that needs none.
  const secret = Buffer.from(secretHash ?? new Uint8Array()).toString("base64url");
  const signsIn = redirectAddresses.length > 0;
  return {
    client_id: clientId,
    client_name: application.name,
    // The library knows custom schemes for those alone that it calls native; nothing else hangs on it here.
    application_type: redirectAddresses.some((address) => !/^https?:/.test(address)) ? "native" : "web",
    redirect_uris: redirectAddresses,
    // Without an address nobody can be sent back to it: an API, say, that only asks about tokens.
    response_types: signsIn ? ["code"] : [],
    grant_types: signsIn ? ["authorization_code", "refresh_token"] : [],
    token_endpoint_auth_method: client === "public" ? "none" : "client_secret_basic",
    id_token_signed_response_alg: signedWith,
    // Not the secret, which nobody here knows: compared otherwise, see `provider.ts`.
    ...(client === "public" ? {} : { client_secret: secret === "" ? "none" : secret }),
  };
}
