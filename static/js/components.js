// Sets up what a page or a swapped-in part of it contains: the design system's components one by one, never its global init.
import ResponsiveTable from "../../node_modules/dkfds/src/js/components/table.js";
import { countDown } from "./undo.js";

// htmx announces the whole body and then each part again: nothing may be set up twice.
const done = new WeakSet();

function each(root, selector, setUp) {
  const inside = [...root.querySelectorAll(selector)];
  for (const element of root.matches(selector) ? [root, ...inside] : inside) {
    if (done.has(element)) continue;
    done.add(element);
    setUp(element);
  }
}

export function enhance(root) {
  each(root, "table.table--responsive-headers", (element) => new ResponsiveTable(element));
  each(root, ".undo", countDown);
  each(root, "[data-print]", (element) => element.addEventListener("click", () => window.print()));
  // Where a style sheet cannot show what is folded, nothing is: wide pages would hide it
  if (!CSS.supports("selector(::details-content)")) each(root, ".fold", (element) => (element.open = true));
  each(root, "[data-copy]", copyOnClick);
  each(root, "[data-error-summary]", (element) => element.focus());
}

function copyOnClick(button) {
  const before = button.textContent;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = "Kopieret";
    } catch {
      button.textContent = "Kunne ikke kopiere – markér teksten, og tryk Ctrl+C";
    }
    setTimeout(() => (button.textContent = before), 4000);
  });
}
