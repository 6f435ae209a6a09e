// The sections of the second factor: its authenticators and its recovery codes.
import type { ShownAuthenticator } from "../authenticators/totp/actions.ts";
import type { Requirement } from "../policy/rules.ts";
import { explainTo } from "../policy/words.ts";
import { few } from "../recovery-codes/rules.ts";
import { Actions, Badge, Button, Menu, Muted, Notice, RelativeTime, Section, Table, useWords } from "../ui/index.ts";
import type { SecondFactor } from "./overview.ts";
import { mostAuthenticators } from "./rules.ts";

export interface SecondFactorProps {
  requirement: Requirement;
  /** The identity provider that the session came through. */
  provider: { name: string } | undefined;
  secondFactor: SecondFactor;
  now: number;
}

export function SecondFactorSection({ requirement, provider, secondFactor, now }: SecondFactorProps) {
  const words = useWords();
  const { security, singleSignOn } = words;
  const { state, authenticators } = secondFactor;
  return (
    <Section
      id="second-factor"
      title={
        <>
          {security.secondFactor} <StateBadge state={state} />
        </>
      }
      description={explainTo(requirement, words)}
    >
      {provider && requirement.because.kind === "identity-provider" ? (
        <Notice kind="info">{singleSignOn.handledBy(provider.name)}</Notice>
      ) : state === "asleep" ? (
        <Notice kind="info">{security.asleep}</Notice>
      ) : state === "off" && requirement.level === "off" ? (
        <Muted>{security.nothingToSetUp}</Muted>
      ) : null}
      {authenticators.length > 0 ? (
        <Table
          caption={security.authenticators}
          columns={[
            { label: security.authenticator, header: true },
            { label: security.added },
            { label: security.lastUsed },
            { label: security.actions, actions: true },
          ]}
          rows={authenticators.map((authenticator) => ({
            id: `authenticator-${authenticator.id}`,
            cells: [
              authenticator.name,
              <RelativeTime at={authenticator.created_at} now={now} />,
              // A phone whose clock is ahead gives codes of the near future.
              authenticator.last_used_at === null ? (
                security.notYet
              ) : (
                <RelativeTime at={Math.min(authenticator.last_used_at, now)} now={now} />
              ),
              <AuthenticatorMenu
                authenticator={authenticator}
                several={authenticators.length > 1}
                asleep={state === "asleep"}
              />,
            ],
          }))}
        />
      ) : null}
      {authenticators.length > 0 ? (
        <Actions>
          {state === "on" && authenticators.length < mostAuthenticators ? (
            <Button href="/account/security/authenticators/new">{security.addAnother}</Button>
          ) : null}
          {requirement.level === "required" ? null : (
            <Button href="/account/security/disable">
              {state === "asleep" ? security.removeAll : security.disable}
            </Button>
          )}
        </Actions>
      ) : null}
    </Section>
  );
}

function AuthenticatorMenu(props: { authenticator: ShownAuthenticator; several: boolean; asleep: boolean }) {
  const { security } = useWords();
  const { id, name } = props.authenticator;
  const here = `/account/security/authenticators/${id}`;
  return (
    <Menu
      label={security.actionsFor(name)}
      items={[
        ...(props.asleep ? [] : [{ label: security.replace, href: `${here}/replacement` }]),
        { label: security.rename, href: `${here}/name` },
        ...(props.several ? [{ label: security.remove, href: `${here}/removal`, danger: true }] : []),
      ]}
    />
  );
}

function StateBadge({ state }: { state: SecondFactor["state"] }) {
  const { security } = useWords();
  if (state === "on") return <Badge kind="success">{security.on}</Badge>;
  return <Badge>{state === "asleep" ? security.notAskedFor : security.off}</Badge>;
}

export function RecoveryCodesSection({ codes, now }: Pick<SecondFactor, "codes"> & { now: number }) {
  const { security, setUp, shared, relative } = useWords();
  const left = codes?.left ?? 0;
  return (
    <Section id="recovery-codes" title={shared.recoveryCodes} description={security.codesText}>
      {left <= few ? (
        <Notice kind="warning" title={left === 0 ? security.noCodesLeft : setUp.fewCodes(left)}>
          {security.fewCodesText}
        </Notice>
      ) : codes?.savedAt == null ? (
        <Notice kind="warning" title={security.codesNotSaved}>
          {security.codesNotSavedText}
        </Notice>
      ) : null}
      {codes ? (
        <p>
          {(codes.savedAt === null ? security.codesMadeNotSaved : security.codesMade)(
            left,
            relative(codes.madeAt, now),
          )}
        </p>
      ) : null}
      <Actions>
        <Button href="/account/security/codes">{security.generate}</Button>
      </Actions>
    </Section>
  );
}
