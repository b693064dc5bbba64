// What is pasted, as its reader sees it: cleaned before the editor reads it. What cannot come along is said.
import MarkdownIt from "markdown-it";
import { MarkdownParser } from "prosemirror-markdown";
import { Slice } from "prosemirror-model";
import { address, schema } from "./editor-schema.js";
import { SPEC } from "./editor-markdown.js";
import { flattenTables } from "./editor-paste-tables.js";
import { STYLE, styleOf, unbold, wordLists } from "./editor-paste-lists.js";

const SAID = {
  unshown: "Slettet eller skjult tekst og kommentarer er ikke sat ind.",
  picture: "Billeder, lyd og video kan ikke stå i teksten og er udeladt. Læg dem ved som bilag.",
  merged: "Flettede celler er delt op: Teksten står i den første af dem.",
  nested: "En tabel inde i en anden er skrevet ud som tekst.",
  field: "Felter i en formular er ikke sat ind.",
  letters: "En liste med bogstaver eller romertal har fået almindelige tal.",
};

// What the sender's program does not show: deleted in track changes, hidden, a comment, for screen readers alone
const UNSHOWN = [
  "del", "[hidden]", ".MsoCommentReference", ".MsoCommentText", ".msocomanchor", ".msocomtxt", ".msocomoff",
  "[class*='TrackChangeDelet' i]", "[class*='TrackChangeTextDelet' i]", "[class*='TrackedChangeDelet' i]",
];
const HIDDEN = /(^|;)(display:none|visibility:hidden|mso-hide:all|mso-element:comment(-list)?|clip:rect\([01](px)?[ ,])/;

// HTML from the clipboard, and sentences about what was left out. A copy from an editor of ours needs no cleaning.
export function clean(html) {
  if (/data-pm-slice/.test(html)) return { html, told: [] };
  const { body, sheet } = parsed(html);
  const notes = new Set();
  body.querySelectorAll("script, template, noscript, svg, button").forEach((element) => element.remove());
  removeUnshown(body, sheet, notes);
  replaceFields(body, notes);
  removeFieldCodes(body);
  markStyles(body);
  replacePictures(body, notes);
  wordLists(body, sheet, notes);
  numberLists(body);
  tidyHeadings(body);
  flattenTables(body, notes);
  tidyText(body);
  const lost = [...body.querySelectorAll("a[href]")].filter(isLost).length;
  body.querySelectorAll(`[${STYLE}]`).forEach((element) => element.removeAttribute(STYLE));
  const told = Object.keys(SAID).filter((note) => notes.has(note)).map((note) => SAID[note]);
  if (lost) told.push(`${lost === 1 ? "Et link" : `${lost} links`} kunne ikke komme med: Adressen virker kun der, hvor teksten er kopieret fra.`);
  return { html: body.innerHTML, told };
}

// A link whose words are kept without its address. One into the copied text itself, as in a table of contents, is not missed.
const isLost = (link) => link.textContent.trim() && !/^\s*#/.test(link.getAttribute("href")) && address(link.getAttribute("href")) === null;

const BOXES = "[role=checkbox], input[type=checkbox]";

// A tick becomes a sign; Google shows it by a picture in the item. What else is filled in is left out.
function replaceFields(body, notes) {
  for (const box of body.querySelectorAll(BOXES)) {
    const sign = box.getAttribute("aria-checked") === "true" || box.hasAttribute("checked") ? "☑" : "☐";
    box.querySelectorAll("img[aria-roledescription=checkbox]").forEach((picture) => picture.remove());
    if (box.matches("input")) box.replaceWith(sign);
    else (box.querySelector("p") ?? box).prepend(`${sign} `);
  }
  for (const field of body.querySelectorAll("input, select, textarea")) {
    if (!["hidden", "submit", "reset", "button", "image"].includes(field.type)) notes.add("field");
    field.remove();
  }
}

// The number that an item says it has: a list begins with it, or with a list of its own where the numbers do not follow.
function numberLists(body) {
  for (const item of body.querySelectorAll("ol > li[value]")) {
    const list = item.parentElement;
    const before = [...list.children].indexOf(item);
    const number = Number(item.getAttribute("value"));
    if (!Number.isInteger(number) || number < 0 || number === (Number(list.getAttribute("start")) || 1) + before) continue;
    const rest = before ? list.cloneNode() : list;
    rest.setAttribute("start", number);
    if (!before) continue;
    rest.append(...[...list.children].slice(before));
    list.after(rest);
  }
}

// Blocks that the editor does not know as such: their text would run on from the text before.
const BLOCKS = "summary, details, main, nav, dt, legend, center, dialog, search, menu";

// The clipboard's document, without the styles that the page's policy would complain of, and its style sheet as text.
function parsed(html) {
  const sheets = [];
  const plain = html
    .replace(/<style\b[^>]*>([\s\S]*?)<\/style>/gi, (_, sheet) => sheets.push(sheet) && "")
    .replace(/<[a-z][^\s>]*(?:"[^"]*"|'[^']*'|[^'">])*>/gi, (tag) => tag.replace(/(\s|["'])style(?=\s*=)/gi, `$1 ${STYLE}`));
  return { body: new DOMParser().parseFromString(plain, "text/html").body, sheet: sheets.join("\n") };
}

// What a style makes bold, slanted or struck out, by an element; Google's documents are one bold element that is not bold.
function markStyles(body) {
  for (const element of body.querySelectorAll(`[${STYLE}]`)) {
    const style = styleOf(element);
    const names = [];
    if (/(^|;)font-weight:(bold|[6-9]00)/.test(style)) names.push("strong");
    if (/(^|;)font-style:italic/.test(style)) names.push("em");
    if (/(^|;)text-decoration(-line)?:[^;]*line-through/.test(style)) names.push("s");
    if (!element.querySelector("p, div, li, td")) {
      for (const name of names) {
        const mark = body.ownerDocument.createElement(name);
        mark.append(...element.childNodes);
        element.append(mark);
      }
    }
    if (element.matches("b, strong") && /(^|;)font-weight:(normal|[1-4]00)/.test(style)) element.replaceWith(...element.childNodes);
  }
}

function removeUnshown(body, sheet, notes) {
  const hidden = [...body.querySelectorAll(`[${STYLE}]`)].filter((element) => HIDDEN.test(styleOf(element)));
  for (const element of [...body.querySelectorAll([...UNSHOWN, ...hiddenBy(sheet)].join()), ...hidden]) {
    if (element.textContent.trim()) notes.add("unshown");
    if (element.tagName === "COL") hideColumn(element);
    element.remove();
  }
}

// The classes that the document's own style sheet hides; what a browser does not know in it, such as mso-hide, is hidden too.
function hiddenBy(sheet) {
  const rules = sheet.replace(/<!--|-->|\/\*[\s\S]*?\*\//g, "").matchAll(/([^{}@;]+)\{([^{}]*)\}/g);
  const selectors = [...rules].filter(([, , style]) => HIDDEN.test(style.toLowerCase().replace(/\s+/g, ""))).flatMap(([, names]) => names.split(","));
  return selectors.map((name) => name.trim()).filter((name) => /^\w*\.[\w-]+$/.test(name));
}

function hideColumn(col) {
  const table = col.closest("table");
  const index = [...table.querySelectorAll("col")].indexOf(col);
  for (const row of table.rows) row.cells[index]?.remove();
}

// Word writes a field as code and result between marks; only the result is shown. A field without its end stays as it is.
function removeFieldCodes(body) {
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  const open = []; // a list of texts for each field begun; null once its code has ended
  const codes = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const mark = node.nodeType === Node.ELEMENT_NODE && /mso-element:field-(begin|separator|end)/.exec(styleOf(node))?.[1];
    if (mark === "begin") open.push([]);
    else if (mark && open.length) {
      codes.push(...(open.pop() ?? []));
      if (mark === "separator") open.push(null);
    } else if (node.nodeType === Node.TEXT_NODE) [...open].reverse().find(Boolean)?.push(node);
  }
  codes.forEach((text) => text.remove());
}

// Teams and Outlook send signs such as a smile as pictures.
function replacePictures(body, notes) {
  for (const picture of body.querySelectorAll("img, picture, video, audio, canvas, object, embed, iframe")) {
    const alt = picture.getAttribute("alt") ?? "";
    if (/^\p{Extended_Pictographic}/u.test(alt) && alt.length <= 8) picture.replaceWith(alt);
    else {
      if (!(parseFloat(picture.getAttribute("width") ?? 9) <= 1)) notes.add("picture");
      picture.remove();
    }
  }
}

const HEADINGS = "h1, h2, h3, h4, h5, h6";

function tidyHeadings(body) {
  for (const title of body.querySelectorAll("p.MsoTitle, [role=heading]")) {
    if (title.matches(HEADINGS)) continue;
    const heading = body.ownerDocument.createElement(`h${Number(title.getAttribute("aria-level")) || 1}`);
    heading.append(...title.childNodes);
    title.replaceWith(heading);
  }
  body.querySelectorAll(HEADINGS).forEach(unbold);
}

const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const LOWERED = "₀₁₂₃₄₅₆₇₈₉";

function tidyText(body) {
  for (const small of body.querySelectorAll("sup, sub")) {
    const signs = small.tagName === "SUP" ? RAISED : LOWERED;
    if (/^\d+$/.test(small.textContent)) small.replaceWith(small.textContent.replace(/\d/g, (digit) => signs[digit]));
  }
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  // A no-break space holds two words together; next to white space, or at an edge, it only fills.
  while (walker.nextNode()) {
    const text = walker.currentNode;
    text.data = text.data.replace(/\u00a0{2,}|(^|[ \t\n])\u00a0|\u00a0($|[ \t\n])/g, " ");
  }
  for (const block of body.querySelectorAll(BLOCKS)) {
    const known = body.ownerDocument.createElement("div");
    known.append(...block.childNodes);
    block.replaceWith(known);
  }
  for (const block of body.querySelectorAll("p, div, h1, h2, h3, h4, h5, h6")) {
    if (!block.textContent.trim() && !block.querySelector("hr, table, li")) block.remove();
  }
}

// Plain text: an empty line parts paragraphs, a line stays a line, "- " and "1. " make lists; no other sign means anything.
const lines = new MarkdownIt("zero").enable(["list", "newline"]);
const plain = new MarkdownParser(
  schema,
  {
    parse(text) {
      const tokens = lines.parse(text, {});
      for (const { children } of tokens) children?.forEach((token) => (token.content = token.content.replaceAll(KEPT, "")));
      return tokens;
    },
  },
  { ...SPEC, softbreak: { node: "hard_break" } },
);
const KEPT = "\ue000"; // before a number that begins a sentence: »22. august« is no list

export function fromText(text) {
  let next = 0;
  const written = text.replace(/\r\n?/g, "\n").split("\n").map((line) => {
    const number = Number(/^\s*(\d{1,9})[.)]\s/.exec(line)?.[1] ?? NaN);
    const begins = number === 1 || (next && number === next);
    if (line.trim()) next = begins ? number + 1 : /^\s/.test(line) ? next : 0;
    return number >= 0 && !begins ? KEPT + line.trimStart() : line.replace(/^(\s*)[•·▪◦]\s+/, "$1- ");
  });
  return Slice.maxOpen(plain.parse(written.join("\n")).content);
}
