// The site's script. Every page works without it; it spares a reload, guards a text, and shows what went wrong.
// It is built twice: `MEMBER` is false for pages that no member reads, which leaves out what only members need.
import { autosave } from "./autosave.js";
import { beginAnewAfterBack, onceFilled, standAsFormsPage } from "./back.js";
import { enhance } from "./components.js";
import { cleanDrafts, keepDrafts } from "./drafts.js";
import { keepFocus } from "./focus.js";
import { guardForms } from "./guards.js";
import { closeMenusOnLeave } from "./menus.js";
import { explainFailures } from "./failures.js";
import { listenForToasts } from "./toasts.js";

standAsFormsPage();
closeMenusOnLeave();
listenForToasts();
guardForms();
beginAnewAfterBack();
explainFailures();
keepFocus();
cleanDrafts();
if (MEMBER) {
  autosave();
  onceFilled(keepDrafts);
}
enhance(document.body);
// After a swap only what is new is set up; the frame round it already is.
document.addEventListener("htmx:load", (event) => enhance(event.detail.elt));
