// Pages as a whole: nothing that people type becomes markup, and nothing in a page needs an inline script or style.
import type { Child } from "hono/jsx";
import { describe, expect, it } from "vitest";
import {
  Actions,
  Badge,
  Button,
  Card,
  CheckboxField,
  CodeField,
  consoleStylePath,
  DataList,
  EmptyState,
  ErrorSummary,
  Field,
  FileField,
  Filters,
  Form,
  Links,
  Menu,
  Muted,
  Notice,
  Or,
  Overlay,
  Page,
  Pager,
  PasswordField,
  QrCode,
  qrSvg,
  RadioGroup,
  RecoveryCodeField,
  RecoveryCodes,
  Section,
  SelectField,
  SetupKey,
  scriptPath,
  stylePath,
  Table,
  TextAreaField,
  TimeStamp,
  TwoLine,
} from "./index.ts";

const evil = `</title><script>alert(1)</script>"'><img src=x onerror=alert(1)>`;
const html = async (part: Child): Promise<string> => String(await (part as Promise<string>));
const hidden = { [evil]: evil, gone: null, count: 3 };
const now = Date.UTC(2027, 2, 3);
const organisation = { name: evil, accent: evil };
const person = { name: evil, href: evil, picture: evil };

/** Every component there is, with hostile text in every place that takes text. */
const everything = (svg: string): Child => (
  <>
    <Notice kind="danger" title={evil} actions={<Button label={evil}>{evil}</Button>}>
      {evil}
    </Notice>
    <ErrorSummary title={evil} errors={[{ field: evil, message: evil }]} />
    <Section title={evil} description={evil} actions={<Button href={evil}>{evil}</Button>} id={evil} danger>
      <DataList items={[{ term: evil, value: evil, action: evil }]} />
      <EmptyState title={evil} actions={evil}>
        {evil}
      </EmptyState>
    </Section>
    <Card>
      <Filters action={evil} hidden={hidden}>
        {evil}
      </Filters>
      <Table
        caption={evil}
        columns={[{ label: evil, header: true }, { label: evil }]}
        rows={[{ id: evil, cells: [<TwoLine main={evil} sub={evil} />, <TimeStamp at={now} now={now} />] }]}
      />
      <Pager label={evil} previous={evil} next={evil} />
      <Badge kind="warning">{evil}</Badge>
      <Menu
        label={evil}
        text={evil}
        items={[
          { label: evil, href: evil },
          { label: evil, action: evil, hidden, danger: true },
        ]}
      />
      <Links
        items={[
          { label: evil, href: evil },
          { label: evil, action: evil, hidden },
        ]}
      />
      <Muted>{evil}</Muted>
      <Or />
    </Card>
    <Form action={evil} hidden={hidden} label={evil} id={evil}>
      <Field label={evil} name={evil} value={evil} hint={evil} error={evil} list={[evil]} />
      <TextAreaField label={evil} name={evil} value={evil} />
      <PasswordField label={evil} name={evil} autocomplete="new-password" />
      <CodeField label={evil} error={evil} />
      <RecoveryCodeField label={evil} error={evil} />
      <SelectField label={evil} name={evil} value={evil} options={[{ value: evil, label: evil }]} />
      <CheckboxField label={evil} name={evil} value={evil} checked hint={evil} />
      <RadioGroup legend={evil} name={evil} options={[{ value: evil, label: evil, hint: evil }]} />
      <FileField label={evil} name={evil} accept={evil} />
      <Actions>{evil}</Actions>
    </Form>
    <RecoveryCodes
      codes={[evil]}
      fileName={evil}
      organisationName={evil}
      account={evil}
      now={now}
      saveAction={evil}
      downloadAction={evil}
      mustSave
      hidden={hidden}
    />
    <QrCode svg={svg} label={evil} />
    <SetupKey secret={evil} />
  </>
);

const pages = async (): Promise<string[]> => {
  const children = everything(await qrSvg("otpauth://totp/a?secret=JBSWY3DPEHPK3PXP"));
  const overlay = (
    <Overlay id={evil} title={evil} lead={evil} cancel={{ action: evil, hidden, label: evil }}>
      {children}
    </Overlay>
  );
  return Promise.all([
    html(
      <Page
        kind="card"
        title={evil}
        organisation={organisation}
        heading={evil}
        lead={evil}
        footer={evil}
        overlay={overlay}
      >
        {children}
      </Page>,
    ),
    html(
      <Page
        kind="app"
        title={evil}
        organisation={organisation}
        nav={[{ href: evil, label: evil, current: true, count: 2 }]}
        person={person}
        signOut={{ action: evil, hidden }}
        notices={<Notice kind="info">{evil}</Notice>}
        actions={evil}
      >
        {children}
      </Page>,
    ),
  ]);
};

describe("whatever people call themselves", () => {
  it("no markup of theirs gets into a page", async () => {
    for (const page of await pages()) {
      expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
      expect(page.match(/<script\b[^>]*>/g)).toEqual([`<script src="${scriptPath}" defer="">`]);
      expect(page).not.toMatch(/<img src=x/);
    }
  });

  it("nothing in a page needs an inline script or style", async () => {
    for (const page of await pages()) {
      const tags = page.match(/<[a-z][^<>]*>/gi) ?? [];
      expect(tags.length).toBeGreaterThan(100);
      for (const tag of tags) {
        // Escaped text inside attribute values may look like anything.
        const names = tag.replace(/="[^"]*"/g, "");
        expect(names).not.toMatch(/\s(style|on\w+)\b/i);
        expect(names).not.toMatch(/^<style/i);
      }
    }
  });
});

describe("a page", () => {
  it("is one document with one stylesheet and one script", async () => {
    const page = await html(<Page kind="card" title="Sign in" organisation={{ name: "Acme", accent: "teal" }} />);
    expect(page).toMatch(/^<!doctype html><html lang="en" data-accent="teal"><head><meta charset="utf-8"/);
    expect(page).toContain("<title>Sign in · Acme</title>");
    expect(page).toContain(`<link rel="stylesheet" href="${stylePath}"/>`);
    expect(page).toContain('<meta name="viewport" content="width=device-width, initial-scale=1"/>');
    expect(page).toContain('<meta name="referrer" content="no-referrer"/>');
    expect(page).toContain("<h1>Sign in</h1>");
    expect(page.match(/(?:href|src)="(?!data:|#)[^"]*"/g)).toHaveLength(2);
  });

  it("of the console has the console's stylesheet beside it, and nobody else's page has", async () => {
    const frame = { kind: "app", title: "People", organisation, nav: [], person, signOut: { action: "/out" } } as const;
    const ofTheirOwn = await html(<Page {...frame} />);
    expect(await html(<Page {...frame} console />)).toContain(`<link rel="stylesheet" href="${consoleStylePath}"/>`);
    expect(ofTheirOwn).not.toContain(consoleStylePath);
    expect(ofTheirOwn).toContain(stylePath);
  });

  it("falls back to blue for an accent we don't know", async () => {
    expect(await html(<Page kind="card" title="t" organisation={{ name: "Acme", accent: "tartan" }} />)).toContain(
      'data-accent="blue"',
    );
  });

  it("keeps what is behind an overlay out of reach, and the overlay itself within it", async () => {
    const overlay = (
      <Overlay id="code" title="Enter your code" cancel={{ href: "/sign-in" }}>
        text
      </Overlay>
    );
    const page = await html(<Page kind="card" title="Sign in" organisation={{ name: "Acme" }} overlay={overlay} />);
    expect(page).toMatch(/<div class="behind" inert="">.*<\/main>.*<\/div><\/div><div class="scrim"><\/div><dialog/);
    expect(page).toMatch(/<dialog[^>]* open=""[^>]* aria-labelledby="code-title"/);
    expect(page).toMatch(/<a class="button link" href="\/sign-in" data-cancel[^>]*>Cancel<\/a>/);
  });
});
