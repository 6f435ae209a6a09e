// The pages of a sign-in. Each is one form; the second step opens as an overlay on the page where the password was given.
import type { Child } from "hono/jsx";
import type { PendingSetUp } from "../enrolment/actions.ts";
import type { Organisation } from "../organisations/rules.ts";
import { few } from "../recovery-codes/rules.ts";
import {
  Button,
  CheckboxField,
  CodeField,
  Form,
  Links,
  Notice,
  Overlay,
  Page,
  RadioGroup,
  RecoveryCodeField,
  RecoveryCodes,
  Scan,
  useWords,
} from "../ui/index.ts";
import type { HelpAtHand } from "./help.ts";
import { helpLinks, PassOffer } from "./help-views.tsx";

export interface CodeOverlayProps {
  help: HelpAtHand;
  error?: string | undefined;
  /** Offered where policy lets people trust their browser, in words: '7 days'. */
  trustFor?: string | undefined;
  /** Whether it was chosen at the try before. */
  trust?: boolean | undefined;
  lengths: { digits: number; upTo: number };
}

export function CodeOverlay({ error, trustFor, trust, help, lengths }: CodeOverlayProps) {
  const { signIn, shared } = useWords();
  // Six digits are what every app shows that was set up here; others were brought along.
  const usual = lengths.digits === 6 && lengths.upTo === 6;
  const lead = usual ? signIn.openApp : signIn.openAppOfAnyLength;
  const label = lengths.digits === lengths.upTo ? undefined : signIn.codeFromApp;
  return (
    <Overlay id="second-step" title={signIn.enterCode} lead={lead} cancel={{ action: "/sign-in/cancel" }}>
      <PassOffer help={help} />
      <Form action="/sign-in/code">
        {trustFor ? (
          <CheckboxField
            name="trustBrowser"
            label={signIn.rememberFor(trustFor)}
            hint={signIn.rememberHint}
            checked={trust}
          />
        ) : null}
        <CodeField label={label} autofocus error={error} {...lengths} />
        <Button kind="primary">{shared.goOn}</Button>
      </Form>
      <Links
        items={[
          { label: signIn.useRecoveryCode, href: "/sign-in/recovery-code" },
          ...helpLinks(help, signIn.lostPhone),
        ]}
      />
    </Overlay>
  );
}

export function RecoveryCodeOverlay({ error, help }: { error?: string | undefined; help: HelpAtHand }) {
  const { signIn, shared } = useWords();
  return (
    <Overlay
      id="recovery-code"
      title={signIn.recoveryTitle}
      lead={signIn.recoveryLead}
      cancel={{ action: "/sign-in/cancel" }}
    >
      <Form action="/sign-in/recovery-code">
        <RecoveryCodeField autofocus error={error} />
        <Button kind="primary">{shared.goOn}</Button>
      </Form>
      <Links items={[{ label: signIn.useApp, href: "/sign-in" }, ...helpLinks(help, signIn.lostPhone)]} />
    </Overlay>
  );
}

export interface SetUpPageProps {
  organisation: Organisation;
  pending: PendingSetUp;
  svg: string;
  error?: string | undefined;
  /** Why set-up comes now. */
  reason: string;
  notices?: Child;
}

export function SetUpPage({ organisation, pending, svg, error, reason, notices }: SetUpPageProps) {
  const { setUp } = useWords();
  return (
    <Page
      kind="card"
      title={setUp.title}
      organisation={organisation}
      overlay={
        <Overlay
          id="set-up"
          title={setUp.scan}
          lead={setUp.addToApp(reason)}
          width="medium"
          cancel={{ action: "/sign-in/cancel" }}
        >
          {notices}
          <Scan svg={svg} secret={pending.secret} uri={pending.uri} />
          <Form action="/set-up">
            <CodeField label={setUp.sixDigits} error={error} autofocus={error !== undefined} selfSubmit={false} />
            <Button kind="primary">{setUp.confirm}</Button>
          </Form>
        </Overlay>
      }
    />
  );
}

export interface SaveCodesPageProps {
  organisation: Organisation;
  codes: string[];
  account: string;
  mustSave: boolean;
  now: number;
  /** A recovery code led here: there was an authenticator before. */
  recovered: boolean;
  /** Sessions elsewhere ended; said once all is done. */
  elsewhere: boolean;
  error?: string | undefined;
}

export function SaveCodesPage(props: SaveCodesPageProps) {
  const { organisation, codes, account, mustSave, now, recovered, elsewhere, error } = props;
  const { setUp } = useWords();
  return (
    <Page
      kind="card"
      width="medium"
      title={setUp.saveTitle}
      lead={setUp.saveLead(recovered ? setUp.newIsReady : setUp.isOn)}
      organisation={organisation}
    >
      <RecoveryCodes
        codes={codes}
        fileName={`${organisation.slug}-recovery-codes.txt`}
        organisationName={organisation.name}
        account={account}
        now={now}
        saveAction="/set-up/done"
        downloadAction="/set-up/codes"
        mustSave={mustSave}
        hidden={{ elsewhere: elsewhere ? "yes" : null }}
        error={error}
      />
    </Page>
  );
}

/** In 'save your codes' without the codes at hand (the page was left and opened again): they can't be shown twice. */
export function CodesGonePage({ organisation }: { organisation: Organisation }) {
  const { setUp, shared } = useWords();
  return (
    <Page kind="card" title={setUp.goneTitle} lead={setUp.goneLead} organisation={organisation}>
      <Form action="/set-up/new-codes">
        <Button kind="primary">{setUp.showNew}</Button>
      </Form>
      <Form action="/set-up/done">
        <RadioGroup
          legend={setUp.orSavedHow}
          name="saved"
          required
          options={[
            { value: "downloaded", label: shared.iDownloaded },
            { value: "copied", label: shared.iCopied },
            { value: "printed", label: shared.iPrinted },
          ]}
        />
        <Button>{shared.goOn}</Button>
      </Form>
    </Page>
  );
}

export function OfferPage({
  organisation,
  until,
  daysLeft,
}: {
  organisation: Organisation;
  /** In ms since the epoch. */
  until: number;
  daysLeft: number;
}) {
  const { setUp, shared, moment } = useWords();
  return (
    <Page
      kind="card"
      title={setUp.title}
      lead={setUp.offerLead(organisation.name, moment(until))}
      organisation={organisation}
    >
      <Form action="/set-up/begin">
        <Button kind="primary">{setUp.setUpNow}</Button>
      </Form>
      <Form action="/set-up/not-now">
        <Button full>{setUp.notNow(shared.days(daysLeft))}</Button>
      </Form>
    </Page>
  );
}

/** After a recovery code that leaves few: said loudly. Setting up again gives ten new ones in a moment. */
export function FewCodesNotice({ left }: { left: number }) {
  const { setUp } = useWords();
  const title = left === 0 ? setUp.lastRecoveryCode : setUp.fewCodes(left);
  return left <= few ? <Notice kind="warning" title={title} /> : null;
}
