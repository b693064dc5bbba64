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
  keepTarget();
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

// A mail's link leads onto a thing: who has to sign in on the way comes to it, and not to the top of its page.
function keepTarget() {
  if (!location.hash || !location.pathname.startsWith(document.body.dataset.login)) return;
  for (const next of document.querySelectorAll("input[name=next]")) next.value += location.hash;
}

function focusOn(part) {
  if (part.tabIndex < 0) part.tabIndex = -1; // said aloud, it makes any element able to take the focus
  part.focus();
}
