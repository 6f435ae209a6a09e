// Fields: their wiring for screen readers, and what the code field lets through.
import type { Child } from "hono/jsx";
import { describe, expect, it } from "vitest";
import {
  CheckboxField,
  CodeField,
  ErrorSummary,
  Field,
  FileField,
  PasswordField,
  RadioGroup,
  RecoveryCodeField,
  SelectField,
} from "./index.ts";

const html = async (part: Child): Promise<string> => String(await (part as Promise<string>));
const attribute = (markup: string, name: string): string | undefined =>
  new RegExp(` ${name}="([^"]*)"`).exec(markup)?.[1];

describe("the code field", () => {
  it("asks the phone for digits and for the code it was sent", async () => {
    const input = /<input[^>]*>/.exec(await html(<CodeField autofocus />))?.[0] ?? "";
    expect(attribute(input, "inputmode")).toBe("numeric");
    expect(attribute(input, "autocomplete")).toBe("one-time-code");
    expect(attribute(input, "type")).toBe("text");
    expect(attribute(input, "name")).toBe("code");
    expect(attribute(input, "data-digits")).toBe("6");
    expect(input).toContain("data-self-submit");
    expect(input).toContain("required");
    expect(input).not.toMatch(/ (value|maxlength)=/);
  });

  it.each([
    ["123456", true],
    ["123 456", true],
    [" 123 456 ", true],
    ["123-456", true],
    ["1 2 3 4 5 6", true],
    ["١٢٣ ٤٥٦", true],
    ["۱۲۳۴۵۶", true],
    ["１２３４５６", true],
    ["12345", false],
    ["1234567", false],
    ["12345a", false],
    ["", false],
  ])("lets '%s' through without scripts: %s", async (typed, fits) => {
    const pattern = attribute(await html(<CodeField />), "pattern") ?? "";
    // As browsers do: anchored, with the v flag.
    expect(new RegExp(`^(?:${pattern})$`, "v").test(typed)).toBe(fits);
  });

  it("can leave sending to the person, and then promises nothing", async () => {
    const markup = await html(<CodeField selfSubmit={false} digits={8} />);
    expect(markup).not.toContain("data-self-submit");
    expect(markup).not.toContain("Checked as soon");
    expect(markup).toContain("8-digit code");
  });

  it("ties the error to the field, and keeps no code in it", async () => {
    const markup = await html(<CodeField error="That code didn't work." hint="From your app." />);
    expect(attribute(markup, "aria-invalid")).toBe("true");
    expect(attribute(markup, "aria-describedby")).toBe("f-code-hint f-code-error");
    expect(markup).toContain('id="f-code-error"');
    expect(markup).toContain('id="f-code-hint"');
  });
});

describe("every field", () => {
  const options = [{ value: "a", label: "A" }];
  it.each([
    ["Field", (error?: string) => <Field label="L" name="n" error={error} />],
    [
      "PasswordField",
      (error?: string) => <PasswordField label="L" name="n" autocomplete="current-password" error={error} />,
    ],
    ["RecoveryCodeField", (error?: string) => <RecoveryCodeField name="n" error={error} />],
    ["SelectField", (error?: string) => <SelectField label="L" name="n" options={options} error={error} />],
    ["CheckboxField", (error?: string) => <CheckboxField label="L" name="n" error={error} />],
    ["RadioGroup", (error?: string) => <RadioGroup legend="L" name="n" options={options} error={error} />],
    ["FileField", (error?: string) => <FileField label="L" name="n" error={error} />],
  ])("%s says what is wrong where it is wrong", async (_, field) => {
    const wrong = await html(field("Not so."));
    expect(wrong).toContain('aria-invalid="true"');
    expect(attribute(wrong, "aria-describedby")).toBe("f-n-error");
    expect(wrong).toContain('id="f-n-error"');
    expect(wrong).toMatch(/<label for="f-n|<legend>/);
    expect(await html(field())).not.toMatch(/aria-invalid|aria-describedby/);
  });
});

it("a password is never written back into the page, and its button waits for the script", async () => {
  const markup = await html(<PasswordField label="Password" name="password" autocomplete="current-password" />);
  expect(markup).not.toContain("value=");
  expect(markup).toMatch(/<button[^>]*type="button"[^>]*hidden/);
});

it("the list of errors leads to the fields, and is not there without errors", async () => {
  const markup = await html(
    <ErrorSummary
      errors={[{ field: "domain", message: "One" }, { field: "#own", message: "Two" }, { message: "Three" }]}
    />,
  );
  expect(markup).toContain('<a href="#f-domain">One</a>');
  expect(markup).toContain('<a href="#own">Two</a>');
  expect(markup).toContain("<li>Three</li>");
  expect(await html(<div>{<ErrorSummary errors={[]} />}</div>)).toBe("<div></div>");
});
