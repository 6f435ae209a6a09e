// Days as forms and the API write them, in UTC.

/** The day of a moment, such as `2027-02-01`. */
export const dayText = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** The beginning of such a day; ms since the epoch. */
export const startOfDay = (text: string): number => Date.parse(`${text}T00:00:00Z`);
