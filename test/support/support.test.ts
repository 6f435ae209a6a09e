import pg from "pg";
import QRCode from "qrcode";
import { afterAll, expect, test } from "vitest";
import { launchBrowser, newDesktop, newPhone } from "./chromium.ts";
import { createTestDatabase } from "./postgres.ts";
import { oathtoolCode, readQr } from "./tools.ts";

const opened: { close(): Promise<void> }[] = [];
afterAll(async () => {
  for (const one of opened) await one.close();
});

test("each test database is empty, its own, and gone after", async () => {
  const [first, second] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  await query(first.url, "CREATE TABLE people (id int)");
  expect(await query(second.url, "SELECT to_regclass('people') AS found")).toEqual([{ found: null }]);
  await Promise.all([first.drop(), second.drop()]);
  await expect(query(first.url, "SELECT 1")).rejects.toThrow(/does not exist/);
});

test("oathtool agrees with the vectors of RFC 6238", () => {
  const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
  expect(oathtoolCode(secret, 59_000, { digits: 8 })).toBe("94287082");
  expect(oathtoolCode(secret, 1_111_111_109_999)).toBe("081804");
});

test("zbarimg reads a QR code and says so where there is none", async () => {
  const text = "otpauth://totp/Acme:kim@acme.example?secret=GEZDGNBVGY3TQOJQ&issuer=Acme";
  expect(readQr(await QRCode.toBuffer(text))).toEqual([text]);
  const blank = Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4//8/AwAI/AL+p5qgoAAAAABJRU5ErkJggg==",
    "base64",
  );
  expect(readQr(blank)).toEqual([]);
});

test("a phone and a desktop differ in size, and scripts can be off", async () => {
  const browser = await launchBrowser();
  opened.push(browser);
  const page = "data:text/html,<title>off</title><script>document.title='on '+innerWidth</script>";
  const phone = await (await newPhone(browser)).newPage();
  await phone.goto(page.replace("<title>", "<meta name=viewport content='width=device-width'><title>"));
  expect(await phone.title()).toBe("on 360");
  const desktop = await (await newDesktop(browser, { colorScheme: "dark" })).newPage();
  await desktop.goto(page);
  expect(await desktop.title()).toBe("on 1280");
  const plain = await (await newDesktop(browser, { scripts: false })).newPage();
  await plain.goto(page);
  expect(await plain.title()).toBe("off");
});

async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  try {
    await client.connect();
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}
