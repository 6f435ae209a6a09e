// Moments as people read them, with the exact time in UTC at hand.
import { absoluteTime, isMoment, relativeTime } from "./words.ts";

/** Milliseconds since 1970. With `now` in words ("3 minutes ago"), without as date and time. */
export function TimeStamp({ at, now }: { at: number; now?: number }) {
  const exact = absoluteTime(at);
  if (!isMoment(at)) return <span>{exact}</span>;
  return (
    <time datetime={new Date(at).toISOString()} title={exact}>
      {now === undefined ? exact : relativeTime(at, now)}
    </time>
  );
}

export function RelativeTime({ at, now }: { at: number; now: number }) {
  return <TimeStamp at={at} now={now} />;
}
