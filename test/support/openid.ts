// An application that signs people in through the provider: the real openid-client, over real HTTP.
import { type ServerType, serve } from "@hono/node-server";
import * as oidc from "openid-client";
import { addApplication } from "../../src/applications/actions.ts";
import type { Application, Participation } from "../../src/applications/rules.ts";
import type { OpenIdSettings } from "../../src/applications/settings.ts";
import { sha256 } from "../../src/kernel/hashing.ts";
import type { Organisation } from "../../src/organisations/rules.ts";
import { Client, createWorld, type World, type WorldOptions } from "./world.ts";

export const secretOf = (client: string): string => `secret of ${client}, long enough to be none that is guessed`;
export const callback = "https://app.example/callback";

export async function addOpenIdApplication(
  world: World,
  client: string,
  {
    participation = { takesPart: "yes" },
    organisation = world.organisation,
    ...settings
  }: Partial<OpenIdSettings> & { participation?: Participation; organisation?: Organisation } = {},
): Promise<Application> {
  const added = await world.needs.db.transaction((tx) =>
    addApplication(tx, world.needs, {
      organisation: organisation.id,
      name: `Application ${client}`,
      kind: "openid",
      participation,
      note: "",
      settings: {
        ...{
          redirectAddresses: [callback],
          afterSignOutAddresses: [],
          backChannelAddress: null,
          client: "confidential",
        },
        ...settings,
      },
      names: [{ kind: "client", name: client }],
      secretHash: sha256(secretOf(client)),
      ...{ actor: null, source: { address: "192.0.2.1", userAgent: "" } },
    }),
  );
  if (added.outcome !== "added") throw new Error(added.outcome);
  return added.application;
}

export interface ServedWorld {
  world: World;
  server: ServerType;
  close(): Promise<void>;
}

/** A world behind a real HTTP server on a port of its own. */
export async function serveWorld(options: WorldOptions = {}): Promise<ServedWorld> {
  const world = await createWorld({ realClock: true, ...options });
  const { server, port } = await new Promise<{ server: ServerType; port: number }>((resolve) => {
    const made = serve({ fetch: world.app.fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) =>
      resolve({ server: made, port }),
    );
  });
  // One beside another stands behind the same address as that.
  world.origin = options.beside?.origin ?? `http://localhost:${port}`;
  world.needs.site.origin = world.origin;
  world.client = (clientOptions) => new Client(world.app, world.origin, clientOptions);
  return {
    world,
    server,
    async close() {
      await new Promise((resolve) => server.close(resolve));
      await world.close();
    },
  };
}

export const issuerAt = (world: World, organisation = world.organisation): string =>
  `${organisation.host === null ? world.origin : world.origin.replace("localhost", organisation.host)}/openid/${organisation.slug}`;

export interface Flow {
  config: oidc.Configuration;
  verifier: string;
  state: string;
  nonce: string;
  url: URL;
}

/** A request of an application, with everything that its library sends. */
export async function request(config: oidc.Configuration, parameters: Record<string, string> = {}): Promise<Flow> {
  const verifier = oidc.randomPKCECodeVerifier();
  const state = oidc.randomState();
  const nonce = oidc.randomNonce();
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: callback,
    scope: "openid profile email",
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state,
    nonce,
    ...parameters,
  });
  return { config, verifier, state, nonce, url };
}

/** Like a browser: goes from page to page until one is not ours, or has to be filled in. */
export async function follow(
  browser: Client,
  world: World,
  address: string,
): Promise<{ at: string; text: string; status: number }> {
  let at = address;
  for (let i = 0; i < 10; i++) {
    if (!at.startsWith("/") && !at.startsWith(world.origin)) return { at, text: "", status: 0 };
    const answer = await browser.get(at);
    const next = answer.location ?? /^0; url=(.*)$/.exec(answer.headers.get("refresh") ?? "")?.[1];
    if (!next) return { at, text: answer.text, status: answer.status };
    at = next;
  }
  throw new Error("round and round");
}

export { oidc };
