// A row's menu: a <details> that opens without scripts; with them Escape and a click elsewhere close it.
import type { Child } from "hono/jsx";
import { Form, type Hidden } from "./form.tsx";
import { Icon } from "./icons.tsx";

export type MenuItem = { label: Child; danger?: boolean } & ({ href: string } | { action: string; hidden?: Hidden });

export interface MenuProps {
  /** Whose menu it is: "Actions for Kim". */
  label: string;
  items: readonly MenuItem[];
  /** Visible words instead of the three dots. */
  text?: string;
}

/** Links and buttons in a list, not role=menu: that role would promise arrow keys, and take the tab key away. */
export function Menu({ label, items, text }: MenuProps) {
  return (
    <details class="menu" name="menu">
      <summary class={text ? "button secondary" : "menu-dots"} aria-label={text ? `${text}: ${label}` : label}>
        {text ?? <Icon name="dots" />}
      </summary>
      <ul>
        {items.map((item) => (
          <li>
            {"href" in item ? (
              <a class={item.danger ? "menu-item danger" : "menu-item"} href={item.href}>
                {item.label}
              </a>
            ) : (
              <Form action={item.action} hidden={item.hidden}>
                <button class={item.danger ? "menu-item danger" : "menu-item"} type="submit">
                  {item.label}
                </button>
              </Form>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}
