//! What is known of each component, as plain data. No fact is a verdict: each is one reason among others.

mod names;
mod place;
mod twin;

use crate::{Class, Component, file_name, is_unresolved};
use knowledge::{Family, Vendor, stock};

/// The facts about one component. An unknown component alone is just unknown: see [`Facts::speaks_against`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Name, image or type, and class are those that Microsoft ships.
    pub is_stock: bool,
    /// The image or type is one that Microsoft ships, under whatever name.
    pub is_stock_code: bool,
    /// The stock component of the same class whose name it bears, `""` if none.
    pub stock_name: &'static str,
    /// The image (variables expanded) or type that the stock component of that name has.
    pub stock_image: String,
    /// A stock name with an image or type that is not the stock component's.
    pub is_foreign_image: bool,
    /// The file name is a stock file's, yet its folder is none where Windows has that file.
    pub is_stock_file_elsewhere: bool,
    /// The known vendor whose component has this name and place.
    pub vendor: Option<&'static Vendor>,
    /// The stock name that its name, file name or type imitates.
    pub look_alike: Option<LookAlike>,
    /// A malware family that used its file or module name.
    pub family: Option<&'static Family>,
    /// Why its place is odd, sorted by weight: `unc`, `user_writable`, `framework`, `system32_root`,
    /// `windows_root`, `web_root`, `not_dll`. Empty for stock components and where a known vendor's row
    /// names the folder.
    pub odd_places: Vec<&'static str>,
    /// The other half of a pair: the same file registered once per bitness under .NET's own directories, by no
    /// known vendor.
    pub twin: Option<String>,
    /// The path has a placeholder or no folder at all: only the file name was judged.
    pub is_unresolved: bool,
}

/// A name that imitates a stock one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookAlike {
    /// The stock name.
    pub of: &'static str,
    /// 0 when only case, look-alike letters or the ending differ.
    pub distance: usize,
    /// What imitates it: `name`, `file` or `type`.
    pub what: &'static str,
}

impl Facts {
    /// The heaviest reason why the place is odd, `""` if none.
    pub fn odd_place(&self) -> &'static str {
        self.odd_places.first().copied().unwrap_or("")
    }

    /// Whether anything but "unknown" speaks against the component.
    pub fn speaks_against(&self) -> bool {
        self.is_foreign_image
            || self.is_stock_file_elsewhere
            || self.look_alike.is_some()
            || self.family.is_some()
            || !self.odd_places.is_empty()
            || self.twin.is_some()
    }
}

/// The facts about each component, in the order of the components. Takes all of one server's components, for
/// some facts are about pairs.
pub fn judge(components: &[Component]) -> Vec<Facts> {
    let mut facts: Vec<Facts> = components.iter().map(judge_one).collect();
    twin::mark(components, &mut facts);
    // A name that harmless software uses too tells something only beside another fact.
    for (component, facts) in components.iter().zip(&mut facts) {
        let is_plain = !facts.is_stock_code && facts.vendor.is_none();
        let found = stock().family(file_name(&component.image)).or_else(|| stock().family(&component.name));
        facts.family = found.filter(|family| is_plain && (!family.is_ambiguous() || facts.speaks_against()));
    }
    facts
}

fn judge_one(component: &Component) -> Facts {
    let mut facts = Facts { is_unresolved: is_unresolved(&component.image), ..Facts::default() };
    let (class, name) = (component.class.as_str(), component.name.as_str());
    facts.vendor = stock().vendor_for(class, name, &component.image, &component.type_name);
    names::stock_facts(component, &mut facts);
    if facts.is_stock_code {
        return facts;
    }
    let is_dll_class = !matches!(component.class, Class::ManagedModule) && !component.image.is_empty();
    let places = stock().stock_image(file_name(&component.image));
    facts.is_stock_file_elsewhere = is_dll_class && !places.is_empty() && facts.vendor.is_none();
    if facts.vendor.is_none() {
        facts.look_alike = names::look_alike(component);
    }
    if !facts.vendor.is_some_and(Vendor::is_pinned) {
        facts.odd_places = place::odd_places(component);
    }
    facts
}

#[cfg(test)]
mod tests;
