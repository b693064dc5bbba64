// Tables in the editor: keys, and a row of buttons that is there while the cursor is in one.
import { Fragment, Slice } from "prosemirror-model";
import { TextSelection } from "prosemirror-state";
import { CellSelection, addColumnAfter, addRowAfter, deleteColumn, deleteRow, deleteTable, goToNextCell, isInTable, selectedRect } from "prosemirror-tables";
import { schema } from "./editor-schema.js";

const { nodes } = schema;

export const tableButtons = [
  { label: "Ny række", run: addRowAfter },
  { label: "Ny kolonne", run: addColumnAfter },
  { label: "Slet række", run: deleteRow },
  { label: "Slet kolonne", run: deleteColumn },
  { label: "Slet tabel", run: deleteTable },
];

export function insertTable(state, dispatch) {
  if (isInTable(state)) return false;
  const row = (type) => nodes.table_row.create(null, [type.create(), type.create()]);
  const table = nodes.table.create(null, [row(nodes.table_header), row(nodes.table_cell), row(nodes.table_cell)]);
  if (dispatch) {
    const change = state.tr.replaceSelectionWith(table);
    const at = change.mapping.map(state.selection.from);
    let first = null;
    change.doc.nodesBetween(Math.max(0, state.selection.from - 2), Math.min(at + 2, change.doc.content.size), (node, pos) => {
      if (first === null && node.type === nodes.table_header) first = pos + 1;
    });
    dispatch((first === null ? change : change.setSelection(TextSelection.create(change.doc, first))).scrollIntoView());
  }
  return true;
}

// The cell below; from the last row on to the text after the table.
function down(state, dispatch) {
  if (!isInTable(state)) return false;
  const { map, table, tableStart, bottom, left } = selectedRect(state);
  const change = state.tr;
  if (bottom < map.height) change.setSelection(TextSelection.create(change.doc, tableStart + map.positionAt(bottom, left, table) + 1));
  else {
    const after = tableStart - 1 + table.nodeSize;
    if (!change.doc.nodeAt(after)?.isTextblock) change.insert(after, nodes.paragraph.create());
    change.setSelection(TextSelection.create(change.doc, after + 1));
  }
  dispatch?.(change.scrollIntoView());
  return true;
}

// Into a cell goes text alone, each paragraph as a line; a table comes after the one with the cursor, and overwrites none of it.
export function pasteInTable(view, _, slice) {
  const { state } = view;
  if (!isInTable(state) || state.selection instanceof CellSelection || slice.content.firstChild?.isInline) return false;
  const texts = [];
  let hasTable = false;
  slice.content.descendants((node) => {
    hasTable ||= Boolean(node.type.spec.tableRole);
    if (node.isTextblock) texts.push(node.content);
    return !node.isTextblock;
  });
  const change = state.tr;
  if (hasTable) {
    const { tableStart, table } = selectedRect(state);
    const closed = slice.content.firstChild.type === nodes.table_row ? nodes.table.create(null, slice.content) : slice.content;
    change.insert(tableStart - 1 + table.nodeSize, closed);
  } else {
    const line = (text, index) => (index ? Fragment.from(nodes.hard_break.create()).append(text) : text);
    change.replaceSelection(new Slice(texts.map(line).reduce((all, text) => all.append(text), Fragment.empty), 0, 0));
  }
  view.dispatch(change.scrollIntoView());
  return true;
}

export const tableKeys = { Tab: goToNextCell(1), "Shift-Tab": goToNextCell(-1), Enter: down };
