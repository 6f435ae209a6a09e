// Sizes and addresses of stylesheets and script, and the contrast of every colour in the stylesheet.
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { accents, tabIcon } from "./accents.ts";
import { assets, consoleStylePath, scriptPath, stylePath } from "./assets.ts";

const text = (path: string): string => Buffer.from(assets.find((asset) => asset.path === path)?.body ?? []).toString();
const styles = text(stylePath);
const consoleStyles = text(consoleStylePath);
const script = text(scriptPath);

describe("assets", () => {
  it("are small: the sign-in page has 30 KB in all", () => {
    expect(Buffer.byteLength(styles)).toBeLessThan(18 * 1024);
    expect(Buffer.byteLength(script)).toBeLessThan(8 * 1024);
    expect(gzipSync(styles).length + gzipSync(script).length).toBeLessThan(9 * 1024);
  });

  it("of the console alone are small as well", () => {
    expect(Buffer.byteLength(consoleStyles)).toBeLessThan(8 * 1024);
    expect(gzipSync(consoleStyles).length).toBeLessThan(3 * 1024);
  });

  it("have their content's hash in their address", () => {
    for (const asset of assets) {
      const hash = createHash("sha256").update(asset.body).digest("hex");
      expect(asset.path).toMatch(/^\/assets\/[a-z]+\.[0-9a-f]{10}\.(css|js)$/);
      expect(hash.startsWith(asset.path.split(".")[1] ?? "-")).toBe(true);
    }
  });

  it("know a start and an end, no left and right: Arabic pages run the other way", () => {
    const both = styles + consoleStyles;
    expect(both.match(/[^;{]*\b(?:left|right)\b[^;}]*/g) ?? []).toEqual([]);
    const oneSided = [
      ...both.matchAll(/[{;\s](margin|padding|inset|border-width):\s*([^\s;]+) ([^\s;]+) ([^\s;]+) ([^\s;}]+)[\s;}]/g),
    ];
    expect(oneSided.filter(([, , , right, , left]) => right !== left).map(([rule]) => rule)).toEqual([]);
    expect(both).toMatch(/inline-end/);
  });

  it("load nothing from elsewhere and write no markup, so that the content security policy holds", () => {
    expect(styles + consoleStyles).not.toMatch(/@import|url\(/);
    expect(script).not.toMatch(
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|\.style\b|fetch\(|https?:/,
    );
  });
});

// WCAG 2.2, success criterion 1.4.3.
describe("colours are legible", () => {
  const light = variables(
    styles.slice(styles.indexOf(":root {"), styles.indexOf("@media (prefers-color-scheme: dark)")),
  );
  const dark = {
    ...light,
    ...variables(styles.slice(styles.indexOf("@media (prefers-color-scheme: dark)"), styles.indexOf("[data-accent"))),
  };

  it.each(accents)("with the accent %s, light and dark", (accent) => {
    const values = new RegExp(`\\[data-accent="${accent}"\\] \\{ --l: (#\\w+); --d: (#\\w+); \\}`).exec(styles);
    expect(tabIcon(accent)).toContain(`%23${values?.[1]?.slice(1)}`);
    for (const [colours, value] of [
      [light, values?.[1]],
      [dark, values?.[2]],
    ] as const) {
      const own: Record<string, string> = { ...colours, accent: value ?? "none" };
      for (const [ink, ground] of [
        ["accent", "surface"],
        ["accent", "bg"],
        ["on-fill", "accent"],
      ] as const) {
        expect(contrast(own[ink], own[ground]), `${ink} on ${ground}`).toBeGreaterThanOrEqual(4.5);
      }
    }
  });

  it.each(["ink", "muted", "success", "warning", "danger"])("%s, light and dark", (name) => {
    for (const colours of [light, dark]) {
      expect(contrast(colours[name], colours.surface)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(colours[name], colours.bg)).toBeGreaterThanOrEqual(4.5);
    }
  });

  it("edges of fields too (1.4.11 asks for 3)", () => {
    for (const colours of [light, dark]) expect(contrast(colours.edge, colours.surface)).toBeGreaterThanOrEqual(3);
  });
});

function variables(css: string): Record<string, string> {
  return Object.fromEntries([...css.matchAll(/--([\w-]+): (#\w+);/g)].map(([, name, value]) => [name, value]));
}

function contrast(one: string | undefined, other: string | undefined): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string | undefined): number {
  const digits = colour?.length === 4 ? colour.replace(/\w/g, "$&$&") : colour;
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(digits?.slice(at, at + 2) ?? "", 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
