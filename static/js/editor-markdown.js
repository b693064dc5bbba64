// The way between Markdown and the editor. A block that nobody touches is written back as it was, to the letter.
import MarkdownIt from "markdown-it";
import { defaultMarkdownParser, defaultMarkdownSerializer, MarkdownParser, MarkdownSerializerState } from "prosemirror-markdown";
import { Fragment } from "prosemirror-model";
import { isEmphasis, settled } from "./editor-marks.js";
import { schema } from "./editor-schema.js";

const tokenizer = new MarkdownIt("commonmark", { html: false }).enable(["table", "strikethrough"]).disable("image");
tokenizer.inline.ruler.before("autolink", "line_break", (state, silent) => {
  const found = /^<br ?\/?>/i.exec(state.src.slice(state.pos, state.pos + 6));
  if (!found) return false;
  if (!silent) state.push("hardbreak", "br", 0);
  state.pos += found[0].length;
  return true;
});

const { image, ...known } = defaultMarkdownParser.tokens;
const signed = (name) => ({
  block: name,
  getAttrs: (token, tokens, index) => ({ ...known[name].getAttrs(token, tokens, index), tight: isWrittenTight(token, tokens, index), sign: token.markup }),
});
// No paragraph of an item is shown as one; an item without any, an empty one, says nothing.
function isWrittenTight(list, tokens, index) {
  const end = tokens.findIndex((token, at) => at > index && token.level === list.level && token.nesting < 0);
  return !tokens.slice(index, end).some((token) => token.type === "paragraph_open" && token.level === list.level + 2 && !token.hidden);
}
const cell = (name) => ({ block: name, getAttrs: (token) => ({ align: /right|center/.exec(token.attrGet("style"))?.[0] ?? null }) });
export const SPEC = {
  ...known,
  bullet_list: signed("bullet_list"),
  ordered_list: {
    block: "ordered_list",
    getAttrs: (token, tokens, index) => ({ ...signed("ordered_list").getAttrs(token, tokens, index), order: Number(token.attrGet("start") ?? 1) }),
  },
  table: { block: "table" },
  thead: { ignore: true },
  tbody: { ignore: true },
  tr: { block: "table_row" },
  th: cell("table_header"),
  td: cell("table_cell"),
  s: { mark: "strike" },
};
// Given tokens instead of text: the tokens of one block at a time.
const parser = new MarkdownParser(schema, { parse: (tokens) => tokens }, SPEC);
const sources = new WeakMap();

export function parse(markdown) {
  const lines = markdown.split("\n");
  const blocks = [];
  let line = 0;
  // What no block holds, such as the address that a link elsewhere refers to, is kept as its source.
  const keep = (from, to) => {
    const text = lines.slice(from, to).join("\n").trim();
    if (text) blocks.push(schema.nodes.source.create({ text }));
  };
  for (const tokens of topLevel(tokenizer.parse(markdown, {}))) {
    const [from, to] = tokens[0].map;
    keep(line, from);
    line = to;
    const text = lines.slice(from, to).join("\n").trimEnd();
    const node = parser.parse(tokens).firstChild;
    if (standsAlone(tokens[0], text)) sources.set(node, text);
    blocks.push(node);
  }
  keep(line);
  return schema.nodes.doc.create(null, blocks.length ? blocks : schema.nodes.paragraph.create());
}

function topLevel(tokens) {
  const groups = [];
  for (const token of tokens) {
    if (token.level === 0 && token.nesting >= 0) groups.push([]);
    groups[groups.length - 1].push(token);
  }
  return groups;
}

// An indented block would become part of a list before it, and an open fence would take what follows it.
const standsAlone = (token, text) =>
  !/^\s/.test(text) && !(token.type === "fence" && !(text.includes("\n") && text.split("\n").pop().trim().startsWith(token.markup)));

class State extends MarkdownSerializerState {
  // Signs that would mean something else when read again: also "<", "&", and what begins a line after a line break.
  esc(text, startOfLine = false) {
    const start = startOfLine || this.out.endsWith("\n");
    const written = super.esc(start ? text.trimStart() : text, start).replace(/<(?=[a-z])|&(?=#?\w+;)/gi, "\\$&");
    return start ? written.replace(/^(\d{1,9})([.)])(?=\s|$)/, "$1\\$2").replace(/^(=|\+$|[|:](?=[-:| ]*$))/, "\\$1") : written;
  }

  renderInline(parent, fromBlockStart) {
    const { nodes, turned, lost } = written(parent, this);
    if (lost) this.options.told.lost = true;
    this.writeInline(parent.copy(Fragment.from(nodes)), turned, fromBlockStart);
  }

  // `turned` says of the nth slanted run, counted from 0, whether its sign is "_" instead of "*".
  writeInline(parent, turned, fromBlockStart) {
    let nth = 0;
    this.slant = () => (turned(nth++) ? "_" : "*");
    super.renderInline(parent, fromBlockStart);
  }
}

const settledOf = new WeakMap();

function written(parent, { nodes, marks, options }) {
  if (!settledOf.has(parent)) {
    const write = (inline, turned) => {
      const trial = new State(nodes, marks, options);
      trial.writeInline(parent.copy(Fragment.from(inline)), turned, false);
      return trial.out;
    };
    settledOf.set(parent, settled(parent.content.content.flatMap(withoutEdges), write, readInline));
  }
  return settledOf.get(parent);
}

function readInline(markdown) {
  const tokens = [{ type: "paragraph_open" }, ...tokenizer.parseInline(markdown, {}), { type: "paragraph_close" }];
  return parser.parse(tokens).firstChild.content.content;
}

const WORD = /^[^\s\p{P}\p{S}]/u;

// Markdown cannot end bold text with a colon and go on with a letter: »**Frist:**nu« is no bold. The colon is left outside then.
function withoutEdges(node, index, siblings) {
  if (!node.isText) return [node];
  const ends = (other, isOpen) => node.marks.filter((mark) => isEmphasis(mark) && other?.isText && isOpen(other.text) && !mark.isInSet(other.marks));
  const before = ends(siblings[index - 1], (text) => WORD.test([...text].pop()));
  const after = ends(siblings[index + 1], (text) => WORD.test(text));
  const first = before.length ? /^[\p{P}\p{S}]*/u.exec(node.text)[0].length : 0;
  const last = after.length ? node.text.length - /[\p{P}\p{S}]*$/u.exec(node.text)[0].length : node.text.length;
  const part = (from, to, without) => (from < to ? [schema.text(node.text.slice(from, to), node.marks.filter((mark) => !without.includes(mark)))] : []);
  if (first >= last) return first || last < node.text.length ? part(0, node.text.length, [...before, ...after]) : [node];
  return [...part(0, first, before), ...part(first, last, []), ...part(last, node.text.length, after)];
}

const isCell = (node) => /cell/.test(node.type.spec.tableRole ?? "");

function list(mark) {
  return (state, node, parent, index) => {
    const sign = signOf(parent, index);
    const first = node.attrs.order ?? 1;
    const width = mark(first + node.childCount - 1, sign).length + 1;
    const loose = node.attrs.tight && !isTight(node);
    state.renderList(loose ? node.type.create({ ...node.attrs, tight: false }, node.content) : node, " ".repeat(width), (item) =>
      mark(first + item, sign).padEnd(width),
    );
  };
}

// Two paragraphs in an item need an empty line between them.
function isTight(node) {
  let tight = true;
  node.forEach((item) =>
    item.forEach((child, _, index) => {
      if (index && child.isTextblock && item.child(index - 1).isTextblock) tight = false;
    }),
  );
  return tight;
}

const OTHER = { "-": "*", "*": "-", "+": "-", ".": ")", ")": "." };
const isList = (node) => Boolean(node.attrs.sign);

// A list's sign; another one than that of a list of the same kind before it, which it would else be joined to.
function signOf(parent, index) {
  const node = parent.child(index);
  const before = index ? parent.child(index - 1) : null;
  const { sign } = node.attrs;
  return before?.type === node.type && signOf(parent, index - 1) === sign ? OTHER[sign] : sign;
}

function table(state, node) {
  const rows = node.content.content.map((row) => row.content.content.map((held) => inCell(state, held)));
  const width = Math.max(...rows.map((row) => row.length));
  const line = (cells) => `| ${Array.from({ length: width }, (_, column) => cells[column] ?? "").join(" | ")} |`;
  const rule = node.firstChild.content.content.map(({ attrs }) => ({ right: "---:", center: ":---:" })[attrs.align] ?? "---");
  while (rule.length < width) rule.push("---");
  state.text([line(rows[0]), line(rule), ...rows.slice(1).map(line)].join("\n"), false);
  state.closeBlock(node);
}

function inCell(state, node) {
  const inner = new State(state.nodes, state.marks, state.options);
  inner.renderInline(node, false);
  return inner.out.replace(/\s*\n\s*/g, " ").trim().replace(/\|/g, "\\|");
}

const nodes = {
  ...defaultMarkdownSerializer.nodes,
  bullet_list: list((_, sign) => sign),
  ordered_list: list((number, sign) => `${number}${sign}`),
  table,
  heading(state, node, parent, index) {
    defaultMarkdownSerializer.nodes.heading(state, node, parent, index);
    state.out = state.out.replace(/(\s)(#+)$/, "$1\\$2"); // signs at the end would be read as the heading's own
  },
  code_block(state, node) {
    const { params } = node.attrs;
    const sign = params.includes("`") ? "~" : "`";
    const longest = Math.max(2, ...(node.textContent.match(new RegExp(`${sign}+`, "g")) ?? []).map((run) => run.length));
    const fence = sign.repeat(longest + 1);
    state.text([fence + params, ...(node.textContent ? [node.textContent] : []), fence].join("\n"), false);
    state.closeBlock(node);
  },
  source(state, node) {
    state.text(node.attrs.text, false);
    state.closeBlock(node);
  },
  hard_break(state, node, parent, index) {
    if (!isCell(parent) && parent.type !== schema.nodes.heading) {
      if (index && parent.child(index - 1).isText) state.out = state.out.replace(/ +$/, "");
      defaultMarkdownSerializer.nodes.hard_break(state, node, parent, index);
    } else if (index < parent.childCount - 1) state.write("<br>");
  },
};
const marks = {
  ...defaultMarkdownSerializer.marks,
  em: {
    ...defaultMarkdownSerializer.marks.em,
    open: (state) => (state.slanted = state.slant()),
    close: (state) => state.slanted,
  },
  strike: { open: "~~", close: "~~", mixable: true, expelEnclosingWhitespace: true },
};

// The Markdown of a document. `told.lost` is true afterwards when marks that meet could not all be written.
export function serialize(doc, told = {}) {
  const blocks = [];
  doc.forEach((node, _, index) => {
    const isOwnSign = !isList(node) || signOf(doc, index) === node.attrs.sign;
    blocks.push((isOwnSign && sources.get(node)) || block(node, doc, index, told));
  });
  return blocks.filter(Boolean).join("\n\n");
}

function block(node, doc, index, told) {
  const state = new State(nodes, marks, { hardBreakNodeName: "hard_break", told });
  state.render(node, doc, index);
  return state.out;
}
