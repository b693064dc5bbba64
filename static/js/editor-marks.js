// Marks that meet inside a word. Markdown tells by the signs' neighbours what begins and what ends, and reads some of them
// otherwise than they were meant: what is written is read again, and written in another way until it holds.
const EMPHASIS = ["strong", "em", "strike"];
export const isEmphasis = (mark) => EMPHASIS.includes(mark.type.name);

// Inline nodes as they can be written: the nodes, `turned` (of the nth slanted run: is it written with "_"?), and whether a
// mark had to be `lost`. `write(nodes, turned)` gives Markdown, `read(markdown)` the nodes that it means.
export function settled(nodes, write, read) {
  const plain = nodes.map((node) => node.mark(node.marks.filter((mark) => !isEmphasis(mark))));
  const asIs = { nodes, turned: () => false, lost: false };
  if (nodes.every((node, index) => node.marks.length === plain[index].marks.length)) return asIs;
  const holding = (wanted) => {
    const letters = lettersOf(wanted);
    return ways(wanted).find((way) => lettersOf(read(write(way.nodes, way.turned))) === letters);
  };
  const found = holding(nodes);
  if (found) return found;
  // Nothing holds them all: as many as do, in reading order.
  let kept = plain;
  let best = holding(plain);
  if (!best) return asIs;
  nodes.forEach((node, index) => {
    for (const mark of node.marks.filter(isEmphasis)) {
      const more = kept.map((other, at) => (at === index ? other.mark(mark.addToSet(other.marks)) : other));
      const way = holding(more);
      if (way) [kept, best] = [more, way];
    }
  });
  return { ...best, lost: true };
}

const MOST_TURNED = 6; // slanted runs that are tried one by one

// The plain way first; then other signs for what is slanted, and a link round its marks instead of inside them.
function ways(nodes) {
  const signs = [() => false, () => true];
  const slanted = nodes.filter((node) => node.marks.some((mark) => mark.type.name === "em")).length;
  for (let one = 0; one < Math.min(slanted, MOST_TURNED); one += 1) signs.push((nth) => nth === one, (nth) => nth !== one);
  const orders = nodes.some((node) => node.marks.some(isLink)) ? [nodes, nodes.flatMap(linkFirst)] : [nodes];
  return orders.flatMap((order) => signs.map((turned) => ({ nodes: order, turned, lost: false })));
}

// A link round its marks; beside it no blank is marked, since a mark cannot begin or end with one.
function linkFirst(node) {
  if (node.marks.some(isLink)) return [node.mark([...node.marks].sort((a, b) => isLink(b) - isLink(a)))];
  if (!node.isText) return [node];
  const start = node.text.length - node.text.trimStart().length;
  const end = Math.max(start, node.text.trimEnd().length);
  const part = (from, to, marks) => (from < to ? [node.cut(from, to).mark(marks)] : []);
  return [...part(0, start, []), ...part(start, end, node.marks), ...part(end, node.text.length, [])];
}

const isLink = (mark) => mark.type.name === "link";
const nameOf = (mark) => mark.type.name + (mark.attrs.href ?? "");

// Each letter with its marks; blanks and line breaks look the same with and without them.
const lettersOf = (nodes) =>
  nodes
    .filter((node) => node.isText)
    .flatMap((node) => {
      const marks = node.marks.map(nameOf).sort().join();
      return [...node.text].filter((letter) => letter.trim()).map((letter) => `${letter}${marks}`);
    })
    .join("\n");
