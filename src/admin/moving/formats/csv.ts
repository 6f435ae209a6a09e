// A CSV file of our own columns: who, their password's hash, their authenticator's secret and their recovery codes.
import { asMeant, readCsv } from "../../../http/spreadsheets.ts";
import { readPasswordHash } from "../../../kernel/password-hashes.ts";
import { bring, bringHash, type Coming, coming, NotReadable, refuse, secretOfBase32, textOf } from "../coming.ts";

const columns = [
  ...["email", "screenName", "displayName", "accountType", "language"],
  ...["passwordHash", "secret", "algorithm", "digits", "period", "recoveryCodes"],
];

/** Whether the first line is one of such a file. */
export const isCsv = (head: string): boolean =>
  /(^|[,;"])email([,;"]|$)/.test(head.trim()) && /passwordHash|secret|recoveryCodes/.test(head);

export function readOwnCsv(text: string): Coming[] {
  const [first, ...rows] = readCsv(text);
  const head = (first?.cells ?? []).map((cell) => cell.trim());
  while (head.at(-1) === "") head.pop();
  const known = head.every((name) => columns.includes(name)) && new Set(head).size === head.length;
  if (!head.includes("email") || !known || first?.wrong !== undefined) throw new NotReadable("not-of-format");
  return rows.map(({ line, cells, wrong }) => {
    const one = coming(line);
    if (wrong !== undefined || cells.slice(head.length).some((cell) => cell.trim() !== ""))
      return refuse(one, "unreadable");
    const cell = (name: string) => textOf(asMeant(cells[head.indexOf(name)] ?? ""));
    const put = (name: "email" | "displayName" | "accountType" | "language") => {
      const value = cell(name);
      if (value !== undefined) one[name] = value;
    };
    for (const name of ["email", "displayName", "accountType", "language"] as const) put(name);
    const login = cell("screenName");
    if (login !== undefined) one.login = login;
    const [hash, secret, codes] = [cell("passwordHash"), cell("secret"), cell("recoveryCodes")];
    if (hash !== undefined) bringHash(one, readPasswordHash(hash));
    if (secret !== undefined)
      bring(one, secretOfBase32(secret), {
        algorithm: cell("algorithm"),
        digits: cell("digits"),
        period: cell("period"),
      });
    // Spaces between them; a code with a space in it is written without.
    if (codes !== undefined) one.codes = codes.split(/[\s;|]+/);
    return one;
  });
}
