// What lines and bars of charts look like as SVG paths: shares of a width of 1000 and a height of 300, whatever size they
// are shown in.
export const width = 1000;
export const height = 300;

export interface Drawing {
  /** Through values of 0 to 1, evenly spaced; broken where there is none. */
  line(values: readonly (number | null)[]): string;
  /** What is below that line. */
  area(values: readonly (number | null)[]): string;
  /** Round steps from 0 to at least `most`. */
  steps(most: number): number[];
  /** A bar for each row, its parts on top of one another: for each key the rectangles, in the order of the rows. */
  bars<Key extends string>(
    rows: readonly Record<Key, number>[],
    keys: readonly Key[],
    most: number,
  ): Record<Key, string>;
}

/** Loaded for the first who looks at a chart. */
export async function drawing(): Promise<Drawing> {
  const [{ area, line, stack }, { nice, ticks }] = await Promise.all([import("d3-shape"), import("d3-array")]);
  const across = (count: number) => (_: unknown, i: number) => (count === 1 ? width / 2 : (width * i) / (count - 1));
  const up = (value: number | null) => height * (1 - (value ?? 0));
  const known = (value: number | null) => value !== null;
  return {
    line: (values) => line<number | null>(across(values.length), up).digits(1).defined(known)([...values]) ?? "",
    area: (values) =>
      area<number | null>(across(values.length), height, up).digits(1).defined(known)([...values]) ?? "",
    steps(most) {
      const [, top] = nice(0, Math.max(4, most), 4);
      return ticks(0, top, 4);
    },
    bars<Key extends string>(rows: readonly Record<Key, number>[], keys: readonly Key[], most: number) {
      const room = width / Math.max(1, rows.length);
      const gap = Math.min(room / 4, 8);
      const size = (value: number) => Math.round((height * value * 10) / Math.max(1, most)) / 10;
      const rectangle = (i: number, from: number, to: number): string => {
        const [left, wide] = [Math.round((i * room + gap / 2) * 10) / 10, Math.round((room - gap) * 10) / 10];
        return `M${left} ${Math.round((height - size(from)) * 10) / 10}h${wide}V${Math.round((height - size(to)) * 10) / 10}h-${wide}Z`;
      };
      const series = stack<Record<Key, number>, Key>().keys(keys)([...rows]);
      const paths = series.map((parts) => [
        parts.key,
        parts.map(([from, to], i) => (to > from ? rectangle(i, from, to) : "")).join(""),
      ]);
      return Object.fromEntries(paths) as Record<Key, string>;
    },
  };
}
