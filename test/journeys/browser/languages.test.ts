// Pages speak the language of whoever opens them, and say so to screen readers and translators.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { words } from "../../../src/words/index.ts";
import { lookAround } from "../../support/looking.ts";
import { useBrowser } from "../../support/served-world.ts";
import { follow, press, see, seeHeading, signIn } from "../../support/visiting.ts";

const { serve } = useBrowser();

const languageOf = (page: Page) => page.locator("html").getAttribute("lang");

async function enter(page: Page, login: string, password: string): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("Benutzername oder E-Mail").fill(login);
  await page.getByLabel("Passwort", { exact: true }).fill(password);
  await press(page, "Anmelden");
}

test("[BY-14] a German browser is spoken to in German, from the sign-in through the second step", async () => {
  const world = await serve();
  const kim = await world.addPerson({ email: "kim@acme.example", screenName: "kim", enrolled: true });
  const page = await world.desktop({ locale: "de-DE" });
  await lookAround(page, async (look) => {
    const lookGerman = async (stop: string) => {
      expect([stop, await languageOf(page)]).toEqual([stop, "de"]);
      await look(stop);
    };
    await page.goto("/sign-in");
    await seeHeading(page, "Bei Acme anmelden");
    await lookGerman("sign-in");
    await press(page, "Anzeigen (Passwort)");
    await press(page, "Verbergen (Passwort)");
    await enter(page, "kim", "not the password");
    await see(page, "Benutzername oder E-Mail und Passwort passen nicht zusammen.");
    await lookGerman("sign-in, wrong password");

    await enter(page, "kim", kim.password);
    await seeHeading(page, "Code eingeben");
    await see(page, "Diesem Browser 1 Woche vertrauen");
    await lookGerman("second step");
    await page.getByLabel("Sechsstelliger Code").fill("000000");
    await see(page, "(noch 4 Versuche)");
    await lookGerman("second step, wrong code");
    await follow(page, "Stattdessen einen Wiederherstellungscode verwenden");
    await seeHeading(page, "Wiederherstellungscode verwenden");
    await lookGerman("recovery code");
    await follow(page, "Ich habe mein Telefon verloren");
    await seeHeading(page, "Um Hilfe bitten");
    await lookGerman("help");
    await follow(page, "Stattdessen einen Code aus Ihrer App verwenden");
    await page.getByLabel("Sechsstelliger Code").fill(world.oathtool(kim));
    await seeHeading(page, "Profil");
    await lookGerman("profile");
    await follow(page, "Sicherheit");
    await seeHeading(page, "Wo Sie angemeldet sind");
    await see(page, "Pflicht, denn die Organisation verlangt es von allen.");
    await see(page, "Noch 10 Codes übrig");
    await lookGerman("security");
    await follow(page, "Neue Wiederherstellungscodes erstellen");
    await seeHeading(page, "Neue Wiederherstellungscodes erstellen");
    await lookGerman("new codes");
  });
});

test("[BY-14] a language chosen under Profile holds from the next page on, against the browser's", async () => {
  const world = await serve();
  const kim = await world.addPerson({ email: "kim@acme.example", screenName: "kim", enrolled: true });
  const page = await world.desktop();
  await signIn(world, page, kim);
  await page.getByLabel("Language", { exact: true }).selectOption({ label: "Français" });
  await press(page, "Save");
  await see(page, "Votre profil a été enregistré.");
  expect(await languageOf(page)).toBe("fr");
  await follow(page, "Sécurité");
  await seeHeading(page, "Où vous êtes connecté");
  await press(page, "Se déconnecter");
  // Whoever is signed out is nobody again.
  await see(page, "You are signed out.");
  await page.goto("/sign-in");
  expect(await languageOf(page)).toBe("en");
});

test("[BY-14] the console speaks the language that its reader chose, and says so", async () => {
  const world = await serve();
  const ada = await world.addPerson({
    email: "ada@acme.example",
    screenName: "ada",
    administrator: true,
    enrolled: true,
  });
  const page = await world.desktop();
  await signIn(world, page, ada);
  await page.getByLabel("Language", { exact: true }).selectOption({ label: "Deutsch" });
  await press(page, "Save");
  await see(page, "Ihr Profil wurde gespeichert.");
  await follow(page, "Personen");
  await seeHeading(page, "Personen");
  expect(await languageOf(page)).toBe("de");
});

test("[BY-14] setting up speaks German, down to the file with the recovery codes", async () => {
  const world = await serve();
  const lou = await world.addPerson({ email: "lou@acme.example", screenName: "lou" });
  const page = await world.desktop({ locale: "de-AT" });
  await lookAround(page, async (look) => {
    await enter(page, "lou", lou.password);
    await seeHeading(page, "Diesen Code scannen");
    await look("set-up");
    const key = await page.locator(".key code").innerText();
    await page.getByLabel("Die sechs Ziffern aus Ihrer App").fill("000000");
    await press(page, "Bestätigen und aktivieren");
    await see(page, "Dieser Code passt nicht.");
    await look("set-up, wrong code");
    await page.getByLabel("Die sechs Ziffern aus Ihrer App").fill(world.oathtool(key.replace(/\s/g, "")));
    await press(page, "Bestätigen und aktivieren");
    await seeHeading(page, "Wiederherstellungscodes sichern");
    const saving = page.waitForEvent("download");
    await press(page, "Herunterladen");
    const text = await (await saving).createReadStream().then((stream) => stream.toArray());
    expect(Buffer.concat(text).toString()).toContain("Wiederherstellungscodes für Acme\nKonto: lou\nErstellt am ");
    await see(page, "Heruntergeladen.");
    expect(await languageOf(page)).toBe("de");
    await look("recovery codes");
    await press(page, "Weiter");
    await page.waitForURL("**/account?done=enabled");
  });
});

test("without a language that we speak, a browser reads the organisation's; with one of ours, its own", async () => {
  const world = await serve();
  const swedish = await world.phone({ locale: "sv-SE" });
  const french = await world.phone({ locale: "fr-CA" });
  await swedish.goto("/sign-in");
  await seeHeading(swedish, "Sign in to Acme");
  await world.needs.db.transaction((tx) =>
    tx.list((query) => query.updateTable("organisations").set({ language: "es" })),
  );
  await swedish.goto("/sign-in");
  await seeHeading(swedish, "Iniciar sesión en Acme");
  expect(await languageOf(swedish)).toBe("es");
  await french.goto("/sign-in");
  await seeHeading(french, "Se connecter à Acme");
  await follow(french, "Mot de passe oublié ?");
  expect(await languageOf(french)).toBe("fr");
  await french.goto("/nowhere");
  await see(french, "Cette page n’existe pas.");
  expect(await languageOf(french)).toBe("fr");
});

test("whoever chose a language reads it once the password is known, whatever the browser says", async () => {
  const world = await serve();
  const eva = await world.addPerson({ email: "eva@acme.example", screenName: "eva", language: "es" });
  const page = await world.phone();
  await page.goto("/sign-in");
  await page.getByLabel("Screen name or e-mail").fill("eva");
  await page.getByLabel("Password", { exact: true }).fill(eva.password);
  await press(page, "Sign in");
  await seeHeading(page, words.es.setUp.scan);
  expect(await languageOf(page)).toBe("es");
});
