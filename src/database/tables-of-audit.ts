// The tables of what happened, and of the chain that shows whether anybody changed it since.

export interface TablesOfAudit {
  audit_events: {
    organisation_id: string;
    id: string;
    at: number;
    name: string;
    actor_id: string | null;
    person_id: string | null;
    outcome: string;
    address: string;
    user_agent: string;
    /** JSON; what the catalogue says the event records. Never a secret. */
    details: string;
  };
  /** Events that are not in the chain yet; written in the transaction of the event. */
  audit_waiting: { organisation_id: string; event_id: string };
  /** The chain: one row an event, without gaps. */
  audit_links: {
    organisation_id: string;
    /** From 1. */
    seq: number;
    event_id: string;
    chained_at: number;
    /** 1 where the event was in the chain before, and outlived the part that was removed. */
    carried: number;
    /** Of `audit_keys`. */
    key_id: string;
    /** HMAC-SHA-256 over the hash before, everything here, and every column of the event. */
    hash: Uint8Array;
  };
  /** Where each chain ends: whoever moves it on is the one that adds links. */
  audit_heads: { organisation_id: string; seq: number; hash: Uint8Array; at: number };
  /** Keys of the chains, sealed with the ring: so the ring can be exchanged, and what was chained stays provable. */
  audit_keys: {
    organisation_id: string;
    /** '1', '2', … */
    id: string;
    sealed_key: Uint8Array;
    /** Name of the ring's key at that time: under another one a new key is made. */
    made_under: string;
    created_at: number;
  };
  /** What was removed because its time was over, signed: the chain goes on from here. */
  audit_checkpoints: {
    organisation_id: string;
    /** The last link that is gone. */
    seq: number;
    /** Of that link. */
    hash: Uint8Array;
    at: number;
    /** Events removed so far. */
    removed: number;
    key_id: string;
    seal: Uint8Array;
  };
}
