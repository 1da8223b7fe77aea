//! What is known of each component, as plain data. No fact is a verdict: each is one reason among others.

mod names;
mod place;
mod twin;

use crate::paths::below_drive;
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
    /// A stock name with an image or type that is not the stock component's; or the name of a known vendor's
    /// component with a file of another name, then `stock_name` is empty and `stock_image` the vendor's pattern.
    pub is_foreign_image: bool,
    /// The file name is a stock file's, yet its folder is none where Windows has that file.
    pub is_stock_file_elsewhere: bool,
    /// The known vendor whose component has this name and place.
    pub vendor: Option<&'static Vendor>,
    /// The stock name that its name, file name or type imitates.
    pub look_alike: Option<LookAlike>,
    /// A malware family that used its file or module name.
    pub family: Option<&'static Family>,
    /// Why its place is odd, sorted by weight: `unc`, `user_writable`, `interpreter` (an event starts a command
    /// interpreter), `stream` (an alternate data stream), `device` (a shadow copy or another device), `masked` (written
    /// to look like another path), `exchange` (among Exchange Server's own files), `framework`, `system32_root`,
    /// `windows_root`, `web_root`, `data_folder` (fonts, logs, kept configurations), `short_name` (a short name hides
    /// where it leads), `relative` (no folder to start from), `not_dll`. Empty for stock components and where a known
    /// vendor's row names the folder.
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
    let windows = windows_drive(components);
    let mut facts: Vec<Facts> = components.iter().map(|component| judge_one(component, windows)).collect();
    twin::mark(components, &mut facts);
    // A name that harmless software uses too tells something only beside another fact.
    for (component, facts) in components.iter().zip(&mut facts) {
        let is_plain = !facts.is_stock_code && facts.vendor.is_none();
        let found = stock().family(file_name(&component.image)).or_else(|| stock().family(&component.name));
        // Malware puts its modules among Windows's own, where only few others install theirs.
        let is_among_windows = below_drive(&component.image).starts_with("\\windows\\");
        let is_telling = |family: &&Family| !family.is_ambiguous() || is_among_windows || facts.speaks_against();
        facts.family = found.filter(|family| is_plain && is_telling(family));
    }
    facts
}

/// The drive of the server's Windows folder, as `%windir%` was expanded; `None` where no path has it.
fn windows_drive(components: &[Component]) -> Option<&str> {
    let is_windir = |raw: &str| {
        let starts = |name: &str| raw.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
        starts("%windir%") || starts("%systemroot%")
    };
    components.iter().find(|component| is_windir(&component.image_raw)).and_then(|component| component.image.get(..2))
}

fn judge_one(component: &Component, windows: Option<&str>) -> Facts {
    let mut facts = Facts { is_unresolved: is_unresolved(&component.image), ..Facts::default() };
    let (class, name) = (component.class.as_str(), component.name.as_str());
    facts.vendor = stock()
        .vendor_for(class, name, &component.image, &component.type_name)
        .or_else(|| names::vendor_behind(component));
    names::stock_facts(component, windows, &mut facts);
    if facts.is_stock_code {
        return facts;
    }
    if facts.vendor.is_none() && !facts.is_foreign_image {
        names::vendors_name(component, &mut facts);
    }
    let is_dll_class = !matches!(component.class, Class::ManagedModule) && !component.image.is_empty();
    let places = stock().stock_image(file_name(&component.image));
    facts.is_stock_file_elsewhere = is_dll_class && !places.is_empty() && facts.vendor.is_none();
    if facts.vendor.is_none() {
        facts.look_alike = names::look_alike(component);
    }
    facts.odd_places = place::odd_places(component);
    // A row that names the folder speaks for the place; one that leaves open where that folder lies does not speak
    // for a place that anybody can write to.
    match facts.vendor {
        Some(vendor) if vendor.is_pinned() && vendor.is_rooted() => facts.odd_places.clear(),
        Some(vendor) if vendor.is_pinned() => facts.odd_places.retain(|place| ["unc", "user_writable"].contains(place)),
        _ => {}
    }
    facts
}

#[cfg(test)]
mod tests;
