// Duo's own client library for Node.js, unmodified, pointed at Countersign.
import { Agent } from "node:https";
import { Client } from "@duosecurity/duo_universal";

/** @param {{ apiHost: string, clientId: string, clientSecret: string, redirectUrl: string, ca?: Buffer }} settings */
export function countersignClient({ apiHost, clientId, clientSecret, redirectUrl, ca }) {
  const client = new Client({ clientId, clientSecret, apiHost, redirectUrl });
  // The library trusts the authorities of Duo's own servers alone. Without `ca`: the usual ones.
  client.axios.defaults.httpsAgent = new Agent({ ca });
  return client;
}
