// Files: chosen in a field that sends by itself, or dropped on the row of the item that they belong to.
const TAKES = "takes-files";

export function takeFiles() {
  document.addEventListener("change", ({ target }) => {
    if (target.matches?.("input[type=file][data-send]") && target.files.length) target.form.requestSubmit();
  });
  if (!document.getElementById("dagsorden-raekker")) return;
  const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
  const formUnder = (event) => event.target.closest?.(".agenda-line")?.querySelector(".line-papers > form");
  const mark = (row) => {
    for (const other of document.querySelectorAll(`.${TAKES}`)) if (other !== row) other.classList.remove(TAKES);
    row?.classList.add(TAKES);
  };
  // Beside a row the browser would leave the page for the file, and what is written with it
  document.addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    const form = formUnder(event);
    event.dataTransfer.dropEffect = form ? "copy" : "none";
    mark(form?.closest(".agenda-line"));
  });
  document.addEventListener("dragleave", (event) => event.relatedTarget || mark(null));
  document.addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    mark(null);
    const form = formUnder(event);
    if (!form) return;
    form.elements.uploads.files = event.dataTransfer.files;
    form.requestSubmit();
  });
}
