// Where a request came from, as far as can be told.

export interface Source {
  /** IP address, `command line`, or `housekeeping`. */
  address: string;
  userAgent: string;
  /** By which API key, where it came by one: every event of what it does says so. */
  apiKey?: string;
}

/** What happens by itself, in time. */
export const housekeeping: Source = { address: "housekeeping", userAgent: "" };
