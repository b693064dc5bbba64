// The pages where an agenda is written. Both work without it: rows have a button to save them and a menu to move them.
import { moveRows } from "./agenda-move.js";
import { takeFiles } from "./agenda-files.js";
import { writeRows } from "./agenda-write.js";
import { tellWriting } from "./writers.js";

moveRows();
takeFiles();
writeRows();
tellWriting();
