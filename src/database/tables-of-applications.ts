// The tables of what people sign in to through us, as `tables.ts` has the others.

export interface TablesOfApplications {
  /** What programs show in place of a person. */
  api_keys: {
    organisation_id: string;
    id: string;
    /** Whose it is; null for the organisation's. */
    person_id: string | null;
    /** It ends with the password under which it was made. */
    password_version: number | null;
    /** Of the organisation's: with whose role it ends; null where it outlives who made it. */
    made_by: string | null;
    name: string;
    scopes: string;
    secret_hash: Uint8Array;
    created_at: number;
    expires_at: number;
    last_used_at: number | null;
    /** When a refusal was last recorded. */
    refused_at: number | null;
  };
  /** What people sign in to through us. */
  applications: {
    organisation_id: string;
    id: string;
    name: string;
    /** How it connects: `openid`, `forward-auth`, `duo` or `embedded`. */
    kind: string;
    /** Whether its people are asked for a second factor: `yes` or `not-yet`. */
    takes_part: string;
    /** From this day on (`2027-02-01`, UTC) it takes part by itself. */
    takes_part_from: string | null;
    note: string;
    /** `active` or `disabled`. */
    status: string;
    /** JSON: what its kind needs, such as addresses to return to. Never a secret. */
    settings: string;
    /** SHA-256 of its secret, where nothing but comparing is done with it. */
    secret_hash: Uint8Array | null;
    /** Its secret, where signatures are made with it. */
    sealed_secret: Uint8Array | null;
    created_at: number;
  };
  /** By what applications are found from outside, over all organisations: `client` ids and `host` names. */
  application_names: { kind: string; name: string; organisation_id: string; application_id: string };
  /** Assertions of the Duo protocol that were used, until they would have ended. */
  duo_assertions: { organisation_id: string; application_id: string; hash: Uint8Array; expires_at: number };
  /** Second steps that an application began by it. */
  duo_attempts: {
    organisation_id: string;
    id: string;
    application_id: string;
    person_id: string;
    /** JSON: what it asked. */
    request: string;
    expires_at: number;
  };
  duo_codes: {
    organisation_id: string;
    id: string;
    application_id: string;
    person_id: string;
    hash: Uint8Array;
    /** JSON: what the code stands for. */
    outcome: string;
    expires_at: number;
  };
  /** What stands for a session at the hosts of applications behind a proxy. */
  forward_passes: {
    organisation_id: string;
    id: string;
    person_id: string;
    session_id: string;
    token_hash: Uint8Array;
    created_at: number;
    expires_at: number;
  };
  /** Which applications a pass was given for. */
  forward_entries: { organisation_id: string; pass_id: string; application_id: string; entered_at: number };
  /** Whom an application with people of its own vouches for, by its own name for them. */
  vouched_people: {
    organisation_id: string;
    application_id: string;
    /** The application's own id of the person. */
    name: string;
    person_id: string;
  };
  /** Sign-ins at an application by the day, in several parts, so that none waits for another. */
  application_days: {
    organisation_id: string;
    application_id: string;
    /** Days since the epoch, UTC. */
    day: number;
    part: number;
    with_second_factor: number;
    without: number;
    last_at: number;
  };
  /** What the OpenID Connect provider handed out, or waits to be answered. */
  openid_artifacts: {
    organisation_id: string;
    kind: string;
    /** SHA-256 of what its bearer presents. */
    id: string;
    /** It counts while this session does; null for what only leads to a sign-in. */
    session_id: string | null;
    /** SHA-256: what is revoked together. */
    grant_id: string | null;
    /** JSON without what its bearer presents. */
    payload: string;
    expires_at: number;
    consumed_at: number | null;
  };
  /** Keys that the provider signs with; the highest generation does, the others are listed for a while. */
  openid_keys: {
    organisation_id: string;
    id: string;
    algorithm: string;
    generation: number;
    /** JSON Web Key. */
    sealed_private: Uint8Array;
    created_at: number;
  };
  /** Applications that want to be told when a session ends in which they were entered. */
  openid_entries: {
    organisation_id: string;
    session_id: string;
    application_id: string;
    person_id: string;
    tries: number;
    next_try_at: number;
  };
}
