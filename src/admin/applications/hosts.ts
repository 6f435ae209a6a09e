// Reads the host of an application behind a proxy: a name, and its port where that is not the usual one.
import { readHostName } from "../../organisations/rules.ts";

/** As a proxy asks about it; `undefined` for what is no host. */
export function readHost(text: string, secure: boolean): string | undefined {
  const parts = /^([^:]*)(?::([1-9]\d{0,4}))?$/.exec(text.trim());
  const name = readHostName(parts?.[1] ?? "");
  if (name === undefined) return undefined;
  const port = parts?.[2];
  if (port === undefined || port === (secure ? "443" : "80")) return name;
  return Number(port) <= 65_535 ? `${name}:${port}` : undefined;
}

/** Without its port: cookies know none. */
export const nameOfHost = (host: string): string => host.replace(/:\d+$/, "");
