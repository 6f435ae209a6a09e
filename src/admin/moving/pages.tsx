// `/admin/people/moving`: choose a file of another system, see what would come of it, then bring its people here.
import type { Context, Hono } from "hono";
import { answerPage } from "../../access/language.tsx";
import { freshProof, type Web } from "../../access/web.ts";
import { limitBody, mostBytes } from "../../http/body.ts";
import { minute } from "../../kernel/clock.ts";
import { invalid, Problem } from "../../kernel/problem.ts";
import { CannotUnseal } from "../../kernel/sealing.ts";
import { type AdminNeeds, by } from "../web.ts";
import { readUpload } from "./apart.ts";
import { longestRequest } from "./api.ts";
import { NotReadable } from "./coming.ts";
import { lookAtMoving, type MovingNeeds, moveIn } from "./moving.ts";
import { type Given, mostUploadBytes, readFormat } from "./reading.ts";
import { MovingPage, movingPagePath, ReportPage } from "./views.tsx";

export { movingPagePath };

type PagesNeeds = AdminNeeds & MovingNeeds;

interface Upload extends Given {
  inviting: boolean;
  /** Whether what would come of it was looked at. */
  confirmed: boolean;
}

export function addMovingPages(pages: Hono<Web>, needs: PagesNeeds): void {
  // Asked before the form is shown: a file that was chosen does not survive the way to the sign-in and back.
  pages.use(movingPagePath, freshProof(needs), limitBody(2 * mostUploadBytes + mostBytes));
  const choose = (c: Context<Web>, problem?: string) =>
    answerPage(
      c,
      <MovingPage visitor={c.var.visitor} mails={needs.post.sends} problem={problem} />,
      problem === undefined ? 200 : 400,
    );
  pages.get(movingPagePath, (c) => choose(c));

  pages.post(movingPagePath, async (c) => {
    const { moving } = c.var.words;
    const upload = await uploaded(c, needs);
    if (!upload) return choose(c, moving.reasons["upload-over"]);
    if (upload.bytes.length > mostUploadBytes) return choose(c, moving.reasons["too-large"]);
    const read = await readUpload(c.var.organisation.id, upload).catch((error) => {
      if (error instanceof NotReadable) return error;
      throw error;
    });
    if (read instanceof NotReadable) return choose(c, moving.reasons[read.reason]);
    const { confirmed, inviting } = upload;
    const report = confirmed
      ? await moveIn(needs, { ...by(c), ...read, inviting, pace: { within: longestRequest } })
      : await lookAtMoving(needs, by(c), { people: read.people });
    const sealed = confirmed && report.waiting === 0 ? undefined : seal(c, needs, { ...upload, format: read.format });
    return answerPage(
      c,
      <ReportPage visitor={c.var.visitor} report={report} confirmed={confirmed} sealed={sealed} inviting={inviting} />,
    );
  });
}

/** How long what was looked at may be confirmed. */
const uploadFor = 30 * minute;

/**
 * The file goes back to the browser sealed, so that it is neither kept here nor to be read in the page; only this person can
 * send it, in this organisation, for a while.
 */
function seal(c: Context<Web>, { sealer, clock }: PagesNeeds, { bytes, format, secret = "" }: Given): string {
  const head = Buffer.from(JSON.stringify({ until: clock.now() + uploadFor, format, secret }));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(head.length);
  return sealer.seal(Buffer.concat([length, head, bytes]), contextOf(c)).toString("base64");
}

function unseal(c: Context<Web>, { sealer, clock }: PagesNeeds, text: string): Given | undefined {
  try {
    const plain = sealer.unseal(Buffer.from(text, "base64"), contextOf(c));
    const end = 4 + plain.readUInt32BE(0);
    const { until, format, secret } = JSON.parse(plain.subarray(4, end).toString("utf8"));
    return until < clock.now() ? undefined : { bytes: plain.subarray(end), format: readFormat(format), secret };
  } catch (error) {
    if (error instanceof CannotUnseal) return undefined;
    throw error;
  }
}

const contextOf = (c: Context<Web>): string => `moving\0${c.var.organisation.id}\0${c.var.visitor.person.id}`;

async function uploaded(c: Context<Web>, needs: PagesNeeds): Promise<Upload | undefined> {
  if (!/^multipart\/form-data\s*;/i.test(c.req.header("content-type") ?? ""))
    throw new Problem("unsupported-type", 415, ({ consoleImport }) => consoleImport.unreadableUpload);
  const form = await c.req.formData().catch(() => {
    throw invalid(({ consoleShared }) => consoleShared.unreadableForm);
  });
  const inviting = form.get("invite") === "yes" && needs.post.sends;
  const sealed = form.get("sealed");
  if (typeof sealed === "string") {
    const given = unseal(c, needs, sealed);
    return given && { ...given, inviting, confirmed: form.get("confirmed") === "yes" };
  }
  const [file, format, secret] = [form.get("file"), form.get("format"), form.get("secret")];
  const bytes = file instanceof File ? new Uint8Array(await file.arrayBuffer()) : new Uint8Array();
  return {
    bytes,
    format: typeof format === "string" ? readFormat(format) : undefined,
    secret: typeof secret === "string" && secret.trim() !== "" ? secret.trim() : undefined,
    ...{ inviting, confirmed: false },
  };
}
