// The tables of what is done to many people at once: acts and imports, worked off in portions.

export interface TablesOfMany {
  /** One act on many people, from the moment of choosing them. */
  bulk_changes: {
    organisation_id: string;
    id: string;
    /** Who chose, and then who confirmed; null for the command line. */
    actor_id: string | null;
    action: string;
    /** JSON: what the act needs to know, such as a reason. */
    details: string;
    /** JSON: the filter that everybody was chosen by; null where they were ticked. */
    filter: string | null;
    /** Names exactly these people, so that what is done is what was looked at. */
    digest: string;
    people: number;
    /** Where it was confirmed from. */
    address: string;
    user_agent: string;
    /** By which it was confirmed, where it was one: it goes on with no more than a key may. */
    api_key: string | null;
    made_at: number;
    /** null: not confirmed yet. */
    begun_at: number | null;
    /** From when a process may go on with it; null before it is confirmed and after it is done. */
    due_at: number | null;
    finished_at: number | null;
  };
  bulk_change_people: {
    organisation_id: string;
    bulk_change_id: string;
    person_id: string;
    /** null: still to come; `done`, or why the person was left out. */
    outcome: string | null;
  };
  /** What two people, one from each side, consent to: an export to these recipients, and to no others. */
  exports: {
    organisation_id: string;
    id: string;
    /** JSON: public keys of age, in order. */
    recipients: string;
    /** Of these. */
    fingerprint: string;
    asked_at: number;
    administrator_id: string | null;
    /** When an administrator consented; null before. */
    administrator_at: number | null;
    /** Names the password and the authenticators that its giver had: whoever has others by now has to say it anew. */
    administrator_set_up: string | null;
    /** null: the command line, once there is a moment. */
    operator_id: string | null;
    operator_organisation_id: string | null;
    operator_at: number | null;
    /** As the administrator's; null for the command line. */
    operator_set_up: string | null;
    /** When the file was taken, once. */
    taken_at: number | null;
    /** Withdrawn, or another one was asked for. */
    ended_at: number | null;
  };
  /** A file of people that was judged as a whole, and is written in portions. */
  imports: {
    organisation_id: string;
    id: string;
    /** null: the command line. */
    actor_id: string | null;
    address: string;
    user_agent: string;
    /** As above. */
    api_key: string | null;
    /** Whether those who are added are invited by mail. */
    inviting: number;
    /** Of the file, those included that change nothing. */
    lines: number;
    added: number;
    changed: number;
    unchanged: number;
    invited: number;
    made_at: number;
    /** From when a process may go on with it; null once it is done. */
    due_at: number | null;
    finished_at: number | null;
  };
  /** What is still to be written, as JSON; a portion goes with the transaction that writes it. */
  import_portions: { organisation_id: string; import_id: string; number: number; lines: string };
  /** Lines that could not be written any more when their turn came, and why. */
  import_left_out: { organisation_id: string; import_id: string; line: number; message: string };
}
