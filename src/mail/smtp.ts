// The mail server: hands it one letter, within a time limit.
import type { Transporter } from "nodemailer";
import { second } from "../kernel/clock.ts";
import { sendsFor } from "./rules.ts";

export interface MailSettings {
  host: string;
  port: number;
  /** TLS from the start. */
  secure: boolean;
  login: { user: string; password: string } | undefined;
  /** Without a name it is the organisation's. */
  from: { name: string | undefined; address: string };
}

/** A letter as it goes out. */
export interface Message {
  /** The same at every try, so that a mailbox that got it twice can tell. */
  id: string;
  from: string;
  to: { name: string; address: string };
  subject: string;
  text: string;
  html: string;
  /** ms since the epoch */
  at: number;
}

export interface Post {
  /** Whether there is a server to hand letters to. */
  readonly sends: boolean;
  /** @throws what nodemailer throws, see `failureWords` */
  send(message: Message, stop?: AbortSignal): Promise<void>;
  /** Says hello to the server, with the password. @throws the same */
  verify(): Promise<void>;
}

export function createPost(settings: MailSettings | undefined): Post {
  if (!settings) return { sends: false, send: noPost, verify: noPost };
  const { host, port, secure, login, from } = settings;
  const here = host === "localhost" || host === "::1" || host.startsWith("127.");
  let opened: Promise<Transporter> | undefined;
  // Loaded for the first letter: it is large, and a process may rest for long before there is one.
  const transport = () => {
    opened ??= open();
    return opened;
  };
  const open = async (): Promise<Transporter> =>
    (await import("nodemailer")).createTransport(
      {
        host,
        port,
        secure,
        // On the way to another machine a password is never in the clear; on this one, certificates are seldom in order.
        ...(here ? { ignoreTLS: true } : { requireTLS: login !== undefined }),
        ...(login ? { auth: { user: login.user, pass: login.password } } : {}),
        connectionTimeout: 10 * second,
        greetingTimeout: 10 * second,
        socketTimeout: 20 * second,
        dnsTimeout: 10 * second,
        disableFileAccess: true,
        disableUrlAccess: true,
      },
      {
        // Nobody answers a machine, least of all another machine (RFC 3834).
        headers: { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" },
      },
    );
  return {
    sends: true,
    async send({ id, from: organisation, to, subject, text, html, at }, stop) {
      const limit = AbortSignal.timeout(sendsFor);
      const name = oneLine(from.name ?? organisation);
      await (await transport()).sendMail({
        messageId: `<${id}@${from.address.slice(from.address.lastIndexOf("@") + 1)}>`,
        from: { name, address: from.address },
        to: { name: oneLine(to.name), address: to.address },
        subject: oneLine(subject),
        text,
        html,
        date: new Date(at),
        signal: stop ? AbortSignal.any([limit, stop]) : limit,
      });
    },
    async verify() {
      await (await transport()).verify();
    },
  };
}

async function noPost(): Promise<never> {
  throw new Error("no mail server is set up");
}

/** A line's end in a header would begin another header. */
const oneLine = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, " ").trim();
