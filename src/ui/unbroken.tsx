// Keeps 'e-mail' and its like on one line: browsers break a line after any hyphen, and no style forbids it.
import type { Child } from "hono/jsx";

const together = /((?:e-mail|sign-in|set-up)(?:s|es)?)\b/i;

/** Text, or text among other things, with such words held together; whatever else there is stays as it is. */
export function unbroken(child: Child): Child {
  if (Array.isArray(child)) return child.map(unbroken) as Child;
  if (typeof child !== "string" || !together.test(child)) return child;
  return <>{child.split(together).map((part, i) => (i % 2 === 1 ? <span class="nowrap">{part}</span> : part))}</>;
}
