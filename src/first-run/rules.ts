// Who may make the first administrator: whoever holds the printed token, or sits at this very machine.

export interface FirstRunSigns {
  tokenIsRight: boolean;
  /** The TCP peer is this machine. */
  fromLoopback: boolean;
  /** The address that was asked for is a loopback one: it can't be another site's name for it (DNS rebinding). */
  toLoopback: boolean;
  /** Any forwarding header: then a proxy on this machine speaks for somebody elsewhere. */
  forwarded: boolean;
}

export function mayFirstRun({ tokenIsRight, fromLoopback, toLoopback, forwarded }: FirstRunSigns): boolean {
  return tokenIsRight || (fromLoopback && toLoopback && !forwarded);
}
