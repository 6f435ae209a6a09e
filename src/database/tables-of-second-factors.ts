// The tables of what the second step is proven by, as `tables.ts` has the others.

export interface TablesOfSecondFactors {
  authenticators: {
    organisation_id: string;
    person_id: string;
    id: string;
    kind: string;
    name: string;
    sealed_secret: Uint8Array;
    algorithm: string;
    digits: number;
    period: number;
    created_at: number;
    /** Steps up to this one are refused: a code of them may have been accepted before a restore. */
    barred_through?: number | null;
    /** The application on whose word its owner had come in to set it up, or `import` where an administrator brought it along; null where it was proven here, or by a provider. */
    on_word_of?: string | null;
  };
  used_time_steps: { organisation_id: string; authenticator_id: string; step: number };
  enrolments: {
    organisation_id: string;
    id: string;
    person_id: string;
    /** The sign-in or session that began it and alone may finish it. */
    bound_to: string;
    sealed_secret: Uint8Array;
    name: string;
    replaces_id: string | null;
    created_at: number;
    expires_at: number;
  };
  recovery_code_sets: {
    organisation_id: string;
    person_id: string;
    id: string;
    salt: Uint8Array;
    /** The parameters of argon2id, e.g. `m=19456,t=2,p=1`. */
    hashing: string;
    /** `own`; `brought` along from another system, or `brought-sha512`, which is hashed once more. */
    form: string;
    created_at: number;
    saved_at: number | null;
  };
  recovery_codes: {
    organisation_id: string;
    person_id: string;
    set_id: string;
    hash: Uint8Array;
    used_at: number | null;
  };
  trusted_browsers: {
    organisation_id: string;
    id: string;
    person_id: string;
    token_hash: Uint8Array;
    previous_token_hash: Uint8Array | null;
    rotated_at: number;
    created_at: number;
    last_used_at: number;
    expires_at: number;
    user_agent: string;
    address: string;
  };
}
