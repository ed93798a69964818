//! Shapes and text as SVG. Colours that can be told apart by people who see red and green alike (Okabe and Ito, 2008).

use std::fmt::Write as _;

use crate::visible::is_hidden;

/// How a text looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    /// The title.
    Title,
    /// Names.
    Plain,
    /// Addresses, in columns.
    Digit,
    /// What matters less.
    Quiet,
}

/// Which end of a text lies at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    /// Its beginning.
    Start,
    /// Its middle.
    Middle,
    /// Its end.
    End,
}

/// A picture that grows downward.
#[derive(Debug)]
pub(super) struct Canvas {
    width: u32,
    body: String,
}

/// Pale enough for black text on it.
const LEVELS: [&str; 8] = [
    "#9ad1f2", "#f5c46b", "#7fd1ae", "#f2e67a", "#9db8e8", "#eda77d", "#dfa9c9", "#c9c9c9",
];

impl Canvas {
    /// The colour of bits that no level has.
    pub(super) const REST: usize = usize::MAX;

    pub(super) const fn new(width: u32) -> Self {
        Self {
            width,
            body: String::new(),
        }
    }

    /// A part of the ruler in the colour of a level.
    pub(super) fn bar(&mut self, (x, y): (u32, u32), (width, height): (u32, u32), level: usize) {
        let fill = colour(level);
        let _ = writeln!(
            self.body,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{fill}\" stroke=\"#fff\"/>"
        );
    }

    /// The colour of a level, beside its name.
    pub(super) fn swatch(&mut self, at: (u32, u32), level: usize) {
        self.bar(at, (14, 14), level);
    }

    /// A bit of a bar.
    pub(super) fn cell(&mut self, (x, y): (u32, u32), full: bool) {
        let fill = if full { "#0072b2" } else { "#d6e6f2" };
        let _ = writeln!(
            self.body,
            "<rect x=\"{x}\" y=\"{y}\" width=\"7\" height=\"12\" fill=\"{fill}\"/>"
        );
    }

    /// A thin line between groups of digits.
    pub(super) fn tick(&mut self, (x, y): (u32, u32), height: u32) {
        let _ = writeln!(
            self.body,
            "<path d=\"M{x} {y}v{height}\" stroke=\"#fff\" stroke-width=\"2\"/>"
        );
    }

    /// A line that matters.
    pub(super) fn mark(&mut self, (x, y): (u32, u32), height: u32) {
        let _ = writeln!(
            self.body,
            "<path d=\"M{x} {y}v{height}\" stroke=\"#000\" stroke-width=\"1.5\" stroke-dasharray=\"3 2\"/>"
        );
    }

    pub(super) fn text(&mut self, (x, y): (u32, u32), text: &str, ink: Ink, anchor: Anchor) {
        let class = match ink {
            Ink::Title => "t",
            Ink::Plain => "p",
            Ink::Digit => "d",
            Ink::Quiet => "q",
        };
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let text = escaped(text);
        let _ = writeln!(
            self.body,
            "<text x=\"{x}\" y=\"{y}\" class=\"{class}\"{anchor}>{text}</text>"
        );
    }

    /// The whole file.
    pub(super) fn finish(self, height: u32) -> String {
        let Self { width, body } = self;
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\">\n\
             <style>\
             text{{font-family:ui-sans-serif,system-ui,sans-serif;font-size:14px;fill:#111}}\
             .t{{font-size:22px;font-weight:600}}\
             .d{{font-family:ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace}}\
             .q{{fill:#555;font-size:12px}}\
             </style>\n\
             <rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>\n{body}</svg>\n"
        )
    }
}

fn colour(level: usize) -> &'static str {
    if level == Canvas::REST {
        return "#eeeeee";
    }
    LEVELS[level % LEVELS.len()]
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            char if is_hidden(char) => out.push(' '),
            char => out.push(char),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn names_are_no_markup() {
        assert_eq!(
            escaped("<a href=\"x\">&\u{202e}"),
            "&lt;a href=&quot;x&quot;&gt;&amp; "
        );
    }
}
