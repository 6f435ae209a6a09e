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
  plural,
  RadioGroup,
  Section,
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
  const all = typed.events.includes("*");
  const chosen = new Set(typed.events);
  const errors = trouble?.extras.members?.errors as { field: string; message: string }[] | undefined;
  const wrong = (field: string) => errors?.find((error) => error.field === field)?.message;
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/webhooks"
      title={id === undefined ? "Add a webhook" : "Change the webhook"}
      lead="Every chosen event is sent there a moment after it happened, signed as Standard Webhooks has it."
      notices={
        trouble ? <ErrorSummary errors={errors ?? [{ field: "url", message: trouble.publicMessage }]} /> : undefined
      }
    >
      <Form action={id === undefined ? "/admin/webhooks/new" : `/admin/webhooks/${id}/change`}>
        <Section title="Where to">
          <Field
            label="Address"
            name="url"
            type="url"
            value={typed.url}
            required
            maxlength={longestUrl}
            spellcheck={false}
            hint="An https address that takes POST requests. Private networks are reached only where whoever runs this server allows it."
            error={wrong("url")}
          />
        </Section>
        <Section title="Which events">
          <RadioGroup
            legend="Events"
            name="which"
            value={all ? "all" : "chosen"}
            required
            error={wrong("events")}
            options={[
              { value: "all", label: "All events", hint: "Also those that later versions add." },
              { value: "chosen", label: "Only those chosen below" },
            ]}
          />
          {groups.map(({ about, of }) => (
            <details class="several" open={!all && of.some((name) => chosen.has(name))}>
              <summary>
                {about}: {plural(of.length, "event")}
              </summary>
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
          <Button kind="primary">{id === undefined ? "Add the webhook" : "Save"}</Button>
          <Button href={id === undefined ? "/admin/webhooks" : `/admin/webhooks/${id}`}>Cancel</Button>
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
  return (
    <AppFrame visitor={visitor} current="/admin/webhooks" title={isNew ? "The webhook was added" : "A new secret"}>
      <Section
        title="For the receiver's settings"
        description={
          isNew
            ? "With it the receiver checks that what comes is from here. It is shown only now."
            : "It is shown only now. For a day everything is signed with the former secret as well: change it at the receiver until then."
        }
      >
        <CopyField label="Secret" name="secret" value={secret} />
        <Actions>
          <Button kind="primary" href={`/admin/webhooks/${id}`}>
            Go to the webhook
          </Button>
        </Actions>
      </Section>
    </AppFrame>
  );
}
