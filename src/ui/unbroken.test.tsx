// Words with a hyphen stay on one line, and read as before.
import { expect, test } from "vitest";
import { unbroken } from "./unbroken.tsx";

const html = (child: Parameters<typeof unbroken>[0]) => (<p>{unbroken(child)}</p>).toString();

test.each([
  ["Your e-mail", '<p>Your <span class="nowrap">e-mail</span></p>'],
  ["Sign-ins and set-up.", '<p><span class="nowrap">Sign-ins</span> and <span class="nowrap">set-up</span>.</p>'],
  ["Six-digit code", "<p>Six-digit code</p>"],
  ["<b>e-mail</b>", '<p>&lt;b&gt;<span class="nowrap">e-mail</span>&lt;/b&gt;</p>'],
])("%s", (text, expected) => {
  expect(html(text)).toBe(expected);
});

test("text among other things too", () => {
  expect(html(["At sign-in ", <b>now</b>, 3])).toBe('<p>At <span class="nowrap">sign-in</span> <b>now</b>3</p>');
});
