// The accent colours an organisation may choose from. Their values, light and dark, are in styles.css; a test holds the contrast.
export const accents = ["blue", "teal", "green", "violet", "plum", "red", "orange", "slate"] as const;

export type Accent = (typeof accents)[number];

export function accentOf(name: string | null | undefined): Accent {
  return accents.find((accent) => accent === name) ?? "blue";
}

const tabColours: Record<Accent, string> = {
  blue: "1d5bb8",
  teal: "0b6b6b",
  green: "1f6f3f",
  violet: "5b44b8",
  plum: "8a2f6b",
  red: "b0282f",
  orange: "9c4600",
  slate: "44546a",
};

/** Under white words; for letters, which read no style sheet. */
export const accentColour = (name: string | null | undefined): string => `#${tabColours[accentOf(name)]}`;

/** A tick on the accent's colour, inside the address itself: no request. */
export function tabIcon(accent: Accent): string {
  return (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E" +
    `%3Crect width='16' height='16' rx='4' fill='%23${tabColours[accent]}'/%3E` +
    "%3Cpath d='m4 8.5 2.7 2.7L12 5.5' fill='none' stroke='%23fff' stroke-width='2'/%3E%3C/svg%3E"
  );
}
