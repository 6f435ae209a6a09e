// What a letter is called, what its details may hold, and its text made from its HTML. Pure.

import type { Words } from "../words/index.ts";

export type Details = Readonly<Record<string, unknown>>;

/** Also for what this room does not know yet: a change of an account is told in any case. */
export function titleOf(kind: string, { letters: { titles, otherTitle } }: Words): string {
  return Object.hasOwn(titles, kind) ? titles[kind as keyof typeof titles] : otherTitle;
}

export const textIn = (details: Details, name: string): string | undefined => {
  const value = details[name];
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
};

export const numberIn = (details: Details, name: string): number | undefined => {
  const value = details[name];
  return typeof value === "number" ? value : undefined;
};

const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

/** The same letter as plain text: of our own few tags, and what is escaped in them. */
export function textOf(html: string): string {
  const text = html
    .replace(/[\s\S]*<body[^>]*>/, "")
    .replace(/[ \t\r\n]+/g, " ")
    .replace(/<a [^>]*?href="([^"]*)"[^>]*>(.*?)<\/a>/g, (_, address: string, label: string) =>
      label === address ? address : `${label}: ${address}`,
    )
    .replace(/<\/th>/g, ": ")
    .replace(/<br ?\/?>|<\/tr>|<\/li>/g, "\n")
    .replace(/<li[^>]*>/g, "- ")
    .replace(/<hr[^>]*>/g, "\n--\n")
    .replace(/<\/(p|h1|table|ul)>/g, "\n\n")
    .replace(/<[^>]*>/g, "")
    .replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name] as string);
  return `${text
    .split("\n")
    .map((line) => line.trim())
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim()}\n`;
}
