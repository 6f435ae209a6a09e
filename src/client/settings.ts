// What a client is made with.

export interface ClientSettings {
  /** Where the installation is: `https://login.acme.example`, with a path where it is mounted under one. Plain http to this machine alone. */
  url: string;
  /** An API key (`cs_…`), or the token of a session. Sent to `url` and nowhere else. */
  token?: string;
  /** Short name of the organisation, where several share a host name. */
  organisation?: string;
  /** Language of messages for people; English where it is left out. */
  language?: string;
  /** How often a request is repeated that was told to wait, at most; 2 where it is left out. */
  retries?: number;
  /** Seconds: whoever is told to wait longer is told so by a `CountersignError` at once. 30 where it is left out. */
  longestWait?: number;
  /** In place of the platform's own. */
  fetch?: (request: Request) => Promise<Response>;
  /** Waits so many milliseconds; in place of a timer. */
  pause?: (ms: number) => Promise<void>;
}
