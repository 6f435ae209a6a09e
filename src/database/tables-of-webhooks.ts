// The tables of webhooks: where events are sent on to, and every one that is on its way.

export interface TablesOfWebhooks {
  webhooks: {
    organisation_id: string;
    id: string;
    url: string;
    /** Names of events, separated by spaces; '*' for all. */
    events: string;
    /** 'on' | 'off', or 'stopped' by the program after it failed for days. */
    status: string;
    sealed_secret: Uint8Array;
    /** The one before, which signs as well until `former_until`. */
    sealed_former: Uint8Array | null;
    former_until: number | null;
    /** Of the chain: events up to this one were looked at. */
    seq: number;
    /** What happened before is not sent, also where it came into the chain later. */
    begins_at: number;
    created_at: number;
    changed_at: number;
    /** Since when nothing was taken; null where the last one was. */
    failing_since: number | null;
    last_taken_at: number | null;
  };
  webhook_deliveries: {
    organisation_id: string;
    id: string;
    webhook_id: string;
    event_id: string;
    created_at: number;
    /** Null where it was taken, or given up. */
    next_try_at: number | null;
    tries: number;
    taken_at: number | null;
    /** Of the last answer, if there was one. */
    status: number | null;
    failure: string | null;
  };
}
