//! What manifests are called: a template of path parts and member numbers, unique in its project.

use super::target::Target;
use crate::addr::Count;
use crate::document::Document;
use crate::engine::manifest_field;
use crate::format::ExportError;
use crate::plan::{Kind, Plan, Value};
use crate::source::NodeId;

/// The project where the plan names none.
pub(super) const PROJECT: &str = "dev";
/// Project and shoot together: `validateProjectMembership` of Gardener's `ShootValidator` (g a).
const LONGEST: usize = 21;
/// The placeholder of the member numbers.
const NUMBERS: &str = "{n}";
/// The placeholders of names on the path.
const PARTS: [(&str, Kind); 5] = [
    ("{region}", Kind::Region),
    ("{zone}", Kind::Zone),
    ("{vpc}", Kind::Vpc),
    ("{block}", Kind::Block),
    ("{shoot}", Kind::Shoot),
];

/// The names that the shoots of a plan have, those of runs as patterns.
#[derive(Clone, Debug)]
pub(super) struct Names {
    all: Vec<Pattern>,
}

#[derive(Clone, Debug)]
struct Pattern {
    node: NodeId,
    project: String,
    /// The name with `{n}` where the numbers go.
    text: String,
    /// How many members each counted thing has, outermost first.
    counts: Vec<Count>,
}

impl Names {
    pub(super) fn new(document: &Document) -> Self {
        let plan = document.plan();
        let all = plan
            .walk()
            .filter(|&node| plan.kind(node) == Kind::Shoot)
            .filter_map(|node| Pattern::new(plan, node))
            .collect();
        Self { all }
    }

    /// The name of a manifest, if Gardener takes it and no other shoot of the plan has it.
    pub(super) fn name(&self, target: &Target<'_>) -> Result<String, ExportError> {
        let plan = target.plan();
        let node = target.shoot.node;
        let own = self.all.iter().find(|pattern| pattern.node == node);
        let Some(own) = own else {
            let template = target.said_or(&["name"], "")?;
            let known: Vec<&str> = PARTS
                .iter()
                .map(|(part, _)| *part)
                .chain([NUMBERS])
                .collect();
            let why = format!(
                "a template has {} of what is around the shoot",
                known.join(", ")
            );
            return Err(target.value("manifest-fields.name", &template, why));
        };
        let name = own.render(&target.numbers);
        let refuse = |why: String| ExportError::Name {
            path: target.path.clone(),
            name: crate::plan::cut(&name),
            why,
        };
        if let Some(why) = fault(&name, &own.project) {
            return Err(refuse(why));
        }
        if own.is_ambiguous() {
            return Err(refuse(
                "as every other member would be: put {n} into the template".to_owned(),
            ));
        }
        let other = self
            .all
            .iter()
            .find(|other| other.node != node && other.project == own.project && other.gives(&name));
        match other {
            Some(other) => Err(refuse(format!(
                "as one of `{}` would be",
                plan.path(other.node)
            ))),
            None => Ok(name),
        }
    }
}

impl Pattern {
    /// The pattern of a shoot; none where its template has a part that is not there.
    fn new(plan: &Plan, node: NodeId) -> Option<Self> {
        let said = |key| manifest_field(plan, node, &[key]).and_then(Value::as_text);
        let mut counts: Vec<Count> = plan
            .chain(node)
            .filter(|&id| plan.is_counted(id))
            .map(|id| plan.count(id))
            .collect();
        counts.reverse();
        let mut text = said("name").unwrap_or("{shoot}-{n}").to_owned();
        for (part, kind) in PARTS {
            if text.contains(part) {
                let named = plan.chain(node).find(|&id| plan.kind(id) == kind)?;
                text = text.replace(part, plan.name(named));
            }
        }
        if counts.is_empty() {
            text = text.replace("-{n}", "").replace(NUMBERS, "");
        }
        let other = text.replace(NUMBERS, "").contains(['{', '}']);
        (!other).then(|| Self {
            node,
            project: said("project").unwrap_or(PROJECT).to_owned(),
            text,
            counts,
        })
    }

    fn render(&self, numbers: &[Count]) -> String {
        let numbers: Vec<String> = numbers.iter().map(|number| number.decimal()).collect();
        self.text.replace(NUMBERS, &numbers.join("-"))
    }

    /// Whether several members would have one name.
    fn is_ambiguous(&self) -> bool {
        !self.text.contains(NUMBERS) && self.counts.iter().any(|&count| count > Count::ONE)
    }

    /// Whether one of its members has that name.
    fn gives(&self, name: &str) -> bool {
        let Some((head, _)) = self.text.split_once(NUMBERS) else {
            return self.text == name;
        };
        let Some(rest) = name.strip_prefix(head) else {
            return false;
        };
        let ends = rest
            .char_indices()
            .map(|(index, char)| index + char.len_utf8());
        ends.filter_map(|end| self.numbers(&rest[..end]))
            .any(|numbers| self.render(&numbers) == name)
    }

    /// Member numbers that a text spells, one for each counted thing.
    fn numbers(&self, text: &str) -> Option<Vec<Count>> {
        let parts: Vec<&str> = text.split('-').collect();
        if parts.len() != self.counts.len() {
            return None;
        }
        let number = |(part, count): (&&str, &Count)| {
            let plain = !part.starts_with('0') && part.bytes().all(|byte| byte.is_ascii_digit());
            let number = Count::new(plain.then(|| part.parse().ok()).flatten()?);
            (number <= *count).then_some(number)
        };
        parts.iter().zip(&self.counts).map(number).collect()
    }
}

/// What Gardener would not take about a name.
fn fault(name: &str, project: &str) -> Option<String> {
    let inside = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let label = name.bytes().all(|byte| inside(byte) || byte == b'-')
        && name.bytes().next().is_some_and(inside)
        && name.bytes().last().is_some_and(inside);
    if !label {
        return Some("which is no DNS label of lower-case letters, digits and `-`".to_owned());
    }
    if name.contains("--") {
        return Some("which has two hyphens in a row".to_owned());
    }
    let length = project.len() + name.len();
    (length > LONGEST).then(|| {
        format!("which is {length} characters with the project `{project}`, and Gardener takes {LONGEST}")
    })
}
