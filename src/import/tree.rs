//! Regions and networks around imported shoots, and what they have in common said once.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::shoot::{Imported, PROJECT};
use super::table;
use crate::manifest::{Landscape, Seed};
use crate::plan::{Draft, Field, Kind, Value};

/// One block on the way from the plan to a shoot: what shoots that lie in one block have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) kind: Kind,
    pub(super) name: String,
    pub(super) fields: Vec<(Field, Value)>,
}

/// The blocks around each shoot and its own name, the same for the same block.
#[derive(Clone, Debug)]
pub(super) struct Way {
    pub(super) steps: Vec<Step>,
    pub(super) name: String,
}

/// The shoots with the blocks around them. Names are unique in each list.
pub(super) fn ways(shoots: &[Imported]) -> Vec<Way> {
    let regions = regions(shoots);
    let spread = spread(shoots);
    let mut names = Names::default();
    let mut networks: HashMap<String, String> = HashMap::new();
    let way = |shoot: &Imported| {
        let region = shoot.region.as_ref().map(|region| Step {
            kind: Kind::Region,
            name: regions[&(region.clone(), shoot.provider.clone())].clone(),
            fields: region_fields(shoot, region),
        });
        let Some(vpc) = &shoot.vpc else {
            let steps: Vec<Step> = region.into_iter().collect();
            let name = names.unique(&steps, Kind::Shoot, shoot);
            return Way { steps, name };
        };
        let group = group(shoot);
        let top = group.as_ref().is_some_and(|group| spread.contains(group));
        let mut steps: Vec<Step> = region.into_iter().filter(|_| !top).collect();
        let name = match group {
            Some(group) => {
                let id = vpc.id.clone().unwrap_or_default();
                networks
                    .entry(group)
                    .or_insert_with(|| names.free(&steps, Kind::Vpc, &id, &shoot.namespace))
                    .clone()
            }
            None => names.unique(&steps, Kind::Vpc, shoot),
        };
        steps.push(Step {
            kind: Kind::Vpc,
            name,
            fields: vpc.fields.clone(),
        });
        if top && let Some(region) = &shoot.region {
            let name = regions[&(region.clone(), shoot.provider.clone())].clone();
            steps.push(Step {
                kind: Kind::Region,
                name,
                fields: region_fields(shoot, region),
            });
        }
        let name = names.unique(&steps, Kind::Shoot, shoot);
        Way { steps, name }
    };
    shoots.iter().map(way).collect()
}

fn region_fields(shoot: &Imported, region: &str) -> Vec<(Field, Value)> {
    let provider = shoot
        .provider
        .as_ref()
        .map(|provider| (Field::Provider, Value::text(provider.as_str())));
    let kept = Value::Map(Box::new([("region".into(), Value::text(region))]));
    provider
        .into_iter()
        .chain([(Field::ManifestFields, kept)])
        .collect()
}

/// What shoots in one network have in common; nothing where each has its own. On Google Cloud a name means something in
/// one project of it alone, and a namespace stands for that.
fn group(shoot: &Imported) -> Option<String> {
    let id = shoot.vpc.as_ref()?.id.as_ref()?;
    let provider = shoot.provider.as_deref().unwrap_or("");
    let inside = match provider {
        "gcp" | "azure" => shoot.namespace.as_str(),
        _ => "",
    };
    Some(format!("{provider}\n{inside}\n{id}"))
}

/// The networks whose shoots lie in several regions.
fn spread(shoots: &[Imported]) -> HashSet<String> {
    let mut first: HashMap<String, Option<&str>> = HashMap::new();
    let mut spread = HashSet::new();
    for shoot in shoots {
        let Some(group) = group(shoot) else { continue };
        let region = shoot.region.as_deref();
        if *first.entry(group.clone()).or_insert(region) != region {
            spread.insert(group);
        }
    }
    spread
}

/// What each region is called: two providers may call theirs the same.
fn regions(shoots: &[Imported]) -> HashMap<(String, Option<String>), String> {
    let mut providers: BTreeMap<&str, Vec<Option<&str>>> = BTreeMap::new();
    for shoot in shoots {
        let Some(region) = &shoot.region else {
            continue;
        };
        let known = providers.entry(region).or_default();
        let provider = shoot.provider.as_deref();
        if !known.contains(&provider) {
            known.push(provider);
        }
    }
    let all = providers.into_iter().flat_map(|(region, providers)| {
        let several = providers.len() > 1;
        providers.into_iter().map(move |provider| {
            let name = match provider {
                Some(provider) if several => format!("{region}-{provider}"),
                Some(_) | None => region.to_owned(),
            };
            ((region.to_owned(), provider.map(str::to_owned)), name)
        })
    });
    all.collect()
}

/// The names that are taken in each list.
#[derive(Debug, Default)]
struct Names {
    taken: HashSet<String>,
}

impl Names {
    fn unique(&mut self, steps: &[Step], kind: Kind, shoot: &Imported) -> String {
        self.free(steps, kind, &shoot.name, &shoot.namespace)
    }

    /// The name, else with the namespace before it, else with a number.
    fn free(&mut self, steps: &[Step], kind: Kind, name: &str, namespace: &str) -> String {
        let steps: Vec<&str> = steps.iter().map(|step| step.name.as_str()).collect();
        let list = format!("{}\n{kind:?}", steps.join("\n"));
        let mut take = |name: &str| self.taken.insert(format!("{list}\n{name}"));
        let name = table::clean(name);
        if take(&name) {
            return name;
        }
        let project = namespace.strip_prefix(PROJECT).unwrap_or(namespace);
        let longer = table::clean(&format!("{project}.{name}"));
        if take(&longer) {
            return longer;
        }
        let longer = table::free(&longer, |name| {
            self.taken.contains(&format!("{list}\n{name}"))
        });
        self.taken.insert(format!("{list}\n{longer}"));
        longer
    }
}

/// The fields of a shoot where it stands: what the blocks around it say is left out.
fn own_fields(shoot: Imported, way: &Way) -> Vec<(Field, Value)> {
    let around = |field: Field| {
        let fields = way.steps.iter().flat_map(|step| &step.fields);
        let said = fields.filter(move |(other, _)| *other == field);
        said.map(|(_, value)| value)
    };
    let mut fields = vec![(Field::Name, Value::text(way.name.as_str()))];
    for (field, mut value) in shoot.fields {
        if field != Field::ManifestFields {
            if !around(field).any(|said| *said == value) {
                fields.push((field, value));
            }
            continue;
        }
        if way.name != shoot.name {
            let name = Some(Value::text(shoot.name.as_str()));
            value = value
                .with(&["name".to_owned()], name)
                .unwrap_or(Value::Null);
        }
        let rest = around(field).try_fold(value, |rest, around| table::without(&rest, around));
        fields.extend(rest.map(|rest| (field, rest)));
    }
    fields
}

/// The shoots as a plan of their own: its fields, and what lies in it.
pub fn plan(shoots: Vec<Imported>) -> Draft {
    let ways = ways(&shoots);
    let items = shoots.into_iter().zip(ways).map(|(shoot, way)| {
        let fields = own_fields(shoot, &way);
        (
            way.steps,
            Draft {
                kind: Kind::Shoot,
                fields,
                children: Vec::new(),
            },
        )
    });
    let mut root = Draft {
        kind: Kind::Plan,
        fields: Vec::new(),
        children: build(items),
    };
    table::lift(&mut root);
    lift_provider(&mut root);
    root
}

/// One provider for all regions is the plan's.
fn lift_provider(root: &mut Draft) {
    let provider = |draft: &Draft| {
        let said = draft
            .fields
            .iter()
            .find(|(field, _)| *field == Field::Provider);
        said.map(|(_, value)| value.clone())
    };
    let Some(first) = root.children.first().and_then(provider) else {
        return;
    };
    if root.children.len() < 2
        || !root
            .children
            .iter()
            .all(|child| provider(child).as_ref() == Some(&first))
    {
        return;
    }
    for child in &mut root.children {
        child.fields.retain(|(field, _)| *field != Field::Provider);
    }
    root.fields.insert(0, (Field::Provider, first));
}

/// The definitions, each block once, in the order in which they come first.
pub(super) fn build(items: impl Iterator<Item = (Vec<Step>, Draft)>) -> Vec<Draft> {
    let mut root = Growing::default();
    for (steps, draft) in items {
        let mut at = &mut root;
        for step in &steps {
            at = at.child(step);
        }
        at.shoots.push(draft);
    }
    root.finish()
}

#[derive(Debug, Default)]
struct Growing {
    known: HashMap<(Kind, String), usize>,
    blocks: Vec<(Step, Self)>,
    shoots: Vec<Draft>,
}

impl Growing {
    fn child(&mut self, step: &Step) -> &mut Self {
        let next = self.blocks.len();
        let index = *self
            .known
            .entry((step.kind, step.name.clone()))
            .or_insert(next);
        if index == next {
            self.blocks.push((step.clone(), Self::default()));
        }
        &mut self.blocks[index].1
    }

    fn finish(self) -> Vec<Draft> {
        let blocks = self.blocks.into_iter().map(|(step, inside)| {
            let name = (Field::Name, Value::text(step.name));
            Draft {
                kind: step.kind,
                fields: std::iter::once(name).chain(step.fields).collect(),
                children: inside.finish(),
            }
        });
        let mut drafts: Vec<Draft> = blocks.chain(self.shoots).collect();
        drafts.sort_by_key(|draft| draft.kind);
        drafts
    }
}

/// The seeds that stand among the Shoots, as a plan has them.
pub fn seeds(landscape: &Landscape) -> Option<Value> {
    let managed = landscape.managed.iter().map(|managed| &managed.seed);
    let seed = |seed: &Seed| {
        let text =
            |key: &str, text: &Option<String>| Some((key.into(), Value::text(text.as_deref()?)));
        let defaults: Vec<(Box<str>, Value)> = [
            text("pods", &seed.shoot_pods),
            text("services", &seed.shoot_services),
        ]
        .into_iter()
        .flatten()
        .collect();
        let defaults =
            (!defaults.is_empty()).then(|| ("shoot-defaults".into(), Value::Map(defaults.into())));
        let pairs = [
            Some(("name".into(), Value::text(seed.name.as_str()))),
            text("nodes", &seed.nodes),
            text("pods", &seed.pods),
            text("services", &seed.services),
            defaults,
        ];
        Value::Map(pairs.into_iter().flatten().collect())
    };
    let seeds: Vec<Value> = landscape.seeds.iter().chain(managed).map(seed).collect();
    (!seeds.is_empty()).then(|| Value::List(seeds.into()))
}
