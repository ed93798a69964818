//! Speed and memory as ratios to a baseline in the same run: what the YAML parser's events alone cost.
//!
//! `cargo bench` prints a table. Each figure is the least of several runs, for the least disturbed one tells most.

mod keys;
mod lists;
mod prefixes;
mod programs;

use std::hint::black_box;
use std::time::{Duration, Instant};

use granit_parser::Parser;
use trellis::addr::{Count, Family};
use trellis::document::{Document, LIMITS, read, synthetic};
use trellis::engine::Evaluation;
use trellis::import;
use trellis::lint::{Board, Context};
use trellis::manifest::Manifests;
use trellis::plan::{Date, Edit, Field, Kind, Value};
use trellis::sizing::{Alignment, Problem, Want, search};
use trellis::source::NodeId;
use trellis::yaml::Tree;

const SIZES: [usize; 3] = [100, 10_000, 100_000];
const MEMORY: &str = "memory-of";
const LISTS: [usize; 2] = [100, 5_000];
const MEMORY_OF_LIST: &str = "memory-of-list";

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [MEMORY, size] => return only_memory(size.parse().expect("a number of shoots")),
        [MEMORY_OF_LIST, size] => return only_list(size.parse().expect("a number of shoots")),
        [programs::LINE] => return println!("one line"),
        [programs::SUBNETS] => return programs::subnets(),
        _ => {}
    }
    let mut report = String::from("| measured | ratio | wanted |\n| --- | --- | --- |\n");
    for row in plan_rows()
        .into_iter()
        .chain(prefixes::rows())
        .chain(programs::rows())
    {
        println!("{row}");
        report.push_str(&row.cells());
    }
    if arguments.iter().any(|argument| argument == "--readme") {
        write_readme(&report);
        return;
    }
    println!(
        "\n{:>9} {:>9} {:>9} {:>8} {:>8} {:>8} {:>8} {:>11} {:>11} {:>7}",
        "shoots", "file", "events", "read", "evaluate", "rules", "all", "edit", "move", "memory"
    );
    for size in SIZES {
        row(size);
    }
    screens();
    imports();
    println!(
        "\nevents in milliseconds; every other figure is a ratio to it, memory a ratio to the file"
    );
}

/// One ratio.
struct Measured {
    what: String,
    ratio: f64,
    /// What it shall be at most.
    wanted: Option<f64>,
}

impl Measured {
    fn new(what: &str, time: Duration, base: Duration, wanted: Option<f64>) -> Self {
        Self {
            what: what.to_owned(),
            ratio: time.as_secs_f64() / base.as_secs_f64(),
            wanted,
        }
    }

    /// A row of the README's table.
    fn cells(&self) -> String {
        let wanted = self
            .wanted
            .map_or_else(String::new, |wanted| format!("at most {}", figure(wanted)));
        format!("| {} | {} | {wanted} |\n", self.what, figure(self.ratio))
    }
}

impl std::fmt::Display for Measured {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let wanted = self.wanted.map_or_else(String::new, |wanted| {
            format!(" (at most {})", figure(wanted))
        });
        write!(
            formatter,
            "{:>10}  {}{wanted}",
            figure(self.ratio),
            self.what
        )
    }
}

/// Two digits that count; small ratios as parts.
fn figure(ratio: f64) -> String {
    if ratio < 0.1 {
        format!("1/{:.0}", 1.0 / ratio)
    } else {
        format!("{ratio:.2}")
    }
}

/// A plan of 100,000 shoots: reading, edits and memory.
fn plan_rows() -> Vec<Measured> {
    const SIZE: usize = 100_000;
    let text = plan(SIZE);
    let events = least(5, || count_events(&text));
    let whole = least(5, || Document::new(text.clone(), today()).reading().len());
    let mut document = Document::new(text.clone(), today());
    let (field, length) = edits(&mut document);
    let row = |what: &str, time, base, wanted| Measured::new(what, time, base, wanted);
    let mut rows = vec![
        row(
            "reading, evaluating and all rules of 100,000 clusters ÷ the YAML parser's events alone",
            whole,
            events,
            Some(2.0),
        ),
        row(
            "an edit of a number in the middle of them ÷ reading them",
            field,
            whole,
            Some(0.005),
        ),
        row(
            "an edit of a length that moves siblings ÷ reading them",
            length,
            whole,
            Some(0.005),
        ),
        Measured {
            what: "peak memory ÷ the file".to_owned(),
            ratio: memory(MEMORY, SIZE, text.len()),
            wanted: Some(6.0),
        },
    ];
    rows.extend(keys::rows(whole, suggesting()));
    rows
}

fn only_memory(size: usize) {
    let text = plan(size);
    let before = peak_kib();
    let document = Document::new(text, today());
    black_box(document.board());
    println!("{} {}", peak_kib(), before);
}

fn only_list(size: usize) {
    black_box(imported(lists::list(size)));
    println!("{}", peak_kib());
}

/// The plan of that many shoots, the same in every run.
fn plan(shoots: usize) -> String {
    synthetic(u32::try_from(shoots).expect("not too many"), 1)
}

/// Puts the table between its marks.
fn write_readme(table: &str) {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let text = std::fs::read_to_string(&file).expect("the README");
    let start = "<!-- ratios -->\n";
    let (before, rest) = text.split_once(start).expect("the mark of the table");
    let (_, after) = rest.split_once("<!-- end -->").expect("its end");
    let text = format!("{before}{start}\n{table}\n<!-- end -->{after}");
    std::fs::write(&file, text).expect("the README can be written");
}

fn row(size: usize) {
    let text = plan(size);
    let runs = if size > 50_000 { 5 } else { 15 };
    let events = least(runs, || count_events(&text));
    let reading = least(runs, || black_box(read(&text)).findings.len());
    let parsed = read(&text);
    let evaluating = least(runs, || {
        black_box(Evaluation::new(&parsed.plan)).order(NodeId::ROOT)
    });
    let evaluation = Evaluation::new(&parsed.plan);
    let context = Context::new(&parsed.plan, &evaluation, today());
    let ruling = least(runs, || {
        black_box(Board::new(&context)).tally(NodeId::ROOT).errors
    });
    let whole = least(runs, || {
        black_box(Document::new(text.clone(), today()))
            .reading()
            .len()
    });
    let mut document = Document::new(text.clone(), today());
    let (field, length) = edits(&mut document);
    let ratio = |time: Duration| time.as_secs_f64() / events.as_secs_f64();
    println!(
        "{size:>9} {:>7} K {:>9.2} {:>8.2} {:>8.2} {:>8.2} {:>8.2} {:>11.6} {:>11.6} {:>7.1}",
        text.len() / 1024,
        events.as_secs_f64() * 1000.0,
        ratio(reading),
        ratio(evaluating),
        ratio(ruling),
        ratio(whole),
        ratio(field),
        ratio(length),
        memory(MEMORY, size, text.len()),
    );
}

fn screens() {
    println!(
        "\n{:>9} {:>11} {:>13} {:>13} {:>13}",
        "shoots", "a row down", "a typed key", "to the first", "bytes"
    );
    let mut first = None;
    for size in SIZES {
        let text = plan(size);
        let events = least(3, || count_events(&text));
        let keys = keys::keys(size);
        let base = *first.get_or_insert(keys.typing);
        let ratio = |time: Duration, base: Duration| time.as_secs_f64() / base.as_secs_f64();
        println!(
            "{size:>9} {:>11.6} {:>13.6} {:>13.2} {:>13?}",
            ratio(keys.moving, events),
            ratio(keys.typing, events),
            ratio(keys.typing, base),
            keys.written
        );
    }
}

/// A List of kubectl as the text of a plan, and the same merged into that plan again.
fn imports() {
    println!(
        "\n{:>9} {:>9} {:>9} {:>8} {:>8} {:>7}",
        "a list of", "file", "events", "import", "merge", "memory"
    );
    for size in LISTS {
        let text = lists::list(size);
        let events = least(5, || count_events(&text));
        let import = least(3, || imported(text.clone()).len());
        let plan = imported(text.clone());
        let merge = least(3, || merged(&plan, text.clone()));
        let ratio = |time: Duration| time.as_secs_f64() / events.as_secs_f64();
        println!(
            "{size:>9} {:>7} K {:>9.2} {:>8.2} {:>8.2} {:>7.1}",
            text.len() / 1024,
            events.as_secs_f64() * 1000.0,
            ratio(import),
            ratio(merge),
            memory(MEMORY_OF_LIST, size, text.len()),
        );
    }
}

fn shoots(list: String) -> Vec<import::Imported> {
    let (tree, faults) = Tree::read(&list, LIMITS);
    import::shoots(&Manifests::new(list, tree, &faults)).0
}

fn imported(list: String) -> String {
    let imported = import::plan(shoots(list));
    let mut document = Document::new("trellis: 1\n".to_owned(), today());
    for edit in import::edits(document.plan(), imported) {
        document.apply(edit).expect("an empty plan takes all");
        document.save().expect("a plan that reads back");
    }
    document.text().to_owned()
}

fn merged(plan: &str, list: String) -> usize {
    let document = Document::new(plan.to_owned(), today());
    import::merge(&document, NodeId::ROOT, &shoots(list)).same
}

/// The time of an edit of a shoot in the middle until all is whole again: of a number, and of a length that moves others.
fn edits(document: &mut Document) -> (Duration, Duration) {
    let shoots: Vec<NodeId> = document
        .plan()
        .walk()
        .filter(|&node| document.plan().kind(node) == Kind::Shoot)
        .collect();
    let middle = shoots[shoots.len() / 2];
    let mut alternate = |field: Field, values: [&str; 2]| {
        let mut turn = 0;
        least(60, || {
            turn += 1;
            let edit = Edit::set(middle, field, Some(Value::text(values[turn % 2])));
            black_box(document.apply(edit)).is_ok()
        })
    };
    let field = alternate(Field::MaxNodes, ["7", "8"]);
    let length = alternate(
        Field::Nodes,
        ["v6global/60+prefix/80", "v6global/64+prefix/80"],
    );
    (field, length)
}

/// The time in which all schemes of six levels are counted, and the best of them made.
fn suggesting() -> Duration {
    let wants = [3_u32, 2, 200, 4, 3, 50];
    let wants = wants.iter().enumerate().map(|(number, &count)| Want {
        name: format!("level {number}"),
        count: Count::from(count),
        fixed: None,
    });
    let problem = Problem {
        family: Family::V6,
        pool: 20,
        leaf: 80,
        alignment: Alignment::Bit,
        growth: 25,
        of_nodes: false,
        wants: wants.collect(),
    };
    least(20, || search(&problem).schemes.len())
}

fn count_events(text: &str) -> usize {
    let mut options = granit_parser::Options::default();
    options.emit_comments = false;
    Parser::new_from_str_with_options(text, options)
        .filter(|event| black_box(event).is_ok())
        .count()
}

fn least<T>(runs: usize, mut work: impl FnMut() -> T) -> Duration {
    let once = |work: &mut dyn FnMut() -> T| {
        let start = Instant::now();
        black_box(work());
        start.elapsed()
    };
    (0..runs).map(|_| once(&mut work)).min().unwrap_or_default()
}

/// Peak memory of a process that reads, evaluates and checks the file, less what the file's text took to make.
fn memory(what: &str, size: usize, file: usize) -> f64 {
    let program = std::env::current_exe().expect("the program's own path");
    let output = std::process::Command::new(program)
        .args([what, &size.to_string()])
        .output()
        .expect("the program runs itself");
    let text = String::from_utf8_lossy(&output.stdout);
    let peak: f64 = text
        .split_whitespace()
        .next()
        .and_then(|number| number.parse().ok())
        .unwrap_or(f64::NAN);
    let file = u32::try_from(file).map_or(f64::NAN, f64::from);
    peak * 1024.0 / file
}

/// The most memory that this process has had, in KiB (Linux; elsewhere nothing is known).
fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok())
        .unwrap_or(0)
}

fn today() -> Date {
    Date::parse("2026-11-22").expect("a day")
}
