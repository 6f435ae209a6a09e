// Writes a letter out of what the outbox holds: the same words as text and as HTML.
import type { Queries } from "../database/database.ts";
import type { Clock } from "../kernel/clock.ts";
import { CannotUnseal, type Sealer } from "../kernel/sealing.ts";
import { linkContext } from "../mail/actions.ts";
import type { Render, WaitingLetter } from "../mail/delivery.ts";
import { addressesIn } from "../organisations/actions.ts";
import { personOf } from "../people/actions.ts";
import { readAddress } from "../people/rules.ts";
import { Spoken } from "../ui/index.ts";
import { languageOf, words } from "../words/index.ts";
import { type Sender, Sheet } from "./parts.tsx";
import type { Subject } from "./phrases.tsx";
import { type Details, numberIn, textOf, titleOf } from "./rules.ts";
import * as store from "./store.ts";
import { LetterBody } from "./words.tsx";

interface LetterNeeds {
  db: Queries;
  clock: Clock;
  sealer: Sealer;
  site: { origin: string };
}

/** Letters that go to an address which may not be the person's own: they greet nobody. */
const unaddressed = new Set(["person.address-confirmation"]);

export function renderLetter(needs: LetterNeeds): Render {
  return async (letter) => {
    const address = readAddress(letter.recipient);
    if (!address) return { undeliverable: "There is no address to send this to." };
    const sender = await senderOf(needs, letter.organisation_id);
    if (sender === "suspended") return { undeliverable: "The organisation is suspended." };
    if (sender === "gone") return { undeliverable: "The organisation is gone." };
    const details = JSON.parse(letter.details) as Details;
    const now = needs.clock.now();
    if (letter.sealed_link && (numberIn(details, "until") ?? now) < now) {
      return { undeliverable: "The link in it is too old by now." };
    }
    const link = linkOf(needs, letter);
    if (link === "unreadable") return { undeliverable: "The link in it can't be read with this key." };

    const person =
      letter.person_id === null
        ? undefined
        : await personOf(needs.db, { organisation: letter.organisation_id, person: letter.person_id });
    const name = unaddressed.has(letter.kind) ? undefined : person?.display_name;
    const speech = words[languageOf(person?.language, sender.language)];
    const title = titleOf(letter.kind, speech);
    const html = await page(title, letter.kind, { words: speech, sender, name, details, link, now });
    return {
      id: letter.id,
      from: sender.name,
      to: { name: name ?? "", address: `${address.shown.split(/[@\ufe6b\uff20]/)[0]}@${address.domain}` },
      subject: `${title} · ${speech.apart(sender.name)}`,
      text: textOf(html),
      html,
      at: now,
    };
  };
}

/** Under which name and address an organisation writes; one that nobody can sign in to writes to nobody. */
async function senderOf({ db, site }: LetterNeeds, organisation: string): Promise<Sender | "suspended" | "gone"> {
  const found = await db.first(store.getSender, { organisation });
  if (!found || found.status === "removed") return "gone";
  if (found.status !== "active") return "suspended";
  const { name, accent, language } = found;
  return { name, accent, language, at: await addressesIn(db, site, organisation) };
}

function linkOf({ sealer }: LetterNeeds, letter: WaitingLetter): string | undefined | "unreadable" {
  if (!letter.sealed_link) return undefined;
  try {
    return sealer.unseal(letter.sealed_link, linkContext(letter.organisation_id, letter.id)).toString();
  } catch (error) {
    if (error instanceof CannotUnseal) return "unreadable";
    throw error;
  }
}

async function page(title: string, kind: string, subject: Subject): Promise<string> {
  const sheet = (
    <Spoken words={subject.words}>
      <Sheet title={title} sender={subject.sender} words={subject.words}>
        <LetterBody kind={kind} subject={subject} />
      </Sheet>
    </Spoken>
  );
  return `<!doctype html>${await sheet.toString()}`;
}
