// Tables from the clipboard, made into what Markdown can hold: one line of text a cell, a first row of headings, nothing merged.
import { styleOf, unbold } from "./editor-paste-lists.js";

const CELLS = "td, th";
const BLOCKS = "p, div, li, ul, ol, h1, h2, h3, h4, h5, h6, blockquote, pre, dl, dt, dd, table, tr, td";

export function flattenTables(body, notes) {
  // From the inside out: a table that holds a table, or a single cell, is a frame round text.
  for (const table of [...body.querySelectorAll("table")].reverse()) {
    const rows = [...table.rows].filter((row) => row.cells.length);
    const cells = rows.flatMap((row) => [...row.cells]);
    const isFrame = table.getAttribute("role") === "presentation" || cells.length < 2 || cells.some((cell) => cell.querySelector("table"));
    if (table.parentElement.closest(CELLS) && !isFrame && isInData(table)) {
      notes.add("nested");
      table.replaceWith(...rows.map((row) => asLine(row)));
    } else if (isFrame) table.replaceWith(...cells.map((cell) => asBlock(cell)));
    else table.replaceWith(rebuilt(table, rows, notes));
  }
}

// Inside a cell of a table that holds more than one: what is round it is data, not a frame.
const isInData = (table) => table.parentElement.closest("table").rows.length > 1 && table.parentElement.closest("tr").cells.length > 1;

function asBlock(cell) {
  const block = cell.ownerDocument.createElement("div");
  block.append(...cell.childNodes);
  return block;
}

function asLine(row) {
  const line = row.ownerDocument.createElement("p");
  line.textContent = [...row.cells].map((cell) => cell.textContent.replace(/\s+/g, " ").trim()).filter(Boolean).join(" | ");
  return line;
}

function rebuilt(table, rows, notes) {
  const document = table.ownerDocument;
  const grid = slots(rows, notes);
  if (!grid.length) return "";
  const width = Math.max(...grid.map((row) => row.length));
  const made = document.createElement("table");
  const sides = Array.from({ length: width }, (_, column) => sideOf(grid.slice(1).map((row) => row[column]).filter(Boolean)));
  grid.forEach((row, index) => {
    const line = made.appendChild(document.createElement("tr"));
    for (let column = 0; column < width; column += 1) {
      const cell = line.appendChild(document.createElement(index ? "td" : "th"));
      if (sides[column]) cell.className = `align-${sides[column]}`;
      if (row[column]) cell.append(...inLines(row[column], !index));
    }
  });
  if (!table.caption?.textContent.trim()) return made;
  const both = document.createDocumentFragment();
  both.append(asBlock(table.caption), made);
  return both;
}

// The rows with an empty place for each further column or row that a merged cell fills.
function slots(rows, notes) {
  const grid = rows.map(() => []);
  rows.forEach((row, index) => {
    let column = 0;
    for (const cell of row.cells) {
      while (grid[index][column] !== undefined) column += 1;
      if (cell.colSpan > 1 || cell.rowSpan > 1) notes.add("merged");
      const last = Math.min(index + (cell.rowSpan || rows.length), rows.length);
      for (let down = index; down < last; down += 1)
        for (let right = 0; right < cell.colSpan; right += 1) grid[down][column + right] = down === index && !right ? cell : null;
    }
  });
  // Columns that nothing stands in come of a span over the whole width, or of a sheet's empty cells
  const width = Math.max(...grid.map((row) => row.length));
  const used = Array.from({ length: width }, (_, column) => grid.some((row) => row[column]?.textContent.trim()));
  const filled = grid.map((row) => Array.from(used, (_, column) => row[column] ?? null).filter((_, column) => used[column]));
  return filled.filter((row) => row.some((cell) => cell?.textContent.trim()));
}

// The side on which all that is written in a column stands, when it is not the left.
function sideOf(cells) {
  const written = cells.filter((cell) => cell.textContent.trim());
  const [side, ...others] = new Set(written.map((cell) => ownSide(cell)));
  return others.length ? null : (side ?? null);
}

function ownSide(cell) {
  const asked = (element) => /(?:^|;)text-align:(\w+)/.exec(styleOf(element))?.[1] ?? element.align?.toLowerCase();
  const side = [cell.querySelector("p, div"), cell].map((element) => element && asked(element)).find(Boolean);
  return { right: "right", end: "right", center: "center" }[side] ?? null;
}

// A cell's content without blocks: each block a line of its own, items with their sign.
function inLines(cell, isHeading) {
  const document = cell.ownerDocument;
  if (isHeading) unbold(cell);
  const lines = [[]];
  const signs = new Set();
  const begin = () => lines[lines.length - 1].every((node) => signs.has(node)) || lines.push([]);
  const walk = (node) => {
    for (const child of [...node.childNodes]) {
      const isBlock = child.nodeType === Node.ELEMENT_NODE && (child.matches(BLOCKS) || child.tagName === "BR" || child.querySelector(BLOCKS));
      if (!isBlock) {
        if (lines[lines.length - 1].length || child.textContent.trim()) lines[lines.length - 1].push(child);
        continue;
      }
      begin();
      if (child.tagName === "LI") {
        const sign = document.createTextNode(signOf(child));
        signs.add(sign);
        lines[lines.length - 1].push(sign);
      }
      walk(child);
      begin();
    }
  };
  walk(cell);
  const written = lines.filter((line) => line.some((node) => node.textContent.trim()));
  return written.flatMap((line, index) => (index ? [document.createElement("br"), ...line] : line));
}

function signOf(item) {
  const list = item.parentElement;
  return list.tagName === "OL" ? `${Number(list.getAttribute("start") ?? 1) + [...list.children].indexOf(item)}. ` : "– ";
}
