// What no API key does to an identity provider: let people in by its word alone. Whoever found a key could connect a provider
// of their own, and come in through it as anybody.
import type { Provider } from "../../identity-providers/actions.ts";
import { Problem } from "../../kernel/problem.ts";
import type { By } from "../subject.ts";
import type { ReadProvider } from "./rules.ts";

type Trusted = Omit<ReadProvider, "secret"> & { active: boolean };

/**
 * A key prepares a provider, turns it off, renames it and exchanges its secret. Where its word would count for more than
 * before while it is on, a person decides. @throws Problem `not-by-key`
 */
export function requireNoMoreTrust({ source }: Pick<By, "source">, before: Provider, after: Trusted): void {
  if (source.apiKey === undefined || !after.active) return;
  if (!before.active || trust(before) !== trust(after)) throw byPeopleAlone();
}

/** All that decides whom it lets in, and what is still asked of them. */
const trust = ({
  domains,
  exempts,
  onlyWay,
  settings,
  clientId,
}: Omit<Trusted, "name" | "issuer" | "active">): string =>
  JSON.stringify([[...domains].sort(), exempts, onlyWay, settings, clientId]);

const byPeopleAlone = (): Problem =>
  new Problem(
    "not-by-key",
    403,
    "Whether people come in through an identity provider, and what its word counts for, is decided by a person and not by an API key. Turn it off first to prepare a change, and let a person turn it on.",
  );
