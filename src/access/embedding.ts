// The application that this very process runs within, where it does: it keeps its own people and passwords, and vouches for
// them. Said by whoever put the process together, and by nothing that is stored or sent.

export interface Embedding {
  organisation: string;
  /** The id of the application of kind `embedded`. */
  application: string;
  /** Its name, as people read it. */
  name: string;
  /** The application's own page, a path on its origin, where people give its password; told `resume`. */
  signIn: string;
  /** The same for who is signed in and has to give it once more. */
  confirm: string;
}

/** What lies outside of our own pages, on the origin that both share: the way out leads over this address of ours. */
export const backPath = "/back-to-application";

export const wayBack = (path?: string): string =>
  path === undefined ? backPath : `${backPath}?${new URLSearchParams({ to: path })}`;

/** To the application's own page for a password, which sends the browser on to `resume`, a path of ours. */
export function askTheApplication(
  { embedding, path = "" }: { embedding: Embedding; path?: string | undefined },
  { page, resume, because }: { page: "signIn" | "confirm"; resume: string; because?: string | undefined },
): string {
  const query = new URLSearchParams({ resume: path + resume, ...(because ? { because } : {}) });
  const to = embedding[page];
  return wayBack(`${to}${to.includes("?") ? "&" : "?"}${query}`);
}
