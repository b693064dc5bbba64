// What a text may contain. The server's forum/base/markdown.py shows the same; pictures are attachments, never in a text.
import { schema as base } from "prosemirror-markdown";
import { Schema } from "prosemirror-model";
import { tableNodes } from "prosemirror-tables";

const spec = (name) => base.spec.nodes.get(name);
const ALIGN = ["right", "center"];

// The address of a link that the server shows (https, http, mailto, tel), or null; Outlook's detour round one is left out.
export function address(written) {
  const href = (written ?? "").trim().replace(/^www\./i, "https://$&");
  if (!/^(https?:\/\/|mailto:|tel:)\S/i.test(href)) return null;
  const detour = /^https:\/\/[\w.-]+\.safelinks\.protection\.outlook\.com\/[^?]*\?(?:.*&)?url=([^&]+)/i.exec(href);
  const plain = detour ? address(decoded(detour[1])) : null;
  return plain ?? href.replace(/[\s<>\\]/g, encodeURIComponent);
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}

// The first heading of a text stands under the page's own h1 and h2; the level itself goes along, for a copy of it.
const heading = {
  ...spec("heading"),
  content: "inline*",
  parseDOM: spec("heading").parseDOM.map(({ tag, attrs }) => ({
    tag,
    getAttrs: (dom) => ({ level: Number(dom.dataset.level) || attrs.level }),
  })),
  toDOM: (node) => [`h${Math.min(node.attrs.level + 2, 5)}`, { "data-level": node.attrs.level }, 0],
};

// `sign` is the bullet, or the mark after the number: two lists after each other are told apart by it alone.
const list = (tag, name, sign, more = {}) => ({
  ...spec(name),
  attrs: { ...more, tight: { default: true }, sign: { default: sign } },
  parseDOM: [
    {
      tag,
      getAttrs: (dom) => ({
        tight: dom.dataset.tight !== "false",
        sign: dom.dataset.sign || sign,
        ...(more.order && { order: Number(dom.getAttribute("start") ?? 1) }),
      }),
    },
  ],
  toDOM: ({ attrs }) => [
    tag,
    { "data-tight": String(attrs.tight), "data-sign": attrs.sign, start: attrs.order > 1 || attrs.order === 0 ? attrs.order : null },
    0,
  ],
});

const { table, ...rowsAndCells } = tableNodes({
  tableGroup: "block",
  cellContent: "inline*",
  cellAttributes: {
    align: {
      default: null,
      getFromDOM: (dom) => ALIGN.find((side) => dom.classList.contains(`align-${side}`)) ?? null,
      setDOMAttr: (side, attrs) => side && (attrs.class = `align-${side}`),
    },
  },
});

// Markdown that the editor has no other way to show: its source, as it was.
const source = {
  group: "block",
  atom: true,
  attrs: { text: { default: "" } },
  parseDOM: [{ tag: "pre[data-source]", getAttrs: (dom) => ({ text: dom.dataset.source }) }],
  toDOM: ({ attrs }) => ["pre", { class: "editor-source", "data-source": attrs.text, title: "Vises ikke i teksten" }, attrs.text],
};

export const schema = new Schema({
  nodes: base.spec.nodes
    .update("heading", heading)
    .update("bullet_list", list("ul", "bullet_list", "-"))
    .update("ordered_list", list("ol", "ordered_list", ".", { order: { default: 1 } }))
    .remove("image")
    .append({ table: { ...table, toDOM: () => ["div", { class: "scroll" }, ["table", ["tbody", 0]]] }, ...rowsAndCells, source }),
  marks: base.spec.marks
    .update("link", {
      ...base.spec.marks.get("link"),
      parseDOM: [
        {
          tag: "a[href]",
          getAttrs: (dom) => {
            const href = address(dom.getAttribute("href"));
            return href !== null && { href, title: dom.getAttribute("title") };
          },
        },
      ],
    })
    .append({
      strike: {
        parseDOM: [{ tag: "s" }, { tag: "strike" }, { style: "text-decoration", getAttrs: (value) => /line-through/.test(value) && null }],
        toDOM: () => ["s"],
      },
    }),
});
