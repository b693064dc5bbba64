// The focus goes on from where the eye is: after a swap that took it away, and at what a link of another page leads to.

export function keepFocus() {
  let held = [];
  document.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => {
    held = target.contains(document.activeElement) ? within(target) : [];
  });
  // After htmx itself has tried to find the same element, and an error summary has taken the focus
  document.addEventListener("htmx:afterSettle", () => {
    const part = document.activeElement === document.body && held.map((id) => document.getElementById(id)).find(Boolean);
    if (!part) return;
    held = [];
    focusOn(part);
  });
  window.addEventListener("hashchange", focusTarget);
  focusTarget();
}

// The names of an element and of what it stands in, innermost first: a card that is gone leaves the focus to its list.
function within(element) {
  const names = [];
  for (let part = element; part && part !== document.body; part = part.parentElement) if (part.id) names.push(part.id);
  return names;
}

// A link onto a thing gives it the focus: the next Tab goes on from there, and a voice reads it.
function focusTarget() {
  const part = document.getElementById(location.hash.slice(1));
  if (part) focusOn(part);
}

function focusOn(part) {
  if (part.tabIndex < 0) part.tabIndex = -1; // said aloud, it makes any element able to take the focus
  part.focus();
}
