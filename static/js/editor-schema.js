// What a text may contain, and the way between Markdown and the editor; the server's forum/text.py reads the same signs.
import { defaultMarkdownParser, defaultMarkdownSerializer, MarkdownParser, schema as base } from "prosemirror-markdown";
import { Schema } from "prosemirror-model";

// No pictures in texts: they are attachments. The first heading of a text stands under the page's own h1 and h2, here as in forum.text.to_html.
const heading = { ...base.spec.nodes.get("heading"), content: "text*", toDOM: (node) => [`h${Math.min(node.attrs.level + 2, 5)}`, 0] };
const { image, ...tokens } = defaultMarkdownParser.tokens;

export const schema = new Schema({
  nodes: base.spec.nodes.update("heading", heading).remove("image"),
  marks: base.spec.marks,
});
const parser = new MarkdownParser(schema, defaultMarkdownParser.tokenizer, tokens);

export const parse = (markdown) => parser.parse(markdown);
export const serialize = (doc) => defaultMarkdownSerializer.serialize(doc, { tightLists: true });
