//! Rules for other platforms: Sentinel, Defender XDR, Sigma. What a platform cannot say is refused by name.

mod defender;
mod derived_id;
mod flow;
mod plain;
mod sentinel;
mod sigma;

pub use plain::{plain_query, stand_in};

use crate::rules::Rule;
use std::fmt;

/// Where a rule is exported to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// An analytics rule as YAML, and as a template for Azure Resource Manager.
    Sentinel,
    /// A custom detection, as Microsoft Graph's security API takes it.
    Defender,
    /// Sigma rules, one for each kind of log that the query reads.
    Sigma,
}

impl Target {
    /// The targets by the names that users give.
    pub const NAMED: &[(&str, Self)] =
        &[("sentinel", Self::Sentinel), ("defender", Self::Defender), ("sigma", Self::Sigma)];
}

/// A file that an export makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// A file name without a folder.
    pub file_name: String,
    pub text: String,
    /// What the exported form does not find that the rule finds.
    pub notes: Vec<String>,
}

/// Why a rule cannot be exported, in words that name what stands in the way.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refused(pub String);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The files that a rule becomes on a platform.
///
/// # Errors
/// When the platform cannot express the rule.
pub fn export(rule: &Rule, target: Target) -> Result<Vec<Exported>, Refused> {
    match target {
        Target::Sentinel => sentinel::export(rule),
        Target::Defender => defender::export(rule),
        Target::Sigma => sigma::export(rule),
    }
}

/// JSON for people to read, with a line end.
fn pretty(value: &serde_json::Value) -> String {
    format!("{value:#}\n")
}

#[cfg(test)]
mod tests;
