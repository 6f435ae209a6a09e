// The tables of identity providers and of who comes in through them, as `tables.ts` has the others.

export interface TablesOfProviders {
  identity_providers: {
    organisation_id: string;
    id: string;
    name: string;
    /** As the provider itself writes it; never changes, for identities are of it. */
    issuer: string;
    client_id: string;
    /** Null where the provider knows us by PKCE alone. */
    sealed_secret: Uint8Array | null;
    /** `active` or `disabled`. */
    status: string;
    /** Whoever comes through it with the evidence that is asked is not asked for a second factor here. */
    exempts: number;
    /** Its domains sign in through it alone. */
    only_way: number;
    /** JSON of `identity-providers/rules.ts`: claims, evidence, who is added. */
    settings: string;
    created_at: number;
    changed_at: number;
  };
  /** Whose addresses a provider may speak of. */
  identity_provider_domains: { organisation_id: string; domain: string; provider_id: string };
  /** Sign-ins through a provider by the day, in several parts, so that none waits for another. */
  identity_provider_days: {
    organisation_id: string;
    provider_id: string;
    /** Days since the epoch, UTC. */
    day: number;
    part: number;
    with_evidence: number;
    without: number;
    last_at: number;
  };
  /** Who somebody is at a provider: its subject, never the address. */
  identities: {
    organisation_id: string;
    provider_id: string;
    subject: string;
    person_id: string;
    /** What the provider said when it was linked. */
    email: string;
    linked_at: number;
    last_used_at: number;
    /** Display name and account type as the provider told them last, of people whom it added; null for all others. */
    told_name: string | null;
    told_type: string | null;
  };
  /** Those who have come back from a provider, so that nobody does twice with the same. */
  provider_visits: { organisation_id: string; id: string; used_at: number };
  /** Somebody a provider has vouched for, who has still to show that the account here is theirs. */
  identity_links: {
    organisation_id: string;
    id: string;
    person_id: string;
    token_hash: Uint8Array;
    provider_id: string;
    subject: string;
    email: string;
    /** JSON: where it leads. */
    destination: string;
    created_at: number;
    expires_at: number;
  };
}
