//! What is said of something that was read: where it stands, and what was made of it.

/// One line for people.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Remark {
    /// The line in the file, from 1.
    pub line: usize,
    /// `namespace/name` of a Shoot; empty where it is about the file.
    pub subject: String,
    /// The field that it is about; empty where it is about the whole.
    pub field: String,
    /// What is so, and what was made of it: lower case, without a period.
    pub message: String,
}

impl Remark {
    /// The remark without its place, as a note keeps it.
    pub fn note(&self) -> String {
        match self.field.as_str() {
            "" => self.message.clone(),
            field => format!("{field}: {}", self.message),
        }
    }
}

impl std::fmt::Display for Remark {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let parts = [&self.subject, &self.field, &self.message];
        let parts: Vec<&str> = parts
            .into_iter()
            .map(String::as_str)
            .filter(|part| !part.is_empty())
            .collect();
        write!(formatter, "{}: {}", self.line, parts.join(": "))
    }
}
