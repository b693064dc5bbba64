// A text editor over <textarea data-editor>: the textarea keeps the Markdown and stays the form's field.
import { baseKeymap } from "prosemirror-commands";
import { history } from "prosemirror-history";
import { keymap } from "prosemirror-keymap";
import { EditorState } from "prosemirror-state";
import { tableEditing } from "prosemirror-tables";
import { EditorView } from "prosemirror-view";
import { keys, typingRules } from "./editor-keys.js";
import { parse, serialize } from "./editor-markdown.js";
import { clean, fromText } from "./editor-paste.js";
import { pasteInTable } from "./editor-tables.js";
import { toolbar } from "./editor-toolbar.js";

function mount(field) {
  if (field.dataset.mounted) return;
  let start;
  try {
    start = parse(field.value);
  } catch {
    return;
  }
  field.dataset.mounted = "1";
  const frame = document.createElement("div");
  frame.className = field.getAttribute("aria-invalid") === "true" ? "editor invalid" : "editor";
  field.before(frame);
  const label = labelOf(field);
  const bar = toolbar(nameOf(field, label));
  frame.append(bar.element, bar.linkRow);
  let told = []; // of what was pasted last
  const say = (sentences) => {
    const text = sentences.join(" ");
    if (said.textContent !== text) said.textContent = text;
  };
  const view = new EditorView(
    { mount: frame.appendChild(document.createElement("div")) },
    {
      state: EditorState.create({ doc: start, plugins: [typingRules(), keymap(keys(bar)), keymap(baseKeymap), history(), tableEditing(), bar.plugin] }),
      attributes: names(field, label),
      handlePaste: pasteInTable,
      transformPastedHTML(html) {
        const cleaned = clean(html);
        told = cleaned.told;
        say(told);
        return cleaned.html;
      },
      clipboardTextParser(text) {
        told = [];
        say(told);
        return fromText(text);
      },
      dispatchTransaction(change) {
        view.updateState(view.state.apply(change));
        if (change.docChanged) say([...told, ...write(field, view.state.doc)]);
      },
    },
  );
  // A draft was put into the field, or thrown away
  field.addEventListener("forum:filled", () => view.updateState(EditorState.create({ doc: parse(field.value), plugins: view.state.plugins })));
  const said = document.createElement("p");
  said.className = "editor-said";
  said.setAttribute("role", "status");
  frame.append(said);
  bar.attach(view);
  // A hidden required field would stop the form without a word; the server still asks for the text.
  field.required = false;
  field.hidden = true;
  label?.removeAttribute("for"); // it would point at what nobody can see
  label?.addEventListener("click", () => view.focus());
  // A link in the error summary points at the field's id: the editor takes the reader there instead.
  document.addEventListener("click", (event) => {
    if (event.target.closest?.(`a[href="#${CSS.escape(field.id)}"]`)) {
      event.preventDefault();
      view.focus();
    }
  });
}

const TOO_CLOSE = "Fed, kursiv eller overstreget skrift er udeladt, hvor flere slags mødes midt i et ord.";

// The document into the field; returns sentences about what could not be written.
function write(field, doc) {
  const told = {};
  field.value = serialize(doc, told);
  field.dispatchEvent(new Event("input", { bubbles: true }));
  return told.lost ? [TOO_CLOSE] : [];
}

const labelOf = (field) => (field.id ? document.querySelector(`label[for="${CSS.escape(field.id)}"]`) : null);

// The label's own words, without "(frivilligt)": four toolbars on a page are told apart by them.
function nameOf(field, label) {
  const words = [...(label?.childNodes ?? [])].filter((node) => !node.classList?.contains("optional")).map((node) => node.textContent);
  return words.join(" ").trim() || field.getAttribute("aria-label") || "Tekst";
}

// What a screen reader is told about the textarea holds for the editor too.
function names(field, label) {
  const told = { role: "textbox", "aria-multiline": "true", class: "prose", spellcheck: "true", lang: "da" };
  if (label) {
    label.id ||= `${field.id}_label`;
    told["aria-labelledby"] = label.id;
  } else told["aria-label"] = field.getAttribute("aria-label") ?? "Tekst";
  for (const name of ["aria-describedby", "aria-invalid"]) if (field.hasAttribute(name)) told[name] = field.getAttribute(name);
  if (field.required) told["aria-required"] = "true";
  return told;
}

const mountAll = (root) => root.querySelectorAll("textarea[data-editor]").forEach(mount);
mountAll(document);
document.addEventListener("htmx:load", (event) => mountAll(event.detail.elt));
