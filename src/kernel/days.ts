// Days as forms, the API and policies write them: `2027-02-01`, in UTC.

/** The day of a moment. @param at ms since the epoch */
export const dayText = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** The beginning of such a day; ms since the epoch. */
export const startOfDay = (text: string): number => Date.parse(`${text}T00:00:00Z`);

/** A day that there is: 30 February parses as 2 March where it parses at all. */
export function readDay(text: string): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const at = startOfDay(text);
  return Number.isNaN(at) || dayText(at) !== text ? undefined : text;
}
