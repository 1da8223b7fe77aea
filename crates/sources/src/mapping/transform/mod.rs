//! What a mapping may do to a field's text on its way into a column.

mod account;
mod defender;
mod hash;
mod path;
mod powershell;
mod registry;
mod text;

pub(crate) use path::base_name;
use std::borrow::Cow;

/// A change of a text. It gives nothing where the text has no such part.
pub(crate) struct Transform {
    pub(crate) name: &'static str,
    /// Takes the text and what stands after the colon in the mapping.
    pub(crate) apply: for<'a> fn(&'a str, &str) -> Option<Cow<'a, str>>,
}

static ALL: &[&[Transform]] = &[
    account::TRANSFORMS,
    defender::TRANSFORMS,
    hash::TRANSFORMS,
    path::TRANSFORMS,
    powershell::TRANSFORMS,
    registry::TRANSFORMS,
    text::TRANSFORMS,
];

/// A transform with its argument, as a mapping writes it: `hash:SHA256`.
pub(crate) fn parse(text: &str) -> Option<(&'static Transform, &str)> {
    let (name, argument) = text.split_once(':').unwrap_or((text, ""));
    ALL.iter().copied().flatten().find(|t| t.name == name).map(|transform| (transform, argument))
}

#[cfg(test)]
fn check(name: &str, input: &str, expect: Option<&str>) {
    let (transform, argument) = parse(name).expect("a known transform");
    assert_eq!((transform.apply)(input, argument).as_deref(), expect, "{name} of {input}");
}
