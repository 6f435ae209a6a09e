// The words of the pages about applications: kinds, refusals.
import type { ApplicationKind } from "../../applications/rules.ts";
import type { Say } from "../../kernel/problem.ts";
import { type Words, words } from "../../words/index.ts";

export const kindWords = (kind: ApplicationKind, { consoleApplications: { kinds } }: Words = words.en): string =>
  kind === "openid" ? "OpenID Connect" : kinds[kind];

/** Those that can be added here. */
export const addedKinds = ["openid", "forward-auth", "duo"] as const;
export type AddedKind = (typeof addedKinds)[number];

export const readAddedKind = (text: string): AddedKind | undefined => addedKinds.find((kind) => kind === text);

export interface Trouble {
  field: string;
  say: Say;
}

/** In English for programs. */
export const troublesIn = (
  errors: readonly Trouble[],
  spoken: Words = words.en,
): { field: string; message: string }[] => errors.map(({ field, say }) => ({ field, message: say(spoken) }));

type Troubles = Words["consoleApplicationForms"]["trouble"];

const said =
  (choose: (trouble: Troubles) => string): Say =>
  ({ consoleApplicationForms: { trouble } }) =>
    choose(trouble);

export const troubleWords = {
  name: said(({ name }) => name),
  nameTaken: said(({ nameTaken }) => nameTaken),
  note: said(({ note }) => note),
  day: said(({ day }) => day),
  dayIsOver: said(({ dayIsOver }) => dayIsOver),
  otherKind: said(({ otherKind }) => otherKind),
  address: (typed: string, ownScheme: boolean): Say =>
    said(({ address, addressOrOwnScheme }) => (ownScheme ? addressOrOwnScheme : address)(shortened(typed))),
  noAddress: said(({ noAddress }) => noAddress),
  tooMany: said(({ tooMany }) => tooMany),
  host: (typed: string): Say => said(({ host }) => host(shortened(typed))),
  otherDomain: (typed: string, own: string): Say =>
    said(({ otherDomain, needsHostName }) =>
      own.includes(".") ? otherDomain(shortened(typed), own) : needsHostName(own),
    ),
  ownHost: (host: string): Say => said(({ ownHost }) => ownHost(host)),
  hostTaken: (host: string): Say => said(({ hostTaken }) => hostTaken(host)),
  noHost: said(({ noHost }) => noHost),
  changedMeanwhile: said(({ changedMeanwhile }) => changedMeanwhile),
};

const shortened = (text: string): string => (text.length > 80 ? `${text.slice(0, 79)}…` : text);
