// The form in which a webhook is added or changed, and the page that shows its secret once.
import type { Visitor } from "../../access/actions.ts";
import { AppFrame } from "../../access/frame.tsx";
import type { Problem } from "../../kernel/problem.ts";
import {
  Actions,
  Button,
  CheckboxField,
  CopyField,
  ErrorSummary,
  Field,
  Form,
  RadioGroup,
  Section,
  useWords,
} from "../../ui/index.ts";
import { names } from "../../webhooks/chosen.ts";
import { longestUrl } from "../../webhooks/rules.ts";
import type { TypedWebhook } from "./actions.ts";

interface FormProps {
  visitor: Visitor;
  /** Of the one that is changed. */
  id: string | undefined;
  typed: TypedWebhook;
  trouble: Problem | undefined;
}

/** By what each begins with: what it is about. */
const groups = Object.entries(Object.groupBy(names, (name) => name.slice(0, name.indexOf(".")))).map(
  ([about, of = []]) => ({ about, of }),
);

export function WebhookForm({ visitor, id, typed, trouble }: FormProps) {
  const words = useWords();
  const { consoleWebhooks: say, shared } = words;
  const all = typed.events.includes("*");
  const chosen = new Set(typed.events);
  const fields = trouble?.extras.members?.errors as { field: string }[] | undefined;
  const message = trouble?.messageIn(words) ?? "";
  const wrong = (field: string) => (fields?.some((error) => error.field === field) ? message : undefined);
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/webhooks"
      title={id === undefined ? say.add : say.changeTitle}
      lead={say.formLead}
      notices={trouble ? <ErrorSummary errors={[{ field: fields?.[0]?.field ?? "url", message }]} /> : undefined}
    >
      <Form action={id === undefined ? "/admin/webhooks/new" : `/admin/webhooks/${id}/change`}>
        <Section title={say.whereTo}>
          <Field
            label={say.address}
            name="url"
            type="url"
            value={typed.url}
            required
            maxlength={longestUrl}
            spellcheck={false}
            hint={say.addressHint}
            error={wrong("url")}
          />
        </Section>
        <Section title={say.whichEvents}>
          <RadioGroup
            legend={say.events}
            name="which"
            value={all ? "all" : "chosen"}
            required
            error={wrong("events")}
            options={[
              { value: "all", label: say.allEvents, hint: say.allEventsHint },
              { value: "chosen", label: say.chosenOnly },
            ]}
          />
          {groups.map(({ about, of }) => (
            <details class="several" open={!all && of.some((name) => chosen.has(name))}>
              <summary class="button link">{say.group(about, of.length)}</summary>
              {of.map((name) => (
                <CheckboxField
                  id={`event-${name.replaceAll(".", "-")}`}
                  name={`event:${name}`}
                  label={name}
                  checked={chosen.has(name)}
                />
              ))}
            </details>
          ))}
        </Section>
        <Actions>
          <Button kind="primary">{id === undefined ? say.addNow : say.save}</Button>
          <Button href={id === undefined ? "/admin/webhooks" : `/admin/webhooks/${id}`}>{shared.cancel}</Button>
        </Actions>
      </Form>
    </AppFrame>
  );
}

interface SecretProps {
  visitor: Visitor;
  id: string;
  secret: string;
  isNew: boolean;
}

export function SecretPage({ visitor, id, secret, isNew }: SecretProps) {
  const { consoleWebhooks: say } = useWords();
  return (
    <AppFrame visitor={visitor} current="/admin/webhooks" title={isNew ? say.wasAdded : say.aNewSecret}>
      <Section title={say.forTheReceiver} description={isNew ? say.secretText : say.secretReplacedText}>
        <CopyField label={say.secret} name="secret" value={secret} />
        <Actions>
          <Button kind="primary" href={`/admin/webhooks/${id}`}>
            {say.goTo}
          </Button>
        </Actions>
      </Section>
    </AppFrame>
  );
}
