// Messages in the corner: closed by their button, shown by the other modules when something fails.
import { hasText } from "./form-fields.js";

export const OFFLINE = "Der er ingen forbindelse lige nu.";
export const FAILED = "Det lykkedes ikke.";
const AT_MOST = 3; // more of them would cover the page

const region = () => document.getElementById("beskeder");

export function listenForToasts() {
  document.addEventListener("click", (event) => {
    const close = event.target.closest(".toast-close");
    if (close) close.closest(".toast").remove();
  });
  document.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
    if (detail.target === region()) makeRoom(detail.fragment.querySelectorAll(".toast").length);
  });
}

// What is said while the dialog is open stands above it, where it can be seen and closed. Gives what puts the messages back.
export function toastsInto(dialog) {
  const toasts = region();
  const place = document.createComment("");
  toasts?.replaceWith(place);
  dialog.append(...[toasts].filter(Boolean));
  return () => toasts && place.replaceWith(toasts);
}

// What is said anew takes the place of what was said. What can be undone and what went wrong stay while there is room.
function makeRoom(coming) {
  if (!coming) return;
  const staying = [];
  for (const old of region().querySelectorAll(".toast")) {
    if (old.matches(".toast-error") || old.querySelector("form")) staying.push(old);
    else old.remove();
  }
  staying.slice(0, Math.max(0, staying.length + coming - AT_MOST)).forEach((old) => old.remove());
}

// Says what went wrong; `link` ({ href, text }) opens in another tab, without `href` it loads this page anew. The sentence is our own: nothing here is read as HTML.
export function toast(text, link = null) {
  const template = document.getElementById("besked-skabelon");
  if (!region() || !template) return;
  for (const same of region().querySelectorAll(".toast")) if (same.dataset.text === text) same.remove();
  const made = template.content.firstElementChild.cloneNode(true);
  made.classList.add("toast-error");
  made.dataset.text = text;
  const said = made.querySelector("p");
  said.textContent = text;
  if (link) {
    const elsewhere = link.href ? { href: link.href, target: "_blank", rel: "noopener" } : { href: location.href };
    const way = Object.assign(document.createElement("a"), elsewhere);
    if (!link.href) way.addEventListener("click", (event) => (event.preventDefault(), location.reload()));
    way.textContent = link.text;
    said.append(" ", way);
  }
  makeRoom(1);
  region().append(made);
}

const failures = new Set();

// Something was sent in vain, from this form, button or link.
export function toastFailure(what, sent) {
  const text = `${what}${hasText(sent) ? " Din tekst står her stadig." : ""} Prøv igen om lidt.`;
  failures.add(text);
  toast(text);
}

// The server answers again.
export function clearFailures() {
  region()?.querySelectorAll(".toast").forEach((old) => failures.has(old.dataset.text) && old.remove());
}
