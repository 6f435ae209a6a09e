// In which coding a body goes out (RFC 9110, section 12.5.3): what the client likes best of what there is.
import { qualityIn } from "../words/language.ts";

export type Encoding = "br" | "gzip" | "identity";

const longest = 1000;

/** Of equal liking the smallest body; none that was not asked for. Where nothing is left it is sent as it is. */
export function encodingFor(header: string | undefined): Encoding {
  if (!header) return "identity";
  const liked = new Map<string, number>();
  for (const range of header.slice(0, longest).split(",")) {
    const [coding = "", ...parameters] = range.split(";").map((part) => part.trim().toLowerCase());
    if (coding !== "" && !liked.has(coding)) liked.set(coding, qualityIn(parameters));
  }
  const any = liked.get("*") ?? 0;
  const br = liked.get("br") ?? any;
  const gzip = liked.get("gzip") ?? liked.get("x-gzip") ?? any;
  const best = Math.max(br, gzip);
  // Unless it is named, the body as it is counts as what comes after everything that is.
  if (best === 0 || best < (liked.get("identity") ?? 0)) return "identity";
  return br === best ? "br" : "gzip";
}
