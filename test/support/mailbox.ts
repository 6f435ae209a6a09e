// A real SMTP server for a test, and the letters that arrive there, taken apart.
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { renderLetter } from "../../src/letters/actions.tsx";
import { deliverDue } from "../../src/mail/delivery.ts";
import type { World } from "./world.ts";

export interface Mail {
  /** Of the envelope. */
  to: string[];
  headers: Map<string, string>;
  subject: string;
  text: string;
  html: string;
  raw: string;
}

export class Mailbox {
  readonly mails: Mail[] = [];
  /** What the server says to a recipient in place of 'yes'. */
  refuse: (address: string) => string | undefined = () => undefined;
  #server: SMTPServer | undefined;
  #port = 0;

  static async open(): Promise<Mailbox> {
    const mailbox = new Mailbox();
    await mailbox.start();
    return mailbox;
  }

  /** Listens, at the port it had before if there was one. */
  async start(): Promise<void> {
    const server = new SMTPServer({
      disabledCommands: ["AUTH", "STARTTLS"],
      closeTimeout: 100,
      onRcptTo: ({ address }, _session, done) => {
        const refusal = this.refuse(address);
        done(refusal === undefined ? undefined : Object.assign(new Error(refusal), { responseCode: 550 }));
      },
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on("data", (chunk: Buffer) => chunks.push(chunk));
        stream.on("end", () => {
          const to = session.envelope.rcptTo.map(({ address }) => address);
          this.mails.push({ to, ...readMail(Buffer.concat(chunks).toString("latin1")) });
          done();
        });
      },
    });
    server.on("error", () => {});
    await new Promise<void>((resolve) => server.listen(this.#port, "127.0.0.1", resolve));
    this.#port = (server.server.address() as AddressInfo).port;
    this.#server = server;
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => (this.#server ? this.#server.close(() => resolve()) : resolve()));
    this.#server = undefined;
  }

  /** What tells a world to send its letters here. */
  get environment(): Record<string, string> {
    return {
      COUNTERSIGN_SMTP_URL: `smtp://127.0.0.1:${this.#port}`,
      COUNTERSIGN_MAIL_FROM: "no-reply@acme.example",
    };
  }

  to = (address: string): Mail[] => this.mails.filter((mail) => mail.to.includes(address));

  /** The newest letter to an address. */
  latest(address: string, subject: string | RegExp = ""): Mail {
    const found = this.to(address).findLast((mail) =>
      typeof subject === "string" ? mail.subject.includes(subject) : subject.test(mail.subject),
    );
    if (!found)
      throw new Error(`no letter '${subject}' to ${address}; there are: ${this.mails.map(titled).join(", ")}`);
    return found;
  }
}

const titled = ({ to, subject }: Mail): string => `'${subject}' to ${to}`;

/** Sends what is due, as the server's worker would. */
export const deliver = (world: Pick<World, "needs">): Promise<number> =>
  deliverDue(world.needs, renderLetter(world.needs));

/** The one link of a letter that carries a token. */
export function linkIn({ text }: Mail): string {
  const links = text.match(/https?:\/\/\S+token=\S+/g) ?? [];
  if (links.length !== 1) throw new Error(`${links.length} links in:\n${text}`);
  return links[0] as string;
}

function readMail(raw: string): Omit<Mail, "to"> {
  const { headers, body } = readPart(raw);
  const boundary = /boundary="?([^";]+)/.exec(headers.get("content-type") ?? "")?.[1];
  const parts = boundary === undefined ? [] : body.split(`--${boundary}`).map((part) => readPart(part.trimStart()));
  const ofType = (type: string): string => {
    const part = parts.find((one) => one.headers.get("content-type")?.startsWith(type));
    return part ? decodeBody(part) : "";
  };
  const subject = decodeWords(headers.get("subject") ?? "");
  return { headers, subject, text: ofType("text/plain"), html: ofType("text/html"), raw };
}

interface Part {
  headers: Map<string, string>;
  body: string;
}

function readPart(raw: string): Part {
  const end = raw.indexOf("\r\n\r\n");
  const lines = raw
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, " ")
    .split("\r\n");
  const headers = new Map(
    lines.map((line) => {
      const at = line.indexOf(":");
      return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()] as const;
    }),
  );
  return { headers, body: raw.slice(end + 4) };
}

function decodeBody({ headers, body }: Part): string {
  const encoding = headers.get("content-transfer-encoding");
  const bytes = encoding === "base64" ? Buffer.from(body, "base64") : Buffer.from(quotedPrintable(body), "latin1");
  return bytes.toString("utf8").replaceAll("\r\n", "\n");
}

const quotedPrintable = (text: string): string =>
  text
    .replace(/=\r\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** RFC 2047. */
const decodeWords = (text: string): string =>
  text
    .replace(/\?= +=\?/g, "?==?")
    .replace(/=\?UTF-8\?([QB])\?(.*?)\?=/gi, (_, kind: string, encoded: string) =>
      kind.toUpperCase() === "B"
        ? Buffer.from(encoded, "base64").toString()
        : Buffer.from(quotedPrintable(encoded.replaceAll("_", " ")), "latin1").toString(),
    );
