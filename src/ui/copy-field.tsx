// A value that has to be carried elsewhere: to be read, to be marked by hand, and, where scripts run, copied by a button.
import { Field } from "./fields.tsx";
import { useWords } from "./spoken.tsx";

export function CopyField({ label, name, value }: { label: string; name: string; value: string }) {
  const { shared } = useWords();
  return (
    <div class="filters">
      <Field label={label} name={name} value={value} readonly />
      <button
        class="button secondary"
        type="button"
        data-copy={value}
        data-confirm-copy={shared.valueCopied}
        aria-label={`${shared.copy}: ${label}`}
        hidden
      >
        {shared.copy}
      </button>
      <span class="said" role="status" data-said />
    </div>
  );
}
