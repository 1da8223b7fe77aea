//! Searching text: case folding, terms, and needles made ready once and looked for in many rows.

mod fold;
mod needle;
mod needles;
mod pattern;
mod term;

pub use fold::{eq_folded, fold, fold_into};
pub use needle::{Case, Edges, Needle};
pub use needles::Needles;
pub use pattern::{regex, rewrite};
pub use term::is_term_char;
