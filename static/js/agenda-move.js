// A row is moved by its grip: with the arrow keys, or dragged with mouse or finger. The server says where it came to stand.
const LIST = ".agenda-lines";
const EDGE = 60; // pixels from the edge of the window where dragging scrolls the page
const AT_THE_END = "slut";

const rowOf = (element) => element.closest(".agenda-line");
const moveForm = (row) => row.querySelector("form.line-move");

export function moveRows() {
  document.addEventListener("keydown", (event) => {
    const grip = event.target.closest?.(".grip");
    const way = { ArrowUp: "up", ArrowDown: "down" }[event.key];
    if (!grip || !way) return;
    event.preventDefault();
    const form = moveForm(rowOf(grip));
    form.elements.before.value = "";
    form.querySelector(`[name=way][value=${way}]`).click(); // htmx sends the name of a button that was pressed, and of no other
  });
  document.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest?.(".grip");
    if (grip && event.isPrimary && event.button === 0) drag(grip, event.pointerId);
  });
}

function drag(grip, pointer) {
  const row = rowOf(grip);
  const place = row.nextElementSibling;
  const list = row.closest(LIST);
  const putBack = () => list.insertBefore(row, place);
  grip.setPointerCapture(pointer);
  row.classList.add("is-dragged");
  const listen = new AbortController();
  const on = (target, kind, act) => target.addEventListener(kind, act, { signal: listen.signal });
  const end = () => {
    listen.abort();
    row.classList.remove("is-dragged");
  };
  on(grip, "pointermove", (event) => {
    event.preventDefault();
    const others = [...list.children].filter((other) => other !== row);
    const below = others.find((other) => {
      const { top, height } = other.getBoundingClientRect();
      return event.clientY < top + height / 2;
    });
    const next = below ?? null;
    if (next !== row.nextElementSibling) {
      list.insertBefore(row, next);
      grip.setPointerCapture(pointer); // moved in the page, the row lets go of the pointer
    }
    if (event.clientY < EDGE) window.scrollBy(0, -12);
    else if (event.clientY > window.innerHeight - EDGE) window.scrollBy(0, 12);
  });
  on(grip, "pointerup", () => {
    end();
    if (row.nextElementSibling !== place) send(row, putBack);
  });
  on(grip, "pointercancel", () => (end(), putBack()));
  on(document, "keydown", (event) => event.key === "Escape" && (end(), putBack()));
}

function send(row, putBack) {
  const form = moveForm(row);
  let next = row.nextElementSibling;
  while (next && !next.id) next = next.nextElementSibling; // a row that this person may not see has no name
  form.elements.before.value = next ? next.id : AT_THE_END;
  form.addEventListener("htmx:afterRequest", ({ detail }) => detail.successful || putBack(), { once: true });
  form.requestSubmit();
}
