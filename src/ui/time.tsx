// Moments as people read them, with the exact time in UTC at hand.
import { isMoment } from "../words/index.ts";
import { useWords } from "./spoken.tsx";

/** Milliseconds since 1970. With `now` in words ("3 minutes ago"), without as date and time. */
export function TimeStamp({ at, now }: { at: number; now?: number }) {
  const { moment, relative } = useWords();
  const exact = moment(at);
  if (!isMoment(at)) return <span>{exact}</span>;
  return (
    <time datetime={new Date(at).toISOString()} title={exact}>
      {now === undefined ? exact : relative(at, now)}
    </time>
  );
}

export function RelativeTime({ at, now }: { at: number; now: number }) {
  return <TimeStamp at={at} now={now} />;
}
