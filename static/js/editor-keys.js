// The editor's keys, and what typed signs turn into: "# " a heading, "- " a list, "1. " a numbered one.
import { chainCommands, exitCode, setBlockType, toggleMark } from "prosemirror-commands";
import { redo, undo } from "prosemirror-history";
import { inputRules, textblockTypeInputRule, undoInputRule, wrappingInputRule } from "prosemirror-inputrules";
import { liftListItem, sinkListItem, splitListItem } from "prosemirror-schema-list";
import { schema } from "./editor-schema.js";
import { tableKeys } from "./editor-tables.js";

const { nodes, marks } = schema;

function lineBreak(state, dispatch) {
  dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView());
  return true;
}

// Tab moves between the cells of a table, and leaves the field from the last one and from everywhere else.
export const keys = (bar) => ({
  ...tableKeys,
  "Mod-b": toggleMark(marks.strong),
  "Mod-i": toggleMark(marks.em),
  "Mod-k": () => bar.openLink(),
  "Mod-z": undo,
  "Shift-Mod-z": redo,
  "Mod-y": redo,
  Backspace: undoInputRule,
  "Mod-Alt-0": setBlockType(nodes.paragraph),
  "Mod-Alt-1": setBlockType(nodes.heading, { level: 1 }),
  "Shift-Enter": chainCommands(exitCode, lineBreak),
  Enter: chainCommands(tableKeys.Enter, splitListItem(nodes.list_item)),
  "Mod-]": sinkListItem(nodes.list_item),
  "Mod-[": liftListItem(nodes.list_item),
  "Alt-F10": () => bar.focus(),
});

export const typingRules = () =>
  inputRules({
    rules: [
      textblockTypeInputRule(/^(#{1,3})\s$/, nodes.heading, (match) => ({ level: match[1].length })),
      wrappingInputRule(/^\s*([-*])\s$/, nodes.bullet_list),
      wrappingInputRule(
        /^(\d+)\.\s$/,
        nodes.ordered_list,
        (match) => ({ order: Number(match[1]) }),
        (match, node) => node.childCount + node.attrs.order === Number(match[1]),
      ),
      wrappingInputRule(/^>\s$/, nodes.blockquote),
    ],
  });
