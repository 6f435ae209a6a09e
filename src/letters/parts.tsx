// What every letter is made of. Styles stand beside each part, because mail programs read no style sheets.
import type { Child } from "hono/jsx";
import { accentColour } from "../ui/accents.ts";
import { Apart, useWords } from "../ui/index.ts";
import type { Words } from "../words/index.ts";

export interface Sender {
  name: string;
  accent: string;
  /** In which it writes to those who chose none. */
  language: string;
  /** The address of one of our pages, e.g. `https://login.acme.example/account` of `/account`. */
  at(path: string): string;
}

interface SheetProps {
  title: string;
  sender: Sender;
  words: Words;
  children: Child;
}

export function Sheet({ title, sender, words, children }: SheetProps) {
  const { host } = new URL(sender.at("/"));
  const { language, direction } = words;
  // Many mail programs leave out what stands on <html> and <body>.
  const dir = direction === "rtl" ? "rtl" : undefined;
  return (
    <html lang={language} dir={dir}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <meta name="color-scheme" content="light" />
        <title>{title}</title>
      </head>
      <body style="margin:0;padding:24px 12px;background:#f3f5f8;color:#1b2430;font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif">
        <div
          lang={dir ? language : undefined}
          dir={dir}
          style={`max-width:34em;margin:0 auto;padding:28px 28px 20px;background:#ffffff;border-radius:10px;border-top:4px solid ${accentColour(sender.accent)}`}
        >
          <h1 style="margin:0 0 16px;font-size:22px;line-height:1.3">{title}</h1>
          {children}
          <hr style="margin:24px 0 16px;border:0;border-top:1px solid #d9dfe7" />
          <p style="margin:0;font-size:14px;color:#55606e">
            <Apart>{sender.name}</Apart>
            {dir ? "، " : ", "}
            <a href={sender.at("/sign-in")}>{host}</a>
            <br />
            {words.letters.footer}
          </p>
        </div>
      </body>
    </html>
  );
}

export const P = ({ children }: { children?: Child }) => <p style="margin:0 0 14px">{children}</p>;

export function List({ items }: { items: Child[] }) {
  const { start } = useSides();
  return (
    <ul style={`margin:0 0 14px;padding-${start}:22px`}>
      {items.map((item) => (
        <li style="margin:0 0 6px">{item}</li>
      ))}
    </ul>
  );
}

export type Fact = [name: string, value: string | undefined];

export function Facts({ facts }: { facts: Fact[] }) {
  const { start, end } = useSides();
  return (
    <table role="presentation" style="margin:0 0 14px;border-collapse:collapse">
      {facts.map(([name, value]) =>
        value === undefined ? null : (
          <tr>
            <th style={`padding:2px 0;padding-${end}:16px;text-align:${start};vertical-align:top;font-weight:600`}>
              {name}
            </th>
            <td style="padding:2px 0;overflow-wrap:anywhere">
              <Apart>{value}</Apart>
            </td>
          </tr>
        ),
      )}
    </table>
  );
}

/** What the letter is for. */
export function MainLink({ href, sender, children }: { href: string; sender: Sender; children: string }) {
  return (
    <p style="margin:20px 0">
      <a
        href={href}
        style={`display:inline-block;padding:11px 20px;border-radius:7px;background:${accentColour(sender.accent)};color:#ffffff;font-weight:600;text-decoration:none`}
      >
        {children}
      </a>
    </p>
  );
}

/** An address that is read as it is. */
export function Address({ href }: { href: string }) {
  const { direction } = useWords();
  return (
    <a href={href} dir={direction === "rtl" ? "ltr" : undefined}>
      {href}
    </a>
  );
}

/** By name: mail programs know little of `inline-start`. */
function useSides() {
  return useWords().direction === "rtl" ? { start: "right", end: "left" } : { start: "left", end: "right" };
}
