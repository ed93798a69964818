//! Plans to begin with: whole files, each with its trap in a note that also says what is found in it.

/// A plan to begin with.
#[derive(Clone, Copy, Debug)]
pub struct Template {
    /// What it is asked for by.
    pub name: &'static str,
    /// The plan.
    pub text: &'static str,
}

const fn template(name: &'static str, text: &'static str) -> Template {
    Template { name, text }
}

/// All of them: `assets/templates`.
pub static TEMPLATES: &[Template] = &[
    template("aws", include_str!("../../assets/templates/aws.yaml")),
    template(
        "cluster",
        include_str!("../../assets/templates/cluster.yaml"),
    ),
    template("gcp", include_str!("../../assets/templates/gcp.yaml")),
    template("metal", include_str!("../../assets/templates/metal.yaml")),
    template(
        "migration",
        include_str!("../../assets/templates/migration.yaml"),
    ),
    template("region", include_str!("../../assets/templates/region.yaml")),
];

impl Template {
    /// What it is, in a line: its first comment.
    pub fn about(&self) -> &'static str {
        let line = self.text.lines().next().unwrap_or("");
        line.trim_start_matches("# ")
    }

    /// Its trap, as its note tells it.
    pub fn trap(&self) -> String {
        let (_, note) = self.text.split_once("The trap: ").unwrap_or(("", ""));
        let (trap, _) = note.split_once("`trellis").unwrap_or((note, ""));
        let words: Vec<&str> = trap.split_whitespace().collect();
        format!("The trap: {}", words.join(" "))
    }
}
