// Writing rows like lines: Enter adds the row and leaves the field empty for the next one; many lines can be pasted.

export function writeRows() {
  const form = () => document.getElementById("nyt-punkt");
  if (!form()) return;
  let sent = null; // what was written in the row that is on its way
  let isWaiting = false; // Enter was pressed again before the answer came
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    if (event.target.matches(".line-title")) {
      event.preventDefault(); // leaving the field saves it
      next(event.target).focus();
    } else if (event.target.form === form() && event.target.matches("input")) {
      const isEmpty = !form().elements.title.value.trim();
      if (isEmpty || form().dataset.busy) event.preventDefault();
      isWaiting = !isEmpty && Boolean(form().dataset.busy);
    }
  });
  // The field is free for the next title at once; what was sent comes back if it is not taken
  document.addEventListener("htmx:beforeSend", ({ detail: { elt } }) => {
    if (elt !== form()) return;
    sent = new FormData(elt);
    for (const name of ["title", "minutes", "kind"]) elt.elements[name].value = "";
    elt.elements.title.focus();
  });
  document.addEventListener("htmx:afterRequest", ({ detail: { elt, successful, xhr } }) => {
    if (elt.id !== "nyt-punkt" || !sent) return;
    const { elements } = form();
    if (!successful && xhr.status !== 422 && xhr.status !== 409 && !elements.title.value) {
      for (const name of ["title", "minutes", "kind"]) elements[name].value = sent.get(name);
    }
    sent = null;
    if (isWaiting && successful) form().requestSubmit();
    isWaiting = false;
  });
  document.addEventListener("paste", (event) => {
    if (event.target.id !== "nyt-titel") return;
    const text = event.clipboardData.getData("text/plain");
    if (text.split(/\r\n|\r|\n/).filter((line) => line.trim()).length < 2) return;
    event.preventDefault();
    const lines = document.getElementById("linjer-felt");
    lines.elements.text.value = text;
    lines.closest("details").open = true;
    lines.requestSubmit();
  });
}

function next(title) {
  const titles = [...document.querySelectorAll(".line-title")];
  return titles[titles.indexOf(title) + 1] ?? document.getElementById("nyt-titel");
}
