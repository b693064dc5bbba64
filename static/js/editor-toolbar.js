// The editor's toolbar: one stop for Tab, arrow keys between the buttons, and a row of its own for a link's address.
import { lift, setBlockType, toggleMark, wrapIn } from "prosemirror-commands";
import { redo, undo } from "prosemirror-history";
import { liftListItem, wrapInList } from "prosemirror-schema-list";
import { Plugin } from "prosemirror-state";
import { isInTable } from "prosemirror-tables";
import { address, schema } from "./editor-schema.js";
import { insertTable, tableButtons } from "./editor-tables.js";

const { nodes, marks } = schema;
const SVG = "http://www.w3.org/2000/svg";
const icons = document.querySelector('meta[name="icons"]')?.content;

function inside(state, type, attrs) {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    const node = $from.node(depth);
    if (node.type === type && (!attrs || Object.entries(attrs).every(([key, value]) => node.attrs[key] === value))) return true;
  }
  return false;
}

function marked(state, type) {
  const { from, $from, to, empty } = state.selection;
  return empty ? Boolean(type.isInSet(state.storedMarks || $from.marks())) : state.doc.rangeHasMark(from, to, type);
}

const heading = (level) => ({
  on: (state) => inside(state, nodes.heading, { level }),
  run: (state, dispatch) =>
    inside(state, nodes.heading, { level }) ? setBlockType(nodes.paragraph)(state, dispatch) : setBlockType(nodes.heading, { level })(state, dispatch),
});
const list = (type) => ({
  on: (state) => inside(state, type),
  run: (state, dispatch) => (inside(state, type) ? liftListItem(nodes.list_item)(state, dispatch) : wrapInList(type)(state, dispatch)),
});
const mark = (type) => ({ on: (state) => marked(state, type), run: toggleMark(type) });
const quote = {
  on: (state) => inside(state, nodes.blockquote),
  run: (state, dispatch) => (inside(state, nodes.blockquote) ? lift(state, dispatch) : wrapIn(nodes.blockquote)(state, dispatch)),
};

const BUTTONS = [
  { label: "Fed", icon: "format-bold", hint: "Ctrl+B", ...mark(marks.strong) },
  { label: "Kursiv", icon: "format-italic", hint: "Ctrl+I", ...mark(marks.em) },
  { label: "Overskrift", text: "Overskrift", ...heading(1) },
  { label: "Punktliste", icon: "format-list-bulleted", ...list(nodes.bullet_list) },
  { label: "Nummereret liste", icon: "format-list-numbered", ...list(nodes.ordered_list) },
  { label: "Citat", text: "Citat", ...quote },
  { label: "Link", icon: "link", hint: "Ctrl+K", link: true, on: (state) => marked(state, marks.link) },
  { label: "Tabel", text: "Tabel", on: isInTable, run: insertTable },
  ...tableButtons.map((button) => ({ ...button, text: button.label, shown: isInTable })),
  { label: "Fortryd", text: "Fortryd", hint: "Ctrl+Z", run: undo },
  { label: "Gentag", text: "Gentag", hint: "Ctrl+Y", run: redo },
];

function face({ icon, text }) {
  if (!icon || !icons) return document.createTextNode(text ?? "");
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon-svg");
  svg.setAttribute("aria-hidden", "true");
  svg.append(document.createElementNS(SVG, "use"));
  svg.firstChild.setAttribute("href", `${icons}#${icon}`);
  return svg;
}

function makeButton(spec) {
  const button = document.createElement("button");
  button.type = "button";
  button.tabIndex = -1;
  const name = spec.hint ? `${spec.label} (${spec.hint})` : spec.label;
  button.title = name;
  if (spec.icon && icons) {
    button.setAttribute("aria-label", spec.label);
    button.append(face(spec));
  } else button.textContent = spec.label;
  if (spec.on) button.setAttribute("aria-pressed", "false");
  return button;
}

function moveByArrows(element) {
  const all = () => [...element.querySelectorAll("button:not([hidden])")];
  element.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const list = all();
    const at = list.indexOf(document.activeElement);
    let next = step ? (at + step + list.length) % list.length : { Home: 0, End: list.length - 1 }[event.key];
    if (at < 0 || next === undefined) return;
    event.preventDefault();
    list.forEach((button, index) => (button.tabIndex = index === next ? 0 : -1));
    list[next].focus();
  });
}

// A row under the toolbar instead of a pop-up: it is read in order and works on a phone.
function makeLinkRow(apply, close) {
  const row = document.createElement("div");
  row.className = "editor-link";
  row.hidden = true;
  const id = `link-${Math.random().toString(36).slice(2)}`;
  const label = Object.assign(document.createElement("label"), { htmlFor: id, textContent: "Adresse, linket går til" });
  const input = Object.assign(document.createElement("input"), { id, inputMode: "url", className: "form-input", placeholder: "https://" });
  const set = Object.assign(document.createElement("button"), { type: "button", className: "button button-secondary", textContent: "Indsæt link" });
  const cancel = Object.assign(document.createElement("button"), { type: "button", className: "button button-tertiary", textContent: "Annullér" });
  row.append(label, input, set, cancel);
  const done = () => {
    const written = input.value.trim();
    const href = linkFor(written);
    input.setCustomValidity(written && !href ? "Skriv en webadresse, en mailadresse eller et telefonnummer." : "");
    if (input.checkValidity()) apply(written, href);
    else input.reportValidity();
  };
  set.addEventListener("click", done);
  cancel.addEventListener("click", close);
  input.addEventListener("input", () => input.setCustomValidity(""));
  row.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target === input) {
      event.preventDefault();
      done();
    } else if (event.key === "Escape") close();
  });
  return { row, input };
}

// The address that somebody means: »kl.dk« is a page, »ida@kl.dk« somebody's mail. What no text may link to is null.
function linkFor(written) {
  const given = address(written);
  if (given || /^[a-z][a-z0-9+-]*:|^[^.@]*$/i.test(written)) return given;
  return address(written.includes("@") ? `mailto:${written}` : `https://${written}`);
}

function applyLink(view, written, href) {
  const { from, to, empty } = view.state.selection;
  const link = marks.link.create({ href });
  const change = view.state.tr;
  view.dispatch(empty ? change.insert(from, schema.text(written, [link])) : change.addMark(from, to, link));
}

export function toolbar(name) {
  let view;
  const element = document.createElement("div");
  element.className = "editor-bar";
  element.setAttribute("role", "toolbar");
  element.setAttribute("aria-label", `Formatering: ${name}`);
  const close = () => {
    row.hidden = true;
    view.focus();
  };
  const { row, input } = makeLinkRow((written, href) => {
    if (href) applyLink(view, written, href);
    close();
  }, close);
  const openLink = () => {
    if (marked(view.state, marks.link)) return toggleMark(marks.link)(view.state, view.dispatch);
    row.hidden = false;
    input.value = "";
    input.focus();
    return true;
  };
  const buttons = BUTTONS.map((spec) => {
    const button = makeButton(spec);
    // Pressing must not take the selection from the text.
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => {
      if (spec.link) return openLink();
      spec.run(view.state, view.dispatch);
      return view.focus();
    });
    element.append(button);
    return button;
  });
  buttons[0].tabIndex = 0;
  moveByArrows(element);
  const show = (state) =>
    BUTTONS.forEach(({ on, shown }, index) => {
      if (on) buttons[index].setAttribute("aria-pressed", String(on(state)));
      if (shown) buttons[index].hidden = !shown(state);
      // The one stop for Tab must not be at a button that is gone.
      if (buttons[index].hidden && buttons[index].tabIndex === 0) [buttons[index].tabIndex, buttons[0].tabIndex] = [-1, 0];
    });
  return {
    element,
    linkRow: row,
    openLink,
    focus: () => Boolean(buttons.find((button) => button.tabIndex === 0)?.focus()) || true,
    attach: (made) => {
      view = made;
      show(view.state);
    },
    plugin: new Plugin({ view: () => ({ update: (current) => show(current.state) }) }),
  };
}
