//! The table: what every command's keys are, and what it does.

use super::Command;

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Binding {
    /// What it means.
    pub command: Command,
    /// The keys, as people write them.
    pub keys: &'static [&'static str],
    /// What it does, in a few words.
    pub does: &'static str,
    /// The word in the footer, if it is shown there.
    pub short: &'static str,
}

const fn bind(
    command: Command,
    keys: &'static [&'static str],
    short: &'static str,
    does: &'static str,
) -> Binding {
    Binding {
        command,
        keys,
        does,
        short,
    }
}

/// All keys. ncdu's and vim's stand side by side.
pub static BINDINGS: &[Binding] = &[
    bind(
        Command::Enter,
        &["enter"],
        "edit",
        "edit the selected field; on a block or shoot, go to its fields",
    ),
    bind(Command::Up, &["up", "k"], "", "one row up"),
    bind(Command::Down, &["down", "j"], "", "one row down"),
    bind(Command::PageUp, &["pageup", "ctrl-b"], "", "one page up"),
    bind(
        Command::PageDown,
        &["pagedown", "ctrl-f"],
        "",
        "one page down",
    ),
    bind(Command::First, &["home", "<"], "", "the first row"),
    bind(Command::Last, &["end", ">", "G"], "", "the last row"),
    bind(
        Command::Goto,
        &["g"],
        "go to",
        "go to a path, a member number, a prefix or an address",
    ),
    bind(
        Command::Filter,
        &["F"],
        "filter",
        "show only what matches a text, with what leads there; of findings, by severity, rule and path; esc shows all",
    ),
    bind(
        Command::Find,
        &["/"],
        "find",
        "find a name, a path, the words of a spec or of a note",
    ),
    bind(Command::NextMatch, &["."], "", "find the same again below"),
    bind(
        Command::PreviousMatch,
        &[","],
        "",
        "find the same again above",
    ),
    bind(
        Command::Palette,
        &[":"],
        "",
        "choose from all commands by a word",
    ),
    bind(
        Command::Close,
        &["left", "h"],
        "",
        "close, or go to what it lies in",
    ),
    bind(
        Command::Open,
        &["right", "l"],
        "",
        "open, or go to the first thing in it",
    ),
    bind(
        Command::NextPanel,
        &["tab"],
        "panel",
        "go to the next panel: tree, fields, findings",
    ),
    bind(
        Command::Inspect,
        &["i"],
        "inspect",
        "show every field, where its value comes from, and whether it can change; again leaves it",
    ),
    bind(
        Command::PreviousBorder,
        &["("],
        "",
        "choose the border before on the ruler",
    ),
    bind(
        Command::NextBorder,
        &[")"],
        "choose border",
        "choose the next border on the ruler; the other family's follow",
    ),
    bind(
        Command::ShorterByNibble,
        &["["],
        "border",
        "move the chosen border to the nibble before: larger blocks",
    ),
    bind(
        Command::LongerByNibble,
        &["]"],
        "border",
        "move the chosen border to the next nibble: smaller blocks",
    ),
    bind(
        Command::ShorterByBit,
        &["{"],
        "",
        "move the chosen border one bit back",
    ),
    bind(
        Command::LongerByBit,
        &["}"],
        "",
        "move the chosen border one bit on",
    ),
    bind(
        Command::Scale,
        &["0"],
        "",
        "show the ruler in bits, and in digits again",
    ),
    bind(
        Command::NextFinding,
        &["n"],
        "next finding",
        "go to the next finding",
    ),
    bind(
        Command::PreviousFinding,
        &["N"],
        "",
        "go to the finding before",
    ),
    bind(
        Command::GroupByRule,
        &["R"],
        "by rule",
        "list one finding for each rule, with how many there are; again lists each of them",
    ),
    bind(
        Command::Waive,
        &["w"],
        "waive",
        "waive the selected finding, with a reason; of a waived one, change the reason",
    ),
    bind(
        Command::Unwaive,
        &["W"],
        "unwaive",
        "take the waiver away that covers the selected finding",
    ),
    bind(
        Command::Fix,
        &["f"],
        "fix",
        "apply the smallest fix of the selected finding, after showing it",
    ),
    bind(
        Command::Explain,
        &["e"],
        "why",
        "explain the selected finding or keyword, with its sources",
    ),
    bind(
        Command::Breaks,
        &["B"],
        "",
        "what breaks first: how far all can grow, what fails then, and when",
    ),
    bind(
        Command::New,
        &["o", "insert"],
        "add",
        "add one like the selected one behind it",
    ),
    bind(
        Command::NewShoot,
        &["O"],
        "",
        "add a shoot in the selected block",
    ),
    bind(
        Command::NewBlock,
        &["b"],
        "",
        "add a block in the selected block",
    ),
    bind(
        Command::NewRegion,
        &["alt-e"],
        "",
        "add a region in the selected block",
    ),
    bind(
        Command::NewZone,
        &["alt-z"],
        "",
        "add a zone in the selected block",
    ),
    bind(
        Command::NewVpc,
        &["alt-n"],
        "",
        "add a VPC in the selected block",
    ),
    bind(
        Command::Duplicate,
        &["d"],
        "",
        "duplicate the selected block or shoot, with all in it",
    ),
    bind(
        Command::Delete,
        &["D", "delete"],
        "",
        "delete the selected block or shoot, or all that is marked, with all in it",
    ),
    bind(
        Command::Mark,
        &["space"],
        "mark",
        "mark, to edit, move or delete several at once; esc takes all marks away",
    ),
    bind(
        Command::MoveInto,
        &["M"],
        "",
        "move it, or all that is marked, into another block",
    ),
    bind(
        Command::Split,
        &["|"],
        "",
        "split a block into equal parts; take a member out of its run",
    ),
    bind(
        Command::Join,
        &["&"],
        "",
        "join a block with the next one, or the pieces of a run",
    ),
    bind(
        Command::Swap,
        &["X"],
        "",
        "let a level and the one below it change places, after showing what each order gives",
    ),
    bind(
        Command::Rename,
        &["r"],
        "",
        "rename the selected block or shoot",
    ),
    bind(
        Command::Draw,
        &["p"],
        "draw",
        "draw an RFC 4193 prefix for the selected block or shoot",
    ),
    bind(
        Command::MoveUp,
        &["K", "alt-up"],
        "",
        "move the selected block or shoot before the one above it",
    ),
    bind(
        Command::MoveDown,
        &["J", "alt-down"],
        "",
        "move the selected block or shoot behind the one below it",
    ),
    bind(
        Command::Levels,
        &["1", "2", "3", "4", "5", "6", "7", "8", "9"],
        "",
        "show the tree down to this level; from the palette, down to what is selected",
    ),
    bind(
        Command::Measure,
        &["a"],
        "",
        "change what the last column measures: bits, children, free, /64s, nodes, pods, addresses",
    ),
    bind(
        Command::NewVariant,
        &["v"],
        "what-if",
        "make a variant of what is shown: a what-if, into which edits go from then on",
    ),
    bind(
        Command::NextVariant,
        &["V"],
        "switch",
        "show the next variant, and the plan itself after the last",
    ),
    bind(
        Command::PreviousVariant,
        &["alt-b"],
        "",
        "show the variant before",
    ),
    bind(
        Command::Suggest,
        &["S"],
        "",
        "suggest how the selected block could be cut; one of them becomes a variant",
    ),
    bind(
        Command::Compare,
        &["c"],
        "compare",
        "compare the plan and its variants side by side, while either is edited; again closes it",
    ),
    bind(
        Command::CompareWith,
        &["C"],
        "",
        "compare with another plan file too, beside the variants",
    ),
    bind(
        Command::Promote,
        &["P"],
        "promote",
        "make the plan what the variant says that is shown, after showing it",
    ),
    bind(
        Command::PromoteField,
        &["alt-p"],
        "",
        "make the plan what the variant says of the selected field alone",
    ),
    bind(
        Command::RenameVariant,
        &["alt-r"],
        "",
        "rename the variant that is shown",
    ),
    bind(
        Command::DeleteVariant,
        &["alt-d"],
        "",
        "delete the variant that is shown",
    ),
    bind(
        Command::Export,
        &["x"],
        "export",
        "show the manifest that an export would write",
    ),
    bind(
        Command::Copy,
        &["y"],
        "",
        "copy the selected prefix, or the text of a field, through the terminal",
    ),
    bind(
        Command::CopyPath,
        &["Y"],
        "",
        "copy the path of what is selected",
    ),
    bind(
        Command::Undo,
        &["u", "ctrl-z"],
        "undo",
        "take the last change back",
    ),
    bind(
        Command::Redo,
        &["U", "ctrl-y"],
        "redo",
        "do again what was taken back",
    ),
    bind(
        Command::Save,
        &["s", "ctrl-s"],
        "save",
        "save the plan: only changed lines change",
    ),
    bind(
        Command::OpenPlan,
        &["ctrl-o"],
        "plans",
        "open another plan, or begin one: those that were open before, the example, templates",
    ),
    bind(
        Command::Tour,
        &["T"],
        "",
        "take the guided tour, on a plan of its own; again leaves it",
    ),
    bind(
        Command::TourNext,
        &["+"],
        "",
        "on the tour: pass this step over",
    ),
    bind(
        Command::TourBack,
        &["-"],
        "",
        "on the tour: back to the step before",
    ),
    bind(
        Command::TourRead,
        &["="],
        "",
        "on the tour: read all of this step, where there is little room",
    ),
    bind(
        Command::Help,
        &["?", "f1"],
        "help",
        "show all keys; typing narrows them by word or key",
    ),
    bind(Command::Back, &["esc"], "", "back"),
    bind(
        Command::Suspend,
        &["Z"],
        "",
        "suspend: back to the shell until fg",
    ),
    bind(
        Command::Quit,
        &["q", "ctrl-c"],
        "quit",
        "quit; unsaved changes are asked about and kept",
    ),
];
