// The tables of what is counted day by day: how many people are protected, and how sign-ins went.

export interface TablesOfAdoption {
  /** One count of the people of an organisation a day: the latest of that day. */
  adoption_days: {
    organisation_id: string;
    /** Of `admin/adoption/rules.ts`: everybody, by account type, by domain, … */
    dimension: string;
    /** Days since the epoch, UTC. */
    day: number;
    /** Which account type, domain, …; '' where there is but one. */
    value: string;
    people: number;
    /** Those of them with an authenticator. */
    protected: number;
  };
  /** What came of sign-ins, by the day on which it happened. */
  adoption_sign_ins: {
    organisation_id: string;
    /** Days since the epoch, UTC. */
    day: number;
    /** The name of an event. */
    outcome: string;
    times: number;
  };
  /** How far the counting is, one row an organisation. */
  adoption_counts: {
    organisation_id: string;
    /** When the latest count of its people was finished; null while there is none that holds. */
    counted_at: number | null;
    /** The day that it was written under. */
    day: number;
    /** Everybody, whatever their status. */
    people: number;
    /** How long it took, ms. */
    took: number;
    /** When the next one is due; while it is under way, until when nobody else begins it. */
    due_at: number;
    /** Events up to this place in the chain are in `adoption_sign_ins`. */
    seq: number;
  };
}
