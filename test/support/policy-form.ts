// The form of 'Settings > Security' as its page sends it, and the way through the preview to what is saved.
import type { Answer, Client } from "./world.ts";

/** As a new organisation's page sends it unchanged. */
export const settingsForm = {
  version: "1",
  organisation: "required",
  "type:staff": "",
  "type:client": "",
  binds: "now",
  date: "",
  days: "14",
  trust: "yes",
  trustDays: "7",
  "authenticator:totp": "yes",
  "authenticator:passkey": "yes",
  saveCodesFirst: "yes",
  helpRequests: "yes",
} as const;

/** Presses 'Save', looks at the preview, and confirms what it shows. The answer is the first that leads elsewhere. */
export async function saveSettings(client: Client, fields: Record<string, string>): Promise<Answer> {
  const kept = await client.form("/admin/policy", { ...settingsForm, ...fields, act: "preview" });
  if (kept.status !== 303 || kept.location !== "/admin/policy/preview") return kept;
  const shown = await client.get("/admin/policy/preview");
  return shown.status === 200 ? client.form("/admin/policy/preview", shownIn(shown)) : shown;
}

/** What the preview's button sends. */
export function shownIn({ text }: Answer): { version: string; digest: string } {
  const field = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(text)?.[1] ?? "";
  return { version: field("version"), digest: field("digest") };
}
