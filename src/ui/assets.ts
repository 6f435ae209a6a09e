// The stylesheets and the script, read once at start; the address holds the content's hash, so that it may be cached for good.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

export interface Asset {
  /** Path on the server, e.g. `/assets/styles.3f2a9c0b1d.css`. */
  path: string;
  body: Uint8Array<ArrayBuffer>;
  /** Content type. */
  type: string;
}

const styles = read("styles", "css", "text/css; charset=utf-8");
const consoleStyles = read("console", "css", "text/css; charset=utf-8");
const script = read("client", "js", "text/javascript; charset=utf-8");

export const assets: readonly Asset[] = [styles, consoleStyles, script];
export const stylePath: string = styles.path;
/** For the console's pages alone, beside the other one. */
export const consoleStylePath: string = consoleStyles.path;
export const scriptPath: string = script.path;

function read(name: string, extension: string, type: string): Asset {
  const body = new Uint8Array(readFileSync(new URL(`./${name}.${extension}`, import.meta.url)));
  const hash = createHash("sha256").update(body).digest("hex").slice(0, 10);
  return { path: `/assets/${name}.${hash}.${extension}`, body, type };
}
