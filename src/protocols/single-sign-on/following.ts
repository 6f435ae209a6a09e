// Keeps the name and the account type of people whom a provider has added as it tells them, until somebody here changes them.
import { record } from "../../audit/actions.ts";
import type { Transaction } from "../../database/database.ts";
import { type Identity, noteTold, type Told } from "../../identities/actions.ts";
import type { Provider } from "../../identity-providers/actions.ts";
import { accountTypeOf, nameOf } from "../../identity-providers/rules.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Random } from "../../kernel/random.ts";
import type { Source } from "../../kernel/source.ts";
import { changeNames, keyOf, type Person, setAccountType } from "../../people/actions.ts";
import { readDisplayName, rolesOf } from "../../people/rules.ts";
import { accountTypesOf } from "../../policy/account-types.ts";
import type { Claims } from "./speaking.ts";

type Needs = { clock: Clock; random: Random };

/** What a provider tells of somebody, as far as it can be used here. */
export async function toldBy(
  tx: Transaction,
  { organisation, settings }: Provider,
  claims: Claims,
): Promise<{ displayName: string | undefined; accountType: string | undefined }> {
  const types = await accountTypesOf(tx, organisation);
  const accountType = [accountTypeOf(settings, claims), settings.accountType].find((type) => types.includes(type));
  return { displayName: readDisplayName(nameOf(settings, claims) ?? ""), accountType: accountType ?? types[0] };
}

/** Call it while the person is locked. What is not as the provider told it last was changed by hand, and stays. */
export async function followProvider(
  tx: Transaction,
  needs: Needs,
  { provider, claims, identity, person, source }: Following,
): Promise<void> {
  const { told_name: name, told_type: type } = identity;
  if (name === null && type === null) return;
  const { displayName = person.display_name, accountType = person.account_type } = await toldBy(tx, provider, claims);
  const told: Told = { name, type };
  const about = { organisation: provider.organisation, actor: null, person: person.id, source };
  if (name === person.display_name && displayName !== name) {
    await changeNames(tx, needs, person, { displayName });
    told.name = displayName;
    const details = { changed: "displayName", provider: provider.id };
    await record(tx, needs, { ...about, name: "person.profile-changed", details });
  }
  // Nor does a provider's claim decide what is asked of who rules over others, or of anybody where none is named for it.
  const follows = provider.settings.typeClaim !== "" && rolesOf(person).size === 0;
  if (follows && type === person.account_type && accountType !== type) {
    await setAccountType(tx, keyOf(person), accountType);
    told.type = accountType;
    const details = { before: type, after: accountType, provider: provider.id };
    await record(tx, needs, { ...about, name: "person.account-type-changed", details });
  }
  if (told.name !== name || told.type !== type)
    await noteTold(tx, { organisation: provider.organisation, provider: provider.id, subject: claims.sub }, told);
}

interface Following {
  provider: Provider;
  claims: Claims;
  identity: Identity;
  person: Person;
  source: Source;
}
