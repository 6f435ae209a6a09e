// An administrator imports a long file: the page says how far it is, and then which lines were left out and why.
import { test } from "vitest";
import { portionsAtOnce } from "../../../src/admin/import/importing.ts";
import { portion, workOffDue } from "../../../src/admin/import/working.ts";
import { lookAround } from "../../support/looking.ts";
import { useBrowser } from "../../support/served-world.ts";
import { follow, press, see, seeHeading, signIn } from "../../support/visiting.ts";

const { serve } = useBrowser();

test("a long file: judged, begun, looked at while it goes on, and read when it is done", async () => {
  const world = await serve({ policy: { organisation: "optional" } });
  const ada = await world.addPerson({
    ...{ email: "ada@acme.example", screenName: "ada", administrator: true, enrolled: true },
  });
  const many = portion * portionsAtOnce + 3;
  const lines = Array.from({ length: many }, (_, i) => `p${i}@new.example,Person ${i}`);
  const page = await world.desktop();
  await signIn(world, page, ada);
  await lookAround(page, async (look) => {
    await page.goto("/admin/people/import");
    await page.getByLabel("File").setInputFiles({
      name: "people.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(`email,displayName\n${lines.join("\n")}\n`),
    });
    await press(page, "Check the file");
    await see(page, "Nothing is saved yet.");
    await press(page, "Import");
    await seeHeading(page, "Import people");
    await see(page, `${(many - 3).toLocaleString("en")} of ${many.toLocaleString("en")} lines done`);
    await see(page, "The rest goes on by itself, also when you leave this page.");
    await look("an import that goes on");
    await world.addPerson({ email: `p${many - 2}@new.example`, screenName: "somebody" });
    await workOffDue(world.needs);
    await follow(page, "Look again");
    await see(page, `${(many - 1).toLocaleString("en")} people added, 0 people changed. 1 line left out.`);
    await see(page, "Somebody has this e-mail address or screen name by now.");
    await look("an import that is done, with a line left out");
    await follow(page, "Show who is invited");
  });
});
