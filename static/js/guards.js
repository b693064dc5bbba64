// Guards round forms: sent once however often the button is pressed, and no written text left behind by accident.

// A download or a slow answer leaves the page standing: then the button must come back by itself.
const RELEASE_AFTER = 8000;
const CHANGED = new WeakSet();

export function guardForms() {
  document.addEventListener("submit", confirmFirst, true);
  document.addEventListener("submit", sendOnce, true);
  document.addEventListener("htmx:afterRequest", (event) => release(event.detail.elt));
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
    if (link && !(event.ctrlKey || event.metaKey || event.shiftKey)) CHANGED.delete(link.closest("form"));
  });
  document.addEventListener("forum:saved", (event) => CHANGED.delete(event.target));
  window.addEventListener("beforeunload", (event) => {
    const unsaved = [...document.forms].some((form) => CHANGED.has(form) && !form.dataset.busy && !("unguarded" in form.dataset));
    if (unsaved) event.preventDefault();
  });
}

function confirmFirst(event) {
  const question = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
  if (question && !window.confirm(question)) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}

function sendOnce(event) {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.busy) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  form.dataset.busy = "1";
  // The button stays enabled: a disabled one would leave its own name and value out of what is sent.
  event.submitter?.setAttribute("data-busy", "");
  setTimeout(() => release(form), RELEASE_AFTER);
}

function release(form) {
  if (!(form instanceof HTMLFormElement)) return;
  delete form.dataset.busy;
  form.querySelectorAll("[data-busy]").forEach((button) => button.removeAttribute("data-busy"));
}
