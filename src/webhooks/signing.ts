// How what is sent is written and signed: Standard Webhooks 1.0.
import { createHmac } from "node:crypto";

/** As it is shown, once, and given to the libraries of the standard. */
export const secretText = (secret: Uint8Array): string => `whsec_${Buffer.from(secret).toString("base64")}`;

export interface Sent {
  /** The same at every try: whoever takes it twice can tell. */
  id: string;
  /** ms */
  at: number;
  body: string;
}

/** @param secrets the present one first */
export function headersOf({ id, at, body }: Sent, secrets: readonly Uint8Array[]): Record<string, string> {
  const timestamp = String(Math.floor(at / 1000));
  const signatures = secrets.map((secret) => {
    const signed = createHmac("sha256", secret).update(`${id}.${timestamp}.${body}`).digest("base64");
    return `v1,${signed}`;
  });
  return {
    "content-type": "application/json",
    "user-agent": "Countersign webhooks",
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": signatures.join(" "),
  };
}

export interface SentEvent {
  id: string;
  at: number;
  name: string;
  actor_id: string | null;
  person_id: string | null;
  outcome: string;
  address: string;
  user_agent: string;
  details: string;
}

export const bodyOf = (organisation: string, event: SentEvent): string =>
  JSON.stringify({
    type: event.name,
    timestamp: new Date(event.at).toISOString(),
    data: {
      id: event.id,
      organisation,
      actor: event.actor_id,
      person: event.person_id,
      outcome: event.outcome,
      address: event.address,
      userAgent: event.user_agent,
      details: JSON.parse(event.details),
    },
  });

/** `undefined` for what somebody has written into the database by hand. */
export function readableBody(organisation: string, event: SentEvent): string | undefined {
  try {
    return bodyOf(organisation, event);
  } catch {
    return undefined;
  }
}

/** What a test sends; no such thing has happened. */
export const testBody = (organisation: string, at: number): string =>
  JSON.stringify({ type: "webhook.test", timestamp: new Date(at).toISOString(), data: { organisation } });
