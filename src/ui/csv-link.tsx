// The way from what is shown to the same as a file for spreadsheets.

/** The same as a file. @param what names it for who does not see what it stands beside */
export function CsvLink({ href, what }: { href: string; what: string }) {
  return (
    <a class="csv" href={href} aria-label={[format, what].join(": ")}>
      {format}
    </a>
  );
}

/** Its name in every language. */
const format = "CSV";
