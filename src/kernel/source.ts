// Where a request came from, as far as can be told.

export interface Source {
  /** IP address, or `command line`. */
  address: string;
  userAgent: string;
}
