import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyText } from "../../test/support/texts.ts";
import { words } from "../words/index.ts";
import { drawnOnce } from "./drawn-once.tsx";
import { Page } from "./layout.tsx";
import { Spoken, useWords } from "./spoken.tsx";

type Props = { name: string; logo?: string | null | undefined };
const parts = () => {
  let drawn = 0;
  const Plain = ({ name, logo }: Props) => {
    drawn++;
    return (
      <p class={name} title={logo ?? undefined}>
        {name} {useWords().shared.signOut}
      </p>
    );
  };
  return { Plain, Once: drawnOnce(Plain), times: () => drawn };
};
const text = (node: unknown) => String(node);

describe("what is drawn once", () => {
  test("is drawn once for the same values, in each language", () => {
    const { Once, times } = parts();
    const english = text(<Once name="Acme" />);
    expect(text(<Once name="Acme" />)).toBe(english);
    expect(times()).toBe(1);
    const german = () =>
      text(
        <Spoken words={words.de}>
          <Once name="Acme" />
        </Spoken>,
      );
    expect(german()).toBe(english.replace(words.en.shared.signOut, words.de.shared.signOut));
    expect(german()).not.toBe(english);
    expect(text(<Once name="Acme" />)).toBe(english);
    expect(times()).toBe(2);
  });

  test("is what is drawn each time, whatever the values are: no markup gets in, and nobody sees another's", () => {
    const { Plain, Once } = parts();
    const hostile = fc.constantFrom(
      "<script>alert(1)</script>",
      '"><img src=x onerror=alert(1)>',
      "'onfocus='alert(1)",
      "&lt;b&gt;",
      "</p>",
      '","logo":"x',
      "__proto__",
      "\u2028",
    );
    const value = fc.oneof(anyText(), hostile);
    fc.assert(
      fc.property(value, fc.option(value), (name, logo) => {
        const each = text(<Plain name={name} logo={logo} />);
        return text(<Once name={name} logo={logo} />) === each && text(<Once name={name} logo={logo} />) === each;
      }),
      { numRuns: 2000, seed: 20_270_301 },
    );
    expect(text(<Once name={"<script>"} />)).not.toContain("<script>");
  });

  test("stays escaped inside of something else, and is escaped but once", () => {
    const { Once } = parts();
    for (let i = 0; i < 2; i++) {
      expect(
        text(
          <div>
            <Once name="a & <b>" />
          </div>,
        ),
      ).toBe(`<div><p class="a &amp; &lt;b&gt;">a &amp; &lt;b&gt; ${words.en.shared.signOut}</p></div>`);
    }
  });

  test("keeps no more than a few hundred", () => {
    const { Once, times } = parts();
    for (let i = 0; i < 1000; i++) text(<Once name={`n${i}`} />);
    expect(times()).toBe(1000);
    text(<Once name="n999" />);
    expect(times()).toBe(1000);
    text(<Once name="n1" />);
    expect(times()).toBe(1001);
    const long = "x".repeat(3000);
    for (let i = 0; i < 2; i++) text(<Once name={long} />);
    expect(times()).toBe(1003);
  });

  test("a page shows the name that its organisation has now", () => {
    const page = (name: string, logo: string | null) =>
      text(
        <Page kind="card" title="T" organisation={{ name, logo, accent: "green" }}>
          x
        </Page>,
      );
    expect(page("Acme", null)).toContain("<title>T · Acme</title>");
    expect(page("Acme & <Sons>", "h1")).toContain("<title>T · Acme &amp; &lt;Sons&gt;</title>");
    expect(page("Acme & <Sons>", "h2")).toContain('src="/logo?v=h2"');
    expect(page("Acme", null)).not.toContain("Sons");
  });
});
