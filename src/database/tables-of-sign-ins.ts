// The tables of sign-ins and what comes of them, as `tables.ts` has the others.

export interface TablesOfSignIns {
  sign_ins: {
    organisation_id: string;
    id: string;
    token_hash: Uint8Array;
    person_id: string;
    /** The state of `sign-in/flow.ts`, as JSON. */
    state: string;
    password_version: number;
    wrong_answers: number;
    resume: string;
    /** What it leads to; null for our own pages. */
    application_id: string | null;
    /** What the destination asks for beyond policy: `second-factor`, or nothing. */
    asks: string;
    /** The session that it goes on from, and takes the place of. */
    session_id: string | null;
    /** The application that vouched for the password, in the place of one that was given here. */
    vouched_by: string | null;
    /** The identity provider that it came through, and what that said: JSON of `identity-providers/rules.ts`. */
    provider_id: string | null;
    provider_said: string | null;
    created_at: number;
    expires_at: number;
    user_agent: string;
    address: string;
  };
  sessions: {
    organisation_id: string;
    id: string;
    person_id: string;
    token_hash: Uint8Array;
    /** What was proven, separated by spaces, e.g. `password totp`. */
    proofs: string;
    /** When the password was given, or when the identity provider says that it last asked; 0 where it says nothing. */
    password_at: number;
    second_factor_at: number | null;
    /** The trust that stood in for the second step: the session ends with it. */
    trusted_browser_id: string | null;
    /** The application that vouched for the password, and that alone it is good for. */
    vouched_by: string | null;
    /** As of a sign-in. */
    provider_id: string | null;
    provider_said: string | null;
    created_at: number;
    last_used_at: number;
    expires_at: number;
    user_agent: string;
    address: string;
  };
  throttles: {
    organisation_id: string;
    kind: string;
    subject: string;
    failures: number;
    blocked_until: number;
    /** Times of the wrong answers that the budget counts, as JSON. */
    recent: string;
    updated_at: number;
  };
}
