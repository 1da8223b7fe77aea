//! Searching text: case folding, terms, and needles made ready once and looked for in many rows.

#[cfg(test)]
mod agreement;
mod fold;
mod folded_set;
mod haystack;
mod needle;
mod needles;
mod pattern;
mod re2;
mod term;

pub use fold::{ends_folded, eq_folded, fold, fold_into, lengths_folded, starts_folded};
pub use folded_set::FoldedSet;
pub use needle::{Case, Edges, Needle};
pub use needles::Needles;
pub use pattern::{regex, rewrite};
pub use term::is_term_char;
