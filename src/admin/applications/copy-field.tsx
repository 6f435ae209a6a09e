// A value that has to be carried elsewhere: to be read, to be marked by hand, and, where scripts run, copied by a button.
import { Field } from "../../ui/index.ts";

export function CopyField({ label, name, value }: { label: string; name: string; value: string }) {
  return (
    <div class="filters">
      <Field label={label} name={name} value={value} readonly />
      <button
        class="button secondary"
        type="button"
        data-copy={value}
        data-confirm-copy={`${label} copied`}
        aria-label={`Copy ${label}`}
        hidden
      >
        Copy
      </button>
      <span class="said" role="status" data-said />
    </div>
  );
}
