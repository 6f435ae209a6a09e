// The single parts: recovery codes, QR, tables, moments.
import type { Child } from "hono/jsx";
import { describe, expect, it } from "vitest";
import { words } from "../words/index.ts";
import { qrSvg, RecoveryCodes, recoveryCodesText, SetupKey, Table, TimeStamp } from "./index.ts";

const html = async (part: Child): Promise<string> => String(await (part as Promise<string>));
const now = Date.UTC(2027, 2, 3);
const codes = Array.from({ length: 10 }, (_, index) => `AAAA-BBBB-CCCC-000${index}`);

describe("recovery codes", () => {
  const given = { codes, organisationName: "Acme\nCodes: none", account: "kim@acme.example", now };
  const part = (mustSave: boolean) =>
    html(
      <RecoveryCodes
        {...given}
        fileName="codes.txt"
        saveAction="/save"
        downloadAction="/download"
        mustSave={mustSave}
      />,
    );

  it("are all in the page, in the file, and in the form for the download without scripts", async () => {
    const markup = await part(true);
    for (const code of codes) expect(markup).toContain(`<code>${code}</code>`);
    expect(markup).toContain(`name="codes" value="${codes.join(" ")}"`);
    expect(markup).toMatch(/formaction="\/download" formnovalidate=""/);
    expect(recoveryCodesText(given, words.en)).toBe(
      [
        "Recovery codes for Acme Codes: none",
        "Account: kim@acme.example",
        "Made on 3 March 2027",
        "",
        ...codes,
        "",
        "Each code works once. Use one when you don't have your authenticator.",
        "",
      ].join("\n"),
    );
  });

  it("ask how they were saved only where policy wants to know", async () => {
    const must = await part(true);
    expect(must).toMatch(/type="radio" value="downloaded" required=""/);
    expect(must).toContain('data-continue="must-save"');
    const free = await part(false);
    expect(free).not.toContain('type="radio"');
    expect(free).toContain('data-continue="free"');
  });
});

it("a QR picture keeps its quiet zone of four modules, black on white", async () => {
  const svg = await qrSvg("otpauth://totp/a?secret=JBSWY3DPEHPK3PXP");
  expect(svg).toMatch(/<path fill="#ffffff" d="M0 0h(\d+)v\1H0z"\/><path stroke="#000000" d="M4 4\.5h7/);
  expect(svg).not.toContain("style");
});

it("a setup key is shown in fours and copied whole", async () => {
  const markup = await html(<SetupKey secret="JBSWY3DPEHPK3PXP" />);
  expect(markup).toContain("<code><span>JBSW</span> <span>Y3DP</span> <span>EHPK</span> <span>3PXP</span></code>");
  expect(markup).toContain('data-copy="JBSWY3DPEHPK3PXP"');
});

it("a table names its cells, for phones", async () => {
  const markup = await html(
    <Table
      caption="People"
      columns={[{ label: "Name", header: true }, { label: "Type" }]}
      rows={[{ cells: ["Kim", "staff"] }]}
    />,
  );
  expect(markup).toContain(
    '<th scope="row" role="rowheader">Kim</th><td role="cell" data-label="Type"><div>staff</div></td>',
  );
});

it("a moment keeps its exact time at hand, and one that can't be is no error", async () => {
  expect(await html(<TimeStamp at={now - 180_000} now={now} />)).toBe(
    '<time datetime="2027-03-02T23:57:00.000Z" title="2 March 2027, 23:57 UTC">3 minutes ago</time>',
  );
  expect(await html(<TimeStamp at={Number.NaN} now={now} />)).toBe("<span>unknown time</span>");
});
