// Who may make the first administrator: whoever holds the printed token, or sits at this very machine.

export interface FirstRunSigns {
  tokenIsRight: boolean;
  /** The TCP peer is this machine. */
  fromLoopback: boolean;
  /** The address that was asked for is a loopback one: it can't be another site's name for it (DNS rebinding). */
  toLoopback: boolean;
  /** The installation's own public address is a loopback one. Any other is reached through a proxy, perhaps a silent one. */
  siteIsLoopback: boolean;
  /** Any forwarding header: then a proxy on this machine speaks for somebody elsewhere. */
  forwarded: boolean;
}

export function mayFirstRun(signs: FirstRunSigns): boolean {
  const { tokenIsRight, fromLoopback, toLoopback, siteIsLoopback, forwarded } = signs;
  return tokenIsRight || (fromLoopback && toLoopback && siteIsLoopback && !forwarded);
}
