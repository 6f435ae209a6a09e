// `/admin/mail`: what waits to be sent, and why.
import type { Hono } from "hono";
import type { Visitor } from "../access/actions.ts";
import { AppFrame } from "../access/frame.tsx";
import type { Web } from "../access/web.ts";
import { Badge, Button, EmptyState, Form, Notice, Pager, RelativeTime, Table, TwoLine } from "../ui/index.ts";
import { type ListedLetter, listUnsent, sendLetterAgain } from "./mail.ts";
import { type AdminNeeds, by } from "./web.ts";

export function addMailPages(pages: Hono<Web>, needs: AdminNeeds): void {
  pages.get("/admin/mail", async (c) => {
    const after = c.req.query("after");
    const page = await listUnsent(needs, { organisation: c.var.organisation.id, ...(after ? { after } : {}) });
    const done = c.req.query("done") === "again";
    return c.html(
      <MailPage
        visitor={c.var.visitor}
        page={page}
        first={!after}
        server={needs.post.sends}
        done={done}
        now={needs.clock.now()}
      />,
    );
  });

  pages.post("/admin/mail/:letter/again", async (c) => {
    await sendLetterAgain(needs, { ...by(c), letter: c.req.param("letter") });
    return c.redirect("/admin/mail?done=again", 303);
  });
}

interface MailPageProps {
  visitor: Visitor;
  page: { letters: ListedLetter[]; next?: string };
  /** Whether this is the first page of the list. */
  first: boolean;
  server: boolean;
  done: boolean;
  now: number;
}

function MailPage({ visitor, page: { letters, next }, first, server, done, now }: MailPageProps) {
  const notices = (
    <>
      {done ? <Notice kind="success">The letter is on its way again.</Notice> : null}
      {server ? null : (
        <Notice kind="warning" title="No mail server is set up">
          Letters wait here, and are given up after three days. Whoever runs this server sets COUNTERSIGN_SMTP_URL.
        </Notice>
      )}
    </>
  );
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/mail"
      title="Mail"
      lead="Letters that are still on their way, and those that were given up."
      notices={notices}
      wide
    >
      {letters.length === 0 ? (
        <EmptyState title="Nothing waits">Every letter was taken by the mail server.</EmptyState>
      ) : (
        <Table
          caption="Letters that were not sent yet"
          columns={[
            { label: "Letter", header: true },
            { label: "Written" },
            { label: "State" },
            { label: "Why" },
            { label: "Actions", actions: true },
          ]}
          rows={letters.map((letter) => ({
            id: letter.id,
            cells: [
              <TwoLine main={letter.title} sub={letter.recipient} />,
              <RelativeTime at={letter.created_at} now={now} />,
              <State letter={letter} now={now} />,
              letter.failure ?? "Not tried yet.",
              letter.next_try_at === null ? (
                <Form action={`/admin/mail/${letter.id}/again`} label={`Send again: ${letter.title}`}>
                  <Button label={`Send again to ${letter.recipient}`}>Send again</Button>
                </Form>
              ) : null,
            ],
          }))}
        />
      )}
      {next || !first ? (
        <Pager
          label="Letters"
          previous={first ? null : "/admin/mail"}
          next={next ? `/admin/mail?after=${next}` : null}
        />
      ) : null}
    </AppFrame>
  );
}

function State({ letter, now }: { letter: ListedLetter; now: number }) {
  const { next_try_at: next, tries } = letter;
  const tried = tries === 1 ? "tried once" : `tried ${tries} times`;
  if (next === null) return <TwoLine main={<Badge kind="danger">Given up</Badge>} sub={tried} />;
  return (
    <TwoLine
      main={<Badge kind={letter.failure ? "warning" : "neutral"}>Waits</Badge>}
      sub={
        tries === 0 ? (
          "sent in a moment"
        ) : (
          <>
            {tried}, next <RelativeTime at={next} now={now} />
          </>
        )
      }
    />
  );
}
