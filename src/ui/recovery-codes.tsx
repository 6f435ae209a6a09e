// The ten codes and the ways of keeping them: a file, the clipboard, paper.
import { RadioGroup } from "./choices.tsx";
import { Form, type Hidden } from "./form.tsx";
import { absoluteDate } from "./words.ts";

export interface RecoveryCodesProps {
  codes: readonly string[];
  fileName: string;
  organisationName: string;
  /** Whose codes they are, as that person would name the account. */
  account?: string;
  /** Milliseconds since 1970; the date in the file. */
  now: number;
  saveAction: string;
  /** Where 'Download' posts the form where scripts are off. */
  downloadAction: string;
  /** Whether 'Continue' waits for one of the ways. */
  mustSave: boolean;
  hidden?: Hidden;
  continueLabel?: string;
  error?: string | null;
}

export function RecoveryCodes(props: RecoveryCodesProps) {
  return (
    <div class="recovery" data-recovery data-text={recoveryCodesText(props)} data-file={props.fileName}>
      <Sheet {...props} />
      <Form action={props.saveAction} hidden={props.hidden}>
        <input type="hidden" name="codes" value={props.codes.join(" ")} data-without-script />
        <div class="save" data-with-script hidden>
          <div class="save-ways">
            <button class="button secondary" type="button" data-save="downloaded">
              Download
            </button>
            <button class="button secondary" type="button" data-save="copied">
              Copy
            </button>
            <button class="button secondary" type="button" data-save="printed">
              Print
            </button>
          </div>
          <p class="said" role="status" data-said>
            {props.mustSave ? "Save the codes in one of these ways, then continue." : null}
          </p>
        </div>
        <div data-without-script>
          <button class="button secondary full" type="submit" formaction={props.downloadAction} formnovalidate>
            Download
          </button>
          {props.mustSave ? (
            <RadioGroup legend="How did you save them?" name="saved" options={ways} error={props.error} required />
          ) : null}
        </div>
        <button class="button primary full" type="submit" data-continue={props.mustSave ? "must-save" : "free"}>
          {props.continueLabel ?? "Continue"}
        </button>
      </Form>
    </div>
  );
}

/** The text of the file, of the clipboard and of the download without scripts. */
export function recoveryCodesText(
  given: Pick<RecoveryCodesProps, "codes" | "organisationName" | "account" | "now">,
): string {
  const lines = [
    `Recovery codes for ${oneLine(given.organisationName)}`,
    ...(given.account ? [`Account: ${oneLine(given.account)}`] : []),
    `Made on ${absoluteDate(given.now)}`,
    "",
    ...given.codes.map(oneLine),
    "",
    "Each code works once. Use one when you don't have your authenticator.",
    "",
  ];
  return lines.join("\n");
}

const ways = [
  { value: "downloaded", label: "I downloaded them" },
  { value: "copied", label: "I copied them" },
  { value: "printed", label: "I printed or wrote them down" },
];

/** What the printer gets, and nothing else of the page. */
function Sheet({ codes, organisationName, account, now }: RecoveryCodesProps) {
  return (
    <div class="sheet">
      <div class="print-only">
        <p>{organisationName}</p>
        <p class="sheet-title">Recovery codes</p>
        <p>
          {account ? `${account}, ` : null}
          made on {absoluteDate(now)}. Each code works once.
        </p>
      </div>
      <ul class="codes" aria-label="Recovery codes">
        {codes.map((code) => (
          <li>
            <code>{code}</code>
          </li>
        ))}
      </ul>
    </div>
  );
}

// A name with a line break could otherwise put lines of its own among the codes.
const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();
