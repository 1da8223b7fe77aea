//! Which component something speaks of: (host, class, scope, name, canonical image or type).

use crate::model::Class;
use crate::row::Row;
use crate::rules::Rule;

/// A computer: shown as first spelled, compared by its short name without regard to case.
#[derive(Debug, Clone, Default)]
pub(crate) struct Host {
    /// As the evidence spells it, domain included.
    pub full: String,
}

impl Host {
    pub(crate) fn new(name: &str) -> Self {
        Self { full: name.trim().to_owned() }
    }

    /// The name before the first dot. An address has no short form.
    pub(crate) fn short(&self) -> &str {
        if self.full.parse::<std::net::IpAddr>().is_ok() {
            return &self.full;
        }
        self.full.split('.').next().unwrap_or(&self.full)
    }

    /// What hosts are compared by.
    pub(crate) fn key(&self) -> String {
        self.short().to_lowercase()
    }
}

/// What a row says of the component that it names.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Subject {
    pub class: Option<Class>,
    pub name: String,
    /// Canonical path, or a file name where no more is known.
    pub image: String,
    pub type_name: String,
}

impl Subject {
    /// The component that the rule's `customDetails` find in the row; none when they name nothing.
    pub(crate) fn of(rule: &Rule, row: &Row) -> Option<Self> {
        let cell = |column: &Option<String>| column.as_deref().map(|c| row.text(c)).unwrap_or_default();
        let image = cell(&rule.component.image);
        let subject = Self {
            class: Class::parse(&cell(&rule.component.class)),
            name: cell(&rule.component.name).trim().to_owned(),
            image: if image.is_empty() { image } else { server::canonical_path(&image) },
            type_name: cell(&rule.component.type_name).trim().to_owned(),
        };
        (!subject.name.is_empty() || !subject.image.is_empty() || !subject.type_name.is_empty()).then_some(subject)
    }

    /// The name under which people know it: the configured name, else the image's file name, else the type's.
    pub(crate) fn display(&self) -> &str {
        if !self.name.is_empty() {
            &self.name
        } else if !self.image.is_empty() {
            file_name(&self.image)
        } else {
            self.type_name.split(',').next().unwrap_or(&self.type_name)
        }
    }

    /// How well this says the same as a registered component; 0 is not at all. A contradiction (another image
    /// under the same name, another class) is no match, however much else agrees.
    pub(crate) fn matches(&self, other: &Self) -> u32 {
        if let (Some(a), Some(b)) = (self.class, other.class)
            && a != b
        {
            return 0;
        }
        let mut score = 0;
        if !self.image.is_empty() && !other.image.is_empty() {
            if same_path(&self.image, &other.image) {
                score += 8;
            } else {
                return 0;
            }
        }
        if !self.type_name.is_empty() && !other.type_name.is_empty() {
            if same_type(&self.type_name, &other.type_name) {
                score += 8;
            } else {
                return 0;
            }
        }
        if !self.name.is_empty() && !other.name.is_empty() {
            // IIS compares module names with case; two spellings are two modules.
            if self.name == other.name {
                score += 4;
            } else if score == 0 {
                return 0;
            }
        }
        if score > 0 && self.class.is_some() {
            score += 1;
        }
        score
    }
}

/// The last part of a Windows path.
pub(crate) fn file_name(path: &str) -> &str {
    path.rsplit(['\\', '/']).next().unwrap_or(path)
}

/// Paths are the same without regard to case; a bare file name is the same as any path that ends in it.
fn same_path(a: &str, b: &str) -> bool {
    let fold = |p: &str| server::canonical_path(p).to_lowercase();
    let (a, b) = (fold(a), fold(b));
    let bare = |p: &str| !p.contains('\\');
    a == b || (bare(&a) && file_name(&b) == a) || (bare(&b) && file_name(&a) == b)
}

/// `Name.Space.Type, Assembly, Version=…` against the same with less said.
fn same_type(a: &str, b: &str) -> bool {
    let part = |t: &str, i: usize| t.split(',').nth(i).map(|p| p.trim().to_owned()).unwrap_or_default();
    let (assembly_a, assembly_b) = (part(a, 1), part(b, 1));
    part(a, 0) == part(b, 0)
        && (assembly_a.is_empty() || assembly_b.is_empty() || assembly_a.eq_ignore_ascii_case(&assembly_b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subject(class: Class, name: &str, image: &str) -> Subject {
        Subject { class: Some(class), name: name.into(), image: image.into(), type_name: String::new() }
    }

    #[test]
    fn a_stock_name_with_a_foreign_image_is_not_the_stock_module() {
        let stock = subject(Class::NativeModule, "StaticFileModule", r"C:\Windows\System32\inetsrv\static.dll");
        let foreign = subject(Class::NativeModule, "StaticFileModule", r"C:\Temp\static.dll");
        assert_eq!(foreign.matches(&stock), 0);
        assert!(foreign.matches(&foreign) > 8);
    }

    #[test]
    fn an_image_alone_finds_its_component_whatever_the_case() {
        let component = subject(Class::NativeModule, "X", r"C:\Windows\System32\inetsrv\x.dll");
        let image = Subject { image: r"c:\windows\system32\INETSRV\x.dll".into(), ..Subject::default() };
        assert!(image.matches(&component) > 0);
        let name_with_other_case = subject(Class::NativeModule, "x", "");
        assert_eq!(name_with_other_case.matches(&component), 0);
    }

    #[test]
    fn hosts_compare_by_short_name() {
        assert_eq!(Host::new("WEB01.corp.example").key(), Host::new("web01").key());
        assert_eq!(Host::new("10.0.0.1").key(), "10.0.0.1");
    }
}
