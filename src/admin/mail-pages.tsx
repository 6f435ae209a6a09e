// `/admin/mail`: what waits to be sent, and why.
import type { Hono } from "hono";
import type { Visitor } from "../access/actions.ts";
import { AppFrame } from "../access/frame.tsx";
import { answerPage } from "../access/language.tsx";
import type { Web } from "../access/web.ts";
import { Badge, Button, EmptyState, Form, Notice, Pager, RelativeTime, Table, TwoLine, useWords } from "../ui/index.ts";
import { type ListedLetter, listUnsent, sendLetterAgain } from "./mail.ts";
import { failureIn } from "./mail-words.ts";
import { type AdminNeeds, by } from "./web.ts";

export function addMailPages(pages: Hono<Web>, needs: AdminNeeds): void {
  pages.get("/admin/mail", async (c) => {
    const after = c.req.query("after");
    const wanted = { organisation: c.var.organisation.id, ...(after ? { after } : {}) };
    const page = await listUnsent(needs, wanted, c.var.words);
    const done = c.req.query("done") === "again";
    return answerPage(
      c,
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
  const words = useWords();
  const { consoleMail: say } = words;
  const notices = (
    <>
      {done ? <Notice kind="success">{say.again}</Notice> : null}
      {server ? null : (
        <Notice kind="warning" title={say.noServerTitle}>
          {say.noServer}
        </Notice>
      )}
    </>
  );
  return (
    <AppFrame visitor={visitor} current="/admin/mail" title={say.title} lead={say.lead} notices={notices} wide>
      {letters.length === 0 ? (
        <EmptyState title={say.nothingWaits}>{say.nothingWaitsText}</EmptyState>
      ) : (
        <Table
          caption={say.caption}
          columns={[
            { label: say.letter, header: true },
            { label: say.written },
            { label: say.state },
            { label: say.why },
            { label: say.actions, actions: true },
          ]}
          rows={letters.map((letter) => ({
            id: letter.id,
            cells: [
              <TwoLine main={letter.title} sub={letter.recipient} />,
              <RelativeTime at={letter.created_at} now={now} />,
              <State letter={letter} now={now} />,
              letter.failure === null ? say.notTried : failureIn(letter.failure, words),
              letter.next_try_at === null ? (
                <Form action={`/admin/mail/${letter.id}/again`} label={say.sendAgainLetter(letter.title)}>
                  <Button label={say.sendAgainTo(letter.recipient)}>{say.sendAgain}</Button>
                </Form>
              ) : null,
            ],
          }))}
        />
      )}
      {next || !first ? (
        <Pager
          label={say.letters}
          previous={first ? null : "/admin/mail"}
          next={next ? `/admin/mail?after=${next}` : null}
        />
      ) : null}
    </AppFrame>
  );
}

function State({ letter, now }: { letter: ListedLetter; now: number }) {
  const { next_try_at: next, tries } = letter;
  const { consoleMail: say, relative } = useWords();
  const tried = say.tried(tries);
  if (next === null) return <TwoLine main={<Badge kind="danger">{say.givenUp}</Badge>} sub={tried} />;
  return (
    <TwoLine
      main={<Badge kind={letter.failure ? "warning" : "neutral"}>{say.waits}</Badge>}
      sub={tries === 0 ? say.inAMoment : say.triedNext(tried, relative(next, now))}
    />
  );
}
