// Who may make the first administrator: whoever holds the printed token, or sits at this very machine.
import { isLoopback } from "../http/client-address.ts";

export interface FirstRunSigns {
  tokenIsRight: boolean;
  /** The TCP peer. */
  peer: string | undefined;
  /** The host name that was asked for: a loopback one can't be another site's (DNS rebinding). */
  host: string;
  /** Any forwarding header: then a proxy on this machine speaks for somebody elsewhere. */
  forwarded: boolean;
}

export function mayFirstRun({ tokenIsRight, peer, host, forwarded }: FirstRunSigns): boolean {
  return tokenIsRight || (isLoopback(peer) && !forwarded && isLoopbackName(host));
}

const isLoopbackName = (host: string): boolean => host === "localhost" || isLoopback(host);
