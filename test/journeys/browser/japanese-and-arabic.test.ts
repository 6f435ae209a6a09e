// From the first password to the account's own pages, wholly in Japanese, and wholly in Arabic from right to left.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { type Language, words } from "../../../src/words/index.ts";
import { type Look, lookAround } from "../../support/looking.ts";
import { type ServedWorld, useBrowser } from "../../support/served-world.ts";
import { readQr } from "../../support/tools.ts";
import { see, seeHeading } from "../../support/visiting.ts";
import type { TestPerson } from "../../support/world.ts";

const { serve } = useBrowser();

const linIs = { email: "lin@acme.example", screenName: "lin", displayName: "Lin Q." };

/** One who walks through our pages in their language. */
class Walk {
  readonly words;
  readonly language: Language;
  readonly world: ServedWorld;
  readonly page: Page;
  readonly look: Look;

  constructor(language: Language, world: ServedWorld, page: Page, look: Look) {
    this.language = language;
    this.words = words[language];
    this.world = world;
    this.page = page;
    this.look = async (stop) => {
      await this.speaks(stop);
      await look(stop);
    };
  }

  /** The page is in this language, runs its way, and holds no sentence of another. */
  async speaks(stop: string): Promise<void> {
    const html = this.page.locator("html");
    const [lang, dir] = [
      await html.getAttribute("lang"),
      await html.evaluate((root) => getComputedStyle(root).direction),
    ];
    expect([stop, lang, dir]).toEqual([stop, this.language, this.words.direction]);
    const shown = `${await this.page.title()}\n${await this.page.locator("body").innerText()}`;
    // Names, addresses, codes, keys and browsers stay what they are.
    const foreign = shown
      .replace(/[\w.+-]+@[\w.-]+|\b[A-Z0-9]{4}(?:[- ][A-Z0-9]{4})*\b|\d+(\.\d+){3}|[\u2066-\u2069]/g, "")
      .replace(
        /\b(Acme|Lin Q|Q|lin|UTC|QR|API|PNG|JPEG|WebP|MiB|Chrome|Linux|Android|English|Deutsch|Español)\b|Français/g,
        "",
      );
    expect([stop, foreign.match(/[A-Za-zÀ-ÿ]{2,}/g)]).toEqual([stop, null]);
  }

  /** With the keyboard alone: nothing is clicked. */
  async tabTo(name: string): Promise<void> {
    for (let i = 0; i < 60; i++) {
      if ((await this.focused()) === bare(name)) return;
      await this.page.keyboard.press("Tab");
    }
    throw new Error(`the tab key does not lead to ${name} at ${this.page.url()}`);
  }

  async press(name: string): Promise<void> {
    await this.tabTo(name);
    await this.page.keyboard.press("Enter");
  }

  async type(into: string, text: string): Promise<void> {
    await this.tabTo(into);
    await this.page.keyboard.press("ControlOrMeta+A");
    await this.page.keyboard.type(text);
  }

  async givePassword(who: TestPerson, password = who.password): Promise<void> {
    const { signIn } = this.words;
    await this.page.goto("/sign-in");
    await seeHeading(this.page, signIn.heading("Acme"));
    await this.type(signIn.login, who.person.screen_name);
    await this.type(signIn.password, password);
    await this.page.keyboard.press("Enter");
  }

  /** What zbarimg reads in the picture is what stands below it for typing. */
  async scan(): Promise<string> {
    const picture = this.page.getByRole("img", { name: this.words.shared.qrCode });
    const [address] = readQr(await picture.screenshot());
    const key = this.page.locator(".key code");
    const secret = (await key.innerText()).replace(/\s/g, "");
    expect(new URL(address ?? "").searchParams.get("secret")).toBe(secret);
    expect(await key.evaluate((code) => getComputedStyle(code).direction)).toBe("ltr");
    return secret;
  }

  /** From the picture to the ten codes, kept in a file. @returns the app's secret and the codes */
  async setUp(): Promise<{ secret: string; codes: string[] }> {
    const { setUp, shared } = this.words;
    await seeHeading(this.page, setUp.scan);
    const secret = await this.scan();
    await this.look("set-up");
    await this.type(setUp.sixDigits, "000000");
    await this.press(setUp.confirm);
    await see(this.page, setUp.doesNotMatch);
    await this.look("set-up, wrong code");
    await this.type(setUp.sixDigits, this.world.oathtool(secret));
    await this.press(setUp.confirm);
    await seeHeading(this.page, setUp.saveTitle);
    const list = this.page.getByRole("list", { name: shared.recoveryCodes });
    const codes = await list.getByRole("listitem").allInnerTexts();
    expect(codes).toHaveLength(10);
    expect(codes.join(" ")).toMatch(/^([0-9A-Z]{4}(-[0-9A-Z]{4}){3} ?){10}$/);
    await this.look("recovery codes");
    const saving = this.page.waitForEvent("download");
    await this.press(shared.download);
    const file = Buffer.concat(await (await (await saving).createReadStream()).toArray()).toString();
    expect(file).toContain(shared.sheetTitle("Acme"));
    expect(file).toContain(shared.sheetAccount("lin"));
    for (const code of codes) expect(file.split("\n")).toContain(code);
    await see(this.page, shared.downloaded);
    await this.press(shared.goOn);
    return { secret, codes };
  }

  async signOut(): Promise<void> {
    await this.press(this.words.shared.signOut);
    await see(this.page, this.words.signIn.signedOut);
  }

  /** What has the focus, by the name that a screen reader says. */
  private async focused(): Promise<string> {
    const name = await this.page.evaluate(() => {
      const element = document.activeElement as HTMLInputElement | null;
      return element?.getAttribute("aria-label") ?? element?.labels?.[0]?.innerText ?? element?.innerText ?? "";
    });
    return bare(name).split("\n")[0] as string;
  }
}

/** Without the characters that set a name apart. */
const bare = (text: string): string => text.replace(/[\u2066-\u2069]/g, "").trim();

test.each(["ja", "ar"] as const)(
  "[BY-14] the whole way in %s, by the keyboard alone: set-up, codes, signing in again, a lost phone, one's own account",
  async (language) => {
    const world = await serve();
    const lin = await world.addPerson(linIs);
    const page = await world.desktop({ locale: language === "ja" ? "ja-JP" : "ar-EG" });
    const { account, problems, security, shared, signIn, requirement } = words[language];
    await lookAround(page, async (look) => {
      const walk = new Walk(language, world, page, look);
      await walk.givePassword(lin, "not the password");
      await see(page, problems.wrongCredentials);
      await walk.look("sign-in, wrong password");
      await walk.givePassword(lin);
      const { secret, codes } = await walk.setUp();
      await see(page, account.done.enabled);
      await walk.look("profile");
      await walk.signOut();
      await walk.look("signed out");

      // A wrong code, the right one, and this browser is trusted from then on.
      world.nextStep();
      await walk.givePassword(lin);
      await seeHeading(page, signIn.enterCode);
      await walk.look("second step");
      await walk.type(shared.code(6), "000000");
      await see(page, signIn.wrongCodeLeft(4));
      await walk.look("second step, wrong code");
      await walk.tabTo(signIn.rememberFor(shared.weeks(1)));
      await page.keyboard.press("Space");
      await walk.type(shared.code(6), world.oathtool(secret));
      await seeHeading(page, account.nav.profile);
      await walk.signOut();
      await walk.givePassword(lin);
      await seeHeading(page, account.nav.profile);

      await walk.press(account.nav.security);
      await seeHeading(page, security.sessions);
      const everyone = requirement.because(requirement.levels.required, requirement.reasons.organisation.required);
      await see(page, requirement.alone(everyone));
      await walk.look("security");
      await walk.press(security.generate);
      await walk.look("new codes, asks for the password");
      await walk.press(shared.cancel);
      await page.getByRole("dialog").waitFor({ state: "detached" });
      await walk.signOut();

      // Another browser, without the phone.
      const phone = await world.phone({ locale: language });
      const lost = new Walk(language, world, phone, async () => {});
      await lost.givePassword(lin);
      await seeHeading(phone, signIn.enterCode);
      await lost.press(signIn.useRecoveryCode);
      await seeHeading(phone, signIn.recoveryTitle);
      await lost.type(shared.recoveryCode, "0000-0000-0000-0000");
      await phone.keyboard.press("Enter");
      await see(phone, signIn.wrongRecoveryCodeLeft(4));
      await lost.look("recovery code, wrong");
      await lost.type(shared.recoveryCode, codes[0] as string);
      await phone.keyboard.press("Enter");
      await see(phone, words[language].setUp.codesLeft(9));
      await lost.setUp();
      await see(phone, account.done.recovered);
      await lost.speaks("recovered");
    });
  },
);

test.each([
  ["ja", (code: string) => code.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit)))],
  ["ar", (code: string) => code.replace(/\d/g, (digit) => String.fromCharCode(0x660 + Number(digit)))],
] as const)(
  "[BY-14] signing in speaks %s with JavaScript off, and takes a code in the digits of its keyboard",
  async (language, typed) => {
    const world = await serve();
    const lin = await world.addPerson({ ...linIs, enrolled: true });
    const { account, shared, signIn, setUp } = words[language];
    const page = await world.phone({ locale: language, scripts: false });
    const walk = new Walk(language, world, page, async () => {});
    const givePassword = async () => {
      await page.goto("/sign-in");
      await page.getByLabel(signIn.login).fill("lin");
      await page.getByLabel(signIn.password, { exact: true }).fill(lin.password);
      await page.getByRole("button", { name: signIn.title, exact: true }).click();
    };
    const giveCode = async (code: string) => {
      await page.getByLabel(shared.code(6)).fill(typed(code));
      await page.getByRole("button", { name: shared.goOn }).click();
    };
    await givePassword();
    await seeHeading(page, signIn.enterCode);
    await walk.speaks("second step");
    await giveCode("000000");
    await see(page, signIn.wrongCodeLeft(4));
    await page.getByLabel(signIn.rememberFor(shared.weeks(1))).check();
    await giveCode(world.oathtool(lin));
    await seeHeading(page, account.nav.profile);
    await walk.speaks("profile");
    await page.getByRole("button", { name: shared.signOut }).click();
    await givePassword();
    await seeHeading(page, account.nav.profile);

    const other = await world.desktop({ locale: language, scripts: false });
    await other.goto("/sign-in");
    await other.getByLabel(signIn.login).fill("lin");
    await other.getByLabel(signIn.password, { exact: true }).fill(lin.password);
    await other.keyboard.press("Enter");
    await other.getByRole("link", { name: signIn.useRecoveryCode }).click();
    await other.getByRole("textbox", { name: shared.recoveryCode }).fill(typed(lin.recoveryCodes[0] as string));
    await other.getByRole("button", { name: shared.goOn }).click();
    await see(other, setUp.codesLeft(9));
    await new Walk(language, world, other, async () => {}).speaks("set-up");
  },
);
