// `countersign organisation show|change|logo`: how an organisation looks to its own people.
import type { OwnOrganisation } from "../client/index.ts";
import { readGiven } from "./files.ts";
import { withApi } from "./reaching.ts";
import { organisationOption, Refusal, readArguments, type Terminal, Usage } from "./terminal.ts";

const words = (one: OwnOrganisation): string =>
  [
    `${one.name} (${one.slug})`,
    `host name\t${one.hostName ?? "none of its own"}`,
    `accent\t${one.accent}`,
    `language\t${one.language}`,
    `logo\t${one.logo === null ? "none" : "set"}`,
  ].join("\n");

export async function showLooks(args: string[], at: Terminal): Promise<void> {
  const { values } = readArguments(args, organisationOption);
  await withApi(at, values.organisation, async (api) => {
    const organisation = await api.call("GET /organisation");
    at.result({ organisation }, words(organisation));
  });
}

export async function changeLooks(args: string[], at: Terminal): Promise<void> {
  const text = { type: "string" } as const;
  const { values } = readArguments(args, { ...organisationOption, name: text, accent: text, language: text });
  const { name, accent } = values;
  const language = values.language as OwnOrganisation["language"] | undefined;
  if ([name, accent, language].every((one) => one === undefined)) throw new Usage("Say what to change.");
  await withApi(at, values.organisation, async (api) => {
    const organisation = await api.call("PATCH /organisation", { body: { name, accent, language } });
    at.result({ organisation }, words(organisation));
  });
}

export async function setLogo(args: string[], at: Terminal): Promise<void> {
  const { values, positionals } = readArguments(args, organisationOption, 1);
  const [file] = positionals;
  if (!file) throw new Usage("Give the picture's file, or - for none.");
  await withApi(at, values.organisation, async (api) => {
    if (file === "-") await api.call("DELETE /organisation/logo");
    else {
      const picture = readGiven(file);
      await api.call("PUT /organisation/logo", { file: picture, type: typeOf(picture) });
    }
    at.result({ logo: file !== "-" }, file === "-" ? "There is no logo any more." : "The logo is set.");
  });
}

/** By what it begins with: names of files say little. */
function typeOf(picture: Buffer): "image/png" | "image/jpeg" | "image/webp" {
  const begins = picture.subarray(0, 12).toString("latin1");
  if (begins.startsWith("\x89PNG")) return "image/png";
  if (begins.startsWith("\xff\xd8\xff")) return "image/jpeg";
  if (begins.startsWith("RIFF") && begins.endsWith("WEBP")) return "image/webp";
  throw new Refusal("unsupported-type", "The logo is a PNG, JPEG or WebP picture.");
}
