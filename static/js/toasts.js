// Messages in the corner: closed by their button, shown by the other modules when something fails.

const region = () => document.getElementById("beskeder");

export function listenForToasts() {
  document.addEventListener("click", (event) => {
    const close = event.target.closest(".toast-close");
    if (close) close.closest(".toast").remove();
  });
}

// `text` is our own sentence, never the server's: nothing here is read as HTML.
export function toast(text, kind = "error") {
  const template = document.getElementById("besked-skabelon");
  if (!region() || !template) return;
  for (const same of region().querySelectorAll(".toast")) if (same.dataset.text === text) same.remove();
  const made = template.content.firstElementChild.cloneNode(true);
  made.classList.add(`toast-${kind}`);
  made.dataset.text = text;
  made.querySelector("p").textContent = text;
  region().append(made);
}
