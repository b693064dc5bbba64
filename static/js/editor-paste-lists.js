// Lists that are paragraphs to HTML: Word and Outlook say by their style, level and sign what stands where.
// The page's policy keeps the browser from reading styles of others: they are read as text, under a name of their own.
export const STYLE = "data-style";
export const styleOf = (element) => (element.getAttribute(STYLE) ?? "").toLowerCase().replace(/\s+/g, "");

// What is bold by what it is, a heading, needs no mark for it.
export function unbold(element) {
  for (const bold of element.querySelectorAll("b, strong")) bold.replaceWith(...bold.childNodes);
}

const last = (list) => list[list.length - 1];
const FILL = /^[\s\u00a0]*$/;
const NUMBER = /^\(?((?:\d+\.)*)(\d+|[a-zæøå]|[ivxl]+)[.)]?$/i;

export function wordLists(body, sheet, notes) {
  for (const sign of body.querySelectorAll(`[${STYLE}*='mso-list' i]`)) {
    const heading = sign.closest("h1, h2, h3, h4, h5, h6");
    if (heading && isSign(sign)) sign.replaceWith(`${sign.textContent.replace(/[\s\u00a0]+/g, " ").trim()} `);
  }
  const items = [...body.querySelectorAll("p")].map((paragraph) => wordItem(paragraph, sheet)).filter(Boolean);
  const online = [...body.querySelectorAll("li[data-aria-level]")].map(onlineItem);
  for (const run of runs([...items, ...online])) nest(run, notes);
}

const isSign = (element) => /mso-list:ignore/.test(styleOf(element));

// A paragraph that is an item of a list, without its sign; undefined for any other.
function wordItem(paragraph, sheet) {
  const [, list, level] = /mso-list:(\w+)level(\d+)/.exec(styleOf(paragraph)) ?? [];
  const held = [...paragraph.querySelectorAll(`[${STYLE}]`)];
  const sign = held.find(isSign);
  const gap = held.find((element) => /times/.test(styleOf(element)) && /7(\.0)?pt/.test(styleOf(element)) && FILL.test(element.textContent));
  if (!level && !(/^MsoListParagraph/.test(paragraph.className) && gap)) return undefined;
  const written = sign ? taken(sign) : gap ? takenBefore(paragraph, gap) : numbered(sheet, list, level);
  const indent = Number(/margin-left:([\d.]+)pt/.exec(styleOf(paragraph))?.[1] ?? 36);
  return { block: paragraph, content: paragraph, level: Number(level) || Math.max(1, Math.round(indent / 36)), sign: written };
}

function taken(sign) {
  sign.remove();
  return sign.textContent.replace(/[\s\u00a0]+/g, "");
}

// Filtered HTML has the sign as text, and after it a gap in small print.
function takenBefore(paragraph, gap) {
  const range = paragraph.ownerDocument.createRange();
  range.setStart(paragraph, 0);
  range.setEndAfter(gap);
  return range.extractContents().textContent.replace(/[\s\u00a0]+/g, "");
}

const numbered = (sheet, list, level) =>
  new RegExp(`@list\\s+${list}:level${level}[^{]*\\{[^}]*mso-level-number-format:\\s*bullet`, "i").test(sheet) ? "·" : "1.";

// Word on the web gives each item a list of its own, and says its level beside it.
function onlineItem(item) {
  const list = item.parentElement;
  const first = list.tagName === "OL" ? Number(list.getAttribute("start") ?? 1) + [...list.children].indexOf(item) : null;
  return {
    block: item.closest(".ListContainerWrapper") ?? list,
    content: item,
    level: Number(item.dataset.ariaLevel),
    sign: first === null ? "·" : `${first}.`,
  };
}

// Items whose blocks follow each other directly.
function runs(items) {
  const found = [];
  for (const item of items) {
    const before = last(last(found) ?? []);
    if (before && (before.block === item.block || before.block.nextElementSibling === item.block)) last(found).push(item);
    else found.push([item]);
  }
  return found;
}

function nest(items, notes) {
  const { ownerDocument: document } = items[0].block;
  const blocks = new Set(items.map((item) => item.block));
  const open = [];
  const top = document.createDocumentFragment();
  for (const { content, level, sign } of items) {
    const number = numberOf(sign, notes);
    while (open.length && last(open).level > level) open.pop();
    const same = last(open)?.level === level ? open.pop() : null;
    const goesOn = same && (number === null ? same.next === null : same.next !== null && (number === same.next || number === undefined));
    const list = goesOn ? same.list : document.createElement(number === null ? "ul" : "ol");
    if (!goesOn) {
      if (number > 1 || number === 0) list.setAttribute("start", number);
      (last(open)?.list.lastElementChild ?? top).append(list);
    }
    const item = list.appendChild(document.createElement("li"));
    item.append(...content.childNodes);
    open.push({ list, level, next: number === null ? null : (number ?? same?.next ?? 1) + 1 });
  }
  items[0].block.before(top);
  blocks.forEach((block) => block.remove());
}

// null for a bullet. Letters and Roman numbers become figures: Markdown has no others.
function numberOf(sign, notes) {
  const [, , number] = NUMBER.exec(sign) ?? [];
  if (number === undefined || sign === "o") return null;
  if (/^\d+$/.test(number)) return Number(number);
  notes.add("letters");
  return undefined;
}
