// The ten codes and the ways of keeping them: a file, the clipboard, paper.
import type { Words } from "../words/index.ts";
import { RadioGroup } from "./choices.tsx";
import { Form, type Hidden } from "./form.tsx";
import { useWords } from "./spoken.tsx";

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
  const words = useWords();
  const { shared } = words;
  const ways = [
    { value: "downloaded", label: shared.iDownloaded },
    { value: "copied", label: shared.iCopied },
    { value: "printed", label: shared.iPrinted },
  ];
  return (
    <div
      class="recovery"
      data-recovery
      data-text={recoveryCodesText(props, words)}
      data-file={props.fileName}
      data-downloaded={shared.downloaded}
      data-copied={shared.copied}
      data-printed={shared.printed}
    >
      <Sheet {...props} />
      <Form action={props.saveAction} hidden={props.hidden}>
        <input type="hidden" name="codes" value={props.codes.join(" ")} data-without-script />
        <div class="save" data-with-script hidden>
          <div class="save-ways">
            <button class="button secondary" type="button" data-save="downloaded">
              {shared.download}
            </button>
            <button class="button secondary" type="button" data-save="copied">
              {shared.copy}
            </button>
            <button class="button secondary" type="button" data-save="printed">
              {shared.print}
            </button>
          </div>
          <p class="said" role="status" data-said>
            {props.mustSave ? shared.saveCodes : null}
          </p>
        </div>
        <div data-without-script>
          <button class="button secondary full" type="submit" formaction={props.downloadAction} formnovalidate>
            {shared.download}
          </button>
          {props.mustSave ? (
            <RadioGroup legend={shared.howSaved} name="saved" options={ways} error={props.error} required />
          ) : null}
        </div>
        <button class="button primary full" type="submit" data-continue={props.mustSave ? "must-save" : "free"}>
          {props.continueLabel ?? shared.goOn}
        </button>
      </Form>
    </div>
  );
}

/** The text of the file, of the clipboard and of the download without scripts. */
export function recoveryCodesText(
  given: Pick<RecoveryCodesProps, "codes" | "organisationName" | "account" | "now">,
  { shared, date }: Words,
): string {
  const lines = [
    shared.sheetTitle(oneLine(given.organisationName)),
    ...(given.account ? [shared.sheetAccount(oneLine(given.account))] : []),
    shared.sheetMade(date(given.now)),
    "",
    ...given.codes.map(oneLine),
    "",
    shared.sheetNote,
    "",
  ];
  return lines.join("\n");
}

/** What the printer gets, and nothing else of the page. */
function Sheet({ codes, organisationName, account, now }: RecoveryCodesProps) {
  const { shared, date } = useWords();
  return (
    <div class="sheet">
      <div class="print-only">
        <p>{organisationName}</p>
        <p class="sheet-title">{shared.recoveryCodes}</p>
        <p>{account ? shared.onPaper(account, date(now)) : shared.onPaperOfNobody(date(now))}</p>
      </div>
      <ul class="codes" aria-label={shared.recoveryCodes}>
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
