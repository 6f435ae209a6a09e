// Charts as pictures beside their numbers: colours come from the stylesheet, all writing stands around the picture, so that it
// stays legible on a phone. What a chart shows always stands in a table as well.
import type { Child } from "hono/jsx";
import { height, width } from "./drawing.ts";

export interface ChartProps {
  /** What it shows, in a sentence, for who does not see it. */
  label: string;
  /** Along the left edge, from the bottom up. */
  scale: readonly string[];
  /** Below it, from left to right. */
  along: readonly string[];
  /** The colour and dashes of each have their place in the stylesheet: `key-0`, `key-1`, … */
  legend?: readonly { name: Child; look: string }[];
  /** The paths, as `drawing` makes them. */
  children?: Child;
}

export function Chart({ label, scale, along, legend, children }: ChartProps) {
  const steps = scale.length - 1;
  const lines = scale.map((_, i) => `M0 ${Math.round((height * i) / Math.max(1, steps))}H${width}`).join("");
  return (
    <figure class="chart">
      {legend ? (
        <ul class="legend">
          {legend.map(({ name, look }) => (
            <li>
              <svg class="sample" viewBox="0 0 28 8" aria-hidden="true" focusable="false">
                <path class={`line ${look}`} d="M2 4H26" />
              </svg>
              {name}
            </li>
          ))}
        </ul>
      ) : null}
      <div class="plot">
        <div class="scale" aria-hidden="true">
          {scale.toReversed().map((step) => (
            <span>{step}</span>
          ))}
        </div>
        <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label={label}>
          <path class="grid" d={lines} />
          {children}
        </svg>
        <div class="along" aria-hidden="true">
          {along.map((name) => (
            <span>{name}</span>
          ))}
        </div>
      </div>
    </figure>
  );
}

/** How much of a whole, as a bar; the numbers stand beside it. @param share percent */
export function ShareBar({ share }: { share: number }) {
  return (
    <svg class="share-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <path class="rest" d="M0 0H100V4H0Z" />
      {share > 0 ? <path class="part" d={`M0 0H${share}V4H0Z`} /> : null}
    </svg>
  );
}
