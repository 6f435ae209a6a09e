// What each kind of application needs to be told, and how it is read from what people type and what is stored.
import { areTexts, isThisMachine } from "../kernel/shapes.ts";
import type { Application } from "./rules.ts";

export interface OpenIdSettings {
  /** Where codes are sent: compared character by character (RFC 9700, 2.1). */
  redirectAddresses: string[];
  afterSignOutAddresses: string[];
  /** Told when a session ends (OpenID Connect Back-Channel Logout 1.0). */
  backChannelAddress: string | null;
  /** `public`: runs where it can keep no secret, such as a phone; PKCE alone protects it. */
  client: "confidential" | "public";
  /** RS256 where it is left out: every client knows it. */
  signedWith?: "RS256" | "ES256";
}

export interface DuoSettings {
  redirectAddresses: string[];
  /** Who is not known here: set up there and then, or refused. */
  unknownPeople: "enrol" | "refuse";
}

export const mostAddresses = 20;
const longestAddress = 500;

/**
 * An address to send a browser back to: https, plain http on this very machine, or, where an app on a phone may have it, a
 * scheme of its own with a dot in it (RFC 8252, 7.1). No fragment, no name and password, nothing that reads otherwise than it is written.
 */
export function readReturnAddress(text: string, { ownScheme = false } = {}): string | undefined {
  const typed = text.trim();
  if (typed.length > longestAddress || !/^[\x21-\x7e]+$/.test(typed) || /[\\#*"'<>`{}|^]/.test(typed)) return undefined;
  if (!URL.canParse(typed)) return undefined;
  const url = new URL(typed);
  if (url.username || url.password || url.hash || typed.includes("@")) return undefined;
  if (ownScheme && /^[a-z][a-z0-9+-]*(\.[a-z0-9+-]+)+:$/.test(url.protocol)) return typed;
  // As the URL standard writes it, but for the slash after a bare host: so two ways of writing can't differ.
  if (url.href !== typed && url.href !== `${typed}/`) return undefined;
  if (url.protocol === "https:") return typed;
  return url.protocol === "http:" && isThisMachine(url) ? typed : undefined;
}

/** @throws Error where what is stored can't be read: then nobody is let in by it */
export function openIdSettings({ kind, settings }: Pick<Application, "kind" | "settings">): OpenIdSettings {
  const { redirectAddresses, afterSignOutAddresses, backChannelAddress, client, signedWith } =
    settings as OpenIdSettings;
  if (kind !== "openid" || !areTexts(redirectAddresses) || !areTexts(afterSignOutAddresses))
    throw new Error("this is no OpenID Connect client");
  return {
    redirectAddresses,
    afterSignOutAddresses,
    backChannelAddress: backChannelAddress ?? null,
    client: client === "public" ? "public" : "confidential",
    ...(signedWith === "ES256" ? { signedWith } : {}),
  };
}

/** @throws Error where what is stored can't be read */
export function duoSettings({ kind, settings }: Pick<Application, "kind" | "settings">): DuoSettings {
  const { redirectAddresses, unknownPeople } = settings as DuoSettings;
  if (kind !== "duo" || !areTexts(redirectAddresses)) throw new Error("this is no application of the Duo protocol");
  return { redirectAddresses, unknownPeople: unknownPeople === "enrol" ? "enrol" : "refuse" };
}

/** What ties a sealed secret to its application. */
export const secretContext = (organisation: string, id: string): string => `application ${organisation} ${id}`;

/** The same for a key that tokens for applications are signed with. */
export const signingKeyContext = (organisation: string, id: string): string => `openid key ${organisation} ${id}`;
