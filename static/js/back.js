// Back to a page whose form was sent: the browser puts in what was written there, as if it had not been sent.
//
// Which forms of this tab were sent is kept until they are written in again, never what they said. They begin anew when the
// browser has filled them; what could not be saved comes back as a draft (drafts.js), or on the page that refused it.
import { identityOf, isBeingFilled, pathOf, textsOf, whileFilled } from "./form-fields.js";

const PREFIX = "forum.sent.";
const SENT = new WeakSet(); // on this very page, which may come back as it stands from the browser's memory
const keyOf = (form) => PREFIX + identityOf(form);
const isWrittenIn = (form) => form instanceof HTMLFormElement && form.method === "post" && textsOf(form).length > 0;

// A browser may forbid storing, and may be full: the form then stands as the browser fills it.
function store(act) {
  try {
    return act(sessionStorage);
  } catch {
    return null;
  }
}

function sent(form) {
  if (!isWrittenIn(form)) return;
  SENT.add(form);
  store((kept) => kept.setItem(keyOf(form), ""));
}

function forget(form) {
  if (!isWrittenIn(form)) return;
  SENT.delete(form);
  store((kept) => kept.removeItem(keyOf(form)));
}

// As the server made it.
export function beginAnew(form) {
  const before = textsOf(form).map((field) => [field, field.value]);
  form.reset();
  whileFilled(form, () => {
    for (const [field, value] of before.filter(([field, value]) => field.value !== value)) {
      field.dispatchEvent(new CustomEvent("forum:filled")); // an editor stands over the field and shows another text
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
}

function beginSentAnew() {
  const wasSent = (form) => isWrittenIn(form) && store((kept) => kept.getItem(keyOf(form))) !== null;
  [...document.forms].filter(wasSent).forEach(beginAnew);
}

export function beginAnewAfterBack() {
  document.addEventListener("submit", (event) => event.defaultPrevented || sent(event.target));
  document.addEventListener("htmx:afterRequest", ({ detail: { successful, requestConfig } }) => successful && sent(requestConfig.elt));
  document.addEventListener("input", ({ target }) => target.form && forget(target.form));
  // A row of the agenda is saved as a field is left, and not as a script fills it
  document.addEventListener("htmx:confirm", (event) => isBeingFilled(event.target) && event.preventDefault());
  const { unsaved } = document.body.dataset;
  if (unsaved) [...document.forms].filter((form) => pathOf(form) === unsaved).forEach(forget);
  window.addEventListener("pageshow", ({ persisted }) => {
    if (persisted && [...document.forms].some((form) => SENT.has(form))) location.reload();
    else if (!persisted && isFilled()) beginSentAnew();
  });
}

// Whether the browser may have put in what was written here before.
export const isFilled = () => performance.getEntriesByType("navigation")[0]?.type !== "navigate";

// A page that answers a form stands in no memory of the browser: without this, going back to it, or loading it anew, gives an
// error of the browser's. It goes by the address of the page that the form stood on, where a draft comes back.
export function standAsFormsPage() {
  if (!("answer" in document.body.dataset)) return;
  const from = document.referrer && new URL(document.referrer);
  const isElsewhere = from && from.origin === location.origin && from.pathname !== location.pathname;
  if (isElsewhere) for (const form of document.forms) if (!form.hasAttribute("action")) form.action = location.pathname + location.search;
  history.replaceState(history.state, "", isElsewhere ? from.href : location.href);
}

// When the browser has filled in the forms of the page, if it does.
export function onceFilled(act) {
  if (isFilled()) window.addEventListener("pageshow", () => act(), { once: true });
  else act();
}
