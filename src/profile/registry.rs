//! The profiles that plans are evaluated with: those that are built in, and those that a person brings.

use super::{GENERIC, Profile, builtin};

/// Profiles by name. A person's own stand in front of the built-in ones.
///
/// It is handed about as a value and costs nothing to copy: profiles are read once, when the program starts, and stay
/// for as long as it runs.
#[derive(Clone, Copy, Debug, Default)]
pub struct Profiles {
    own: &'static [Profile],
}

impl Profiles {
    /// Those that are built in.
    pub const BUILT_IN: Self = Self { own: &[] };

    /// The built-in ones with a person's own in front. Of two with one name the first counts.
    ///
    /// Their memory is never given back, so this is for the start of the program and not for every plan.
    pub fn with(own: Vec<Profile>) -> Self {
        Self {
            own: Vec::leak(own),
        }
    }

    /// The profile of that name, be it what people say beside it.
    pub fn find(self, name: &str) -> Option<&'static Profile> {
        let named = self.own.iter().find(|profile| profile.name == name);
        let said = |profile: &&Profile| profile.aliases.iter().any(|alias| alias == name);
        named
            .or_else(|| builtin(name).filter(|profile| profile.name == name))
            .or_else(|| self.own.iter().find(said))
            // An alias leads to a name, and the name may be a person's own.
            .or_else(|| {
                let built_in = builtin(name)?;
                let own = self.own.iter().find(|own| own.name == built_in.name);
                own.or(Some(built_in))
            })
    }

    /// The profile of that name; where there is none, the generic one.
    pub fn find_or_generic(self, name: &str) -> &'static Profile {
        self.find(name)
            .or_else(|| self.find(GENERIC))
            .expect("invariant: the generic profile is built in")
    }

    /// All names, sorted.
    pub fn names(self) -> Vec<&'static str> {
        let own = self.own.iter().map(|profile| profile.name.as_str());
        let mut names: Vec<&'static str> = own.chain(super::names()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Whether the profile of that name is a person's own.
    pub fn is_own(self, name: &str) -> bool {
        self.own.iter().any(|profile| profile.name == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(name: &str, title: &str) -> Profile {
        let mut profile = super::super::generic().clone();
        name.clone_into(&mut profile.name);
        title.clone_into(&mut profile.title);
        profile
    }

    #[test]
    fn own_profiles_stand_in_front() {
        let mut lab = own("lab", "The lab");
        lab.aliases = vec!["cellar".to_owned()];
        let profiles = Profiles::with(vec![lab, own("ironcore-metal", "Ours")]);
        let title = |name: &str| profiles.find(name).map(|profile| profile.title.as_str());
        assert_eq!(title("lab"), Some("The lab"));
        assert_eq!(title("cellar"), Some("The lab"));
        assert_eq!(title("ironcore-metal"), Some("Ours"));
        assert_eq!(title("gom"), Some("Ours"), "the alias of the name");
        assert_eq!(title("aws"), Some("Gardener on AWS"));
        assert_eq!(title("moon"), None);
        assert_eq!(profiles.find_or_generic("moon").name, "generic");
        assert!(profiles.names().contains(&"lab"));
        assert!(profiles.names().is_sorted());
        assert!(profiles.is_own("lab") && !profiles.is_own("aws"));
        assert_eq!(Profiles::BUILT_IN.find("lab"), None);
    }
}
