// Where a request came from, as far as can be told.

export interface Source {
  /** IP address, `command line`, or `housekeeping`. */
  address: string;
  userAgent: string;
}

/** What happens by itself, in time. */
export const housekeeping: Source = { address: "housekeeping", userAgent: "" };
