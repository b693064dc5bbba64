// Guards round forms: sent once however often the button is pressed, to a server that is there and knows who sends, and no
// written text left behind by accident.
import { dropDraft, isWrittenSince, keepsDraft, markSent } from "./drafts.js";
import { pathOf, textsOf } from "./form-fields.js";
import { isFresh, makeSure, member } from "./session.js";
import { toast } from "./toasts.js";

// A download or a slow answer leaves the page standing: then the button must come back by itself.
const RELEASE_AFTER = 8000;
const CHANGED = new WeakSet();
const CLEARED = new WeakSet(); // asked about already and on its way
const SUBMITTERS = new WeakMap();
const WRITTEN_SINCE = "Det er allerede sendt en gang. Genindlæs siden, og send resten; din tekst følger med.";

export function guardForms() {
  document.addEventListener("submit", sendOnce, true);
  if (MEMBER) document.addEventListener("submit", askFirst, true);
  document.addEventListener("htmx:afterRequest", (event) => release(event.detail.elt));
  // Came back with what was typed, which is saved nowhere
  const { unsaved } = document.body.dataset;
  if (MEMBER && member()) for (const form of document.forms) if (pathOf(form) === unsaved) CHANGED.add(form);
  // Back from the browser's memory the page must not stand with dead buttons.
  window.addEventListener("pageshow", (event) => event.persisted && document.querySelectorAll("form[data-busy]").forEach(release));
  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("form");
    // A form with room for a text is worth a question; a code or a search is not
    if (form?.method === "post" && form.querySelector("textarea, [contenteditable]")) CHANGED.add(form);
  });
  document.addEventListener("click", (event) => {
    // "Gå tilbage uden at gemme" says it already. Opened in another tab, it leaves the page and the question where they are
    const link = event.target.closest?.("a[data-unguarded]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const form = link.closest("form");
    CHANGED.delete(form);
    if (MEMBER) dropDraft(form);
  });
  document.addEventListener("forum:saved", (event) => CHANGED.delete(event.target));
  window.addEventListener("beforeunload", (event) => {
    const asks = (form) => CHANGED.has(form) && !form.dataset.busy && !("unguarded" in form.dataset) && !(MEMBER && keepsDraft(form));
    if ([...document.forms].some(asks)) event.preventDefault();
  });
}

function sendOnce(event) {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.busy && !CLEARED.has(form)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  form.dataset.busy = "1";
  // The button stays enabled: a disabled one would leave its own name and value out of what is sent.
  event.submitter?.setAttribute("data-busy", "");
  setTimeout(() => release(form), RELEASE_AFTER);
}

// Sign-in itself and sign-out are nobody's yet, or nobody's any more.
const isAccounts = (form) => pathOf(form).startsWith(document.body.dataset.login.replace(/[^/]+\/$/, ""));

// A form with a text is sent when the server has answered that it is there and that the writer is signed in; otherwise it
// stays where it is. htmx is told afterwards, see failures.js.
function askFirst(event) {
  const form = event.target;
  if (form.method !== "post" || !member() || isAccounts(form)) return;
  SUBMITTERS.set(form, event.submitter);
  const isSure = CLEARED.has(form) || "hxPost" in form.dataset || !form.requestSubmit || (isFresh() && !textsOf(form).length);
  if (!isSure) {
    event.preventDefault();
    event.stopImmediatePropagation();
    sendAgain(form);
  } else if (!event.submitter?.hasAttribute("formaction")) markSent(form);
}

// Sends the form as it was last sent, when that is sure to arrive.
export async function sendAgain(form) {
  const key = form.querySelector("[name=form_key]")?.value;
  const status = await makeSure(form, key ? [key] : []);
  release(form);
  if (!status || !form.isConnected) return;
  if (isWrittenSince(form, status.arrived)) {
    toast(WRITTEN_SINCE, { text: "Genindlæs" });
    return;
  }
  CLEARED.add(form);
  form.requestSubmit(SUBMITTERS.get(form));
  CLEARED.delete(form);
}

function release(form) {
  if (!(form instanceof HTMLFormElement)) return;
  delete form.dataset.busy;
  [...form.elements].forEach((button) => button.removeAttribute("data-busy"));
}
