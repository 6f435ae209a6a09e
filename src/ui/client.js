// What scripts add to the pages; every page works without this file.
"use strict";

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const on = (type, handler) => document.addEventListener(type, handler);

/* Overlays: the dialog that CSS shows becomes modal, so that the tab key stays inside. */

for (const dialog of all("dialog[data-overlay]")) {
  if (!dialog.showModal) break;
  dialog.removeAttribute("open");
  dialog.showModal();
  // Else the first field has the focus, and may have pulled the dialog's title out of sight.
  if (!dialog.querySelector("[autofocus]")) {
    dialog.tabIndex = -1;
    dialog.focus();
    dialog.scrollTop = 0;
  }
  // A phone's back gesture; browsers close a dialog at the second one whatever we say, so it is opened again.
  dialog.addEventListener("cancel", (event) => {
    // A file chooser inside sends this event up as well.
    if (event.target !== dialog) return;
    event.preventDefault();
    leave(dialog);
  });
  dialog.addEventListener("close", () => dialog.showModal());
}

function leave(dialog) {
  dialog.querySelector("[data-cancel]")?.click();
}

/* Menus close by Escape and by a click elsewhere. */

const openMenus = () => all("details.menu[open]");

on("keydown", (event) => {
  if (event.key !== "Escape" || event.isComposing) return;
  const [menu] = openMenus();
  const dialog = document.querySelector("dialog[data-overlay]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  } else if (dialog) leave(dialog);
  else return;
  event.preventDefault();
});

on("click", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
});

on("focusin", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
});

// On a phone the navigation scrolls sideways.
document.querySelector("nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

/* A form is sent once. */

on("submit", (event) => {
  const form = event.target;
  // Read as attributes: a field named "method" would stand in for the property.
  if (event.defaultPrevented || form.getAttribute("method") !== "post" || form.hasAttribute("data-repeatable")) return;
  if (form.hasAttribute("data-sent")) {
    event.preventDefault();
    return;
  }
  form.setAttribute("data-sent", "");
  // Password managers keep what was typed only from a field that is a password again.
  for (const button of all("[data-reveal]", form)) reveal(button, false);
  // The answer may never come; then the person may try again.
  setTimeout(() => form.removeAttribute("data-sent"), 10_000);
});

// "Back" can bring the page as it was left, with its form marked as sent.
addEventListener("pageshow", (event) => {
  if (event.persisted) for (const form of all("form[data-sent]")) form.removeAttribute("data-sent");
});

/* Passwords can be looked at. */

function reveal(button, shown) {
  const field = document.getElementById(button.dataset.reveal);
  field.type = shown ? "text" : "password";
  button.firstElementChild.textContent = shown ? button.dataset.hide : button.dataset.show;
}

for (const button of all("[data-reveal]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    reveal(button, document.getElementById(button.dataset.reveal).type === "password");
  });
}

/* The code field drops what is no digit and sends itself at the last one, but no code a second time. */

for (const field of all("input[data-digits]")) {
  let sent = "";
  field.addEventListener("input", (event) => {
    if (event.isComposing) return;
    // Arabic keyboards have digits of their own, in two ranges.
    const latin = field.value.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => digit.charCodeAt(0) & 15);
    const digits = latin.normalize("NFKC").replace(/\D/g, "");
    if (digits !== field.value) field.value = digits;
    if (digits.length !== Number(field.dataset.digits)) sent = "";
    else if (digits !== sent && "selfSubmit" in field.dataset && field.form?.checkValidity()) {
      sent = digits;
      field.form.requestSubmit();
    }
  });
}

/* Copying, with words that a screen reader hears. */

async function copy(text, button) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Browsers have no clipboard on plain http, and some refuse it.
    const area = document.createElement("textarea");
    area.className = "visually-hidden";
    area.value = text;
    button.after(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    button.focus();
    return done;
  }
}

// The same words are spoken again only if they were gone; nothing below them moves meanwhile.
function say(place, words) {
  const again = place.textContent === words;
  place.textContent = again ? "\u00a0" : words;
  if (again) setTimeout(() => say(place, words), 50);
}

const { cannotCopy } = document.body.dataset;

for (const button of all("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const done = await copy(button.dataset.copy, button);
    const place = button.closest(":has([data-said])")?.querySelector("[data-said]");
    if (place) say(place, done ? button.dataset.confirmCopy : cannotCopy);
  });
}

/* Recovery codes: a way of keeping them unlocks the way on. */

for (const box of all("[data-recovery]")) {
  const form = box.querySelector("form");
  const go = box.querySelector("[data-continue]");
  const said = box.querySelector("[data-said]");
  const saved = Object.assign(document.createElement("input"), { type: "hidden", name: "saved", disabled: true });
  form.append(saved);
  // This also keeps the codes themselves out of what is sent.
  for (const part of all("[data-without-script]", box)) part.remove();
  for (const part of all("[data-with-script]", box)) part.hidden = false;
  go.disabled = go.dataset.continue === "must-save";

  const keep = {
    downloaded() {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([box.dataset.text], { type: "text/plain;charset=utf-8" }));
      link.download = box.dataset.file;
      box.append(link);
      link.click();
      link.remove();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
      return box.dataset.downloaded;
    },
    async copied(button) {
      return (await copy(box.dataset.text, button)) && box.dataset.copied;
    },
    printed() {
      print();
      return box.dataset.printed;
    },
  };

  for (const button of all("[data-save]", box)) {
    button.addEventListener("click", async () => {
      const words = await keep[button.dataset.save](button);
      say(said, words || cannotCopy);
      if (!words) return;
      saved.value = button.dataset.save;
      saved.disabled = false;
      go.disabled = false;
      button.classList.add("done");
    });
  }
}

/* The first field that needs mending gets the focus. */

document
  .querySelector(
    'input[aria-invalid="true"],select[aria-invalid="true"],textarea[aria-invalid="true"],[role="radiogroup"][aria-invalid="true"] input',
  )
  ?.focus();
