// A swap that takes away what had the focus gives it to the new part: keyboard and voice go on from where they were.
export function keepFocus() {
  let held = "";
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { target } = event.detail;
    held = target.contains(document.activeElement) ? target.id : "";
  });
  // After htmx itself has tried to find the same element, and an error summary has taken the focus
  document.addEventListener("htmx:afterSettle", () => {
    const part = document.activeElement === document.body && held && document.getElementById(held);
    if (!part) return;
    held = "";
    part.tabIndex = -1;
    part.focus();
  });
}
