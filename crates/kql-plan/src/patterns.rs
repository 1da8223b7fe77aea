//! What `reduce` finds: groups of texts that have most of their terms in common.
//!
//! After Risto Vaarandi's log clustering: a term is frequent when more than a threshold of all texts have it in the
//! same place. A text's pattern has its frequent terms and `*` for the rest. Patterns of enough texts are groups; what
//! is left is counted as `others`. The same texts give the same groups, in order of their counts.

use crate::udf::any_signature;
use datafusion::arrow::array::{ArrayRef, AsArray};
use datafusion::arrow::datatypes::DataType;
use datafusion::common::ScalarValue;
use datafusion::error::Result;
use datafusion::logical_expr::function::AccumulatorArgs;
use datafusion::logical_expr::{Accumulator, AggregateUDF, AggregateUDFImpl, Expr, Signature, Volatility};
use serde_json::json;
use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// How texts are grouped.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Settings {
    /// The part of all texts that must have a term for it to be frequent.
    pub(crate) threshold: f64,
    /// What separates terms; all but ASCII letters and digits when absent.
    pub(crate) separators: Option<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { threshold: 0.1, separators: None }
    }
}

/// `$patterns(text)`: an array of `[pattern, count, example]`.
pub(crate) fn call(settings: Settings, text: Expr) -> Expr {
    let udaf = AggregateUDF::new_from_impl(Patterns { settings, signature: any_signature(Volatility::Immutable) });
    crate::udaf::aggregate_expr(Arc::new(udaf), vec![text], None)
}

#[derive(Debug, PartialEq)]
struct Patterns {
    settings: Settings,
    signature: Signature,
}

impl Eq for Patterns {}

impl Hash for Patterns {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.settings.threshold.to_bits().hash(state);
        self.settings.separators.hash(state);
    }
}

impl AggregateUDFImpl for Patterns {
    fn name(&self) -> &'static str {
        "$patterns"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Utf8View)
    }

    fn accumulator(&self, _: AccumulatorArgs<'_>) -> Result<Box<dyn Accumulator>> {
        Ok(Box::new(Texts { settings: self.settings.clone(), counts: BTreeMap::new(), bytes: 0 }))
    }
}

/// Different texts with how often they come.
#[derive(Debug)]
struct Texts {
    settings: Settings,
    counts: BTreeMap<String, u64>,
    bytes: usize,
}

impl Texts {
    fn add(&mut self, text: &str, times: u64) {
        if let Some(count) = self.counts.get_mut(text) {
            *count += times;
        } else {
            self.bytes += text.len() + 64;
            self.counts.insert(text.to_owned(), times);
        }
    }
}

impl Accumulator for Texts {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        for text in values.first().and_then(|v| v.as_string_view_opt()).into_iter().flatten() {
            self.add(text.unwrap_or_default(), 1);
        }
        Ok(())
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        let found = groups(&self.counts, &self.settings);
        let rows: Vec<_> = found.iter().map(|g| json!([g.pattern, g.count, g.example])).collect();
        Ok(ScalarValue::Utf8View(Some(serde_json::Value::Array(rows).to_string())))
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.bytes
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        Ok(vec![ScalarValue::Utf8View(serde_json::to_string(&self.counts).ok())])
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        for text in states.first().and_then(|v| v.as_string_view_opt()).into_iter().flatten().flatten() {
            let counts: BTreeMap<String, u64> = serde_json::from_str(text).unwrap_or_default();
            for (text, times) in counts {
                self.add(&text, times);
            }
        }
        Ok(())
    }
}

struct Group {
    pattern: String,
    count: u64,
    example: String,
}

fn groups(texts: &BTreeMap<String, u64>, settings: &Settings) -> Vec<Group> {
    let all: u64 = texts.values().sum();
    let enough = |count: u64| count as f64 > settings.threshold * all as f64 || count == all;
    let mut terms: BTreeMap<(usize, &str), u64> = BTreeMap::new();
    for (text, times) in texts {
        for (place, (_, term)) in pieces(text, settings).into_iter().enumerate() {
            *terms.entry((place, term)).or_default() += times;
        }
    }
    let mut found: BTreeMap<String, (u64, &str)> = BTreeMap::new();
    for (text, times) in texts {
        let mut pattern = String::new();
        let mut any = false;
        for (place, (before, term)) in pieces(text, settings).into_iter().enumerate() {
            let frequent = terms.get(&(place, term)).is_some_and(|count| enough(*count));
            any |= frequent && !term.is_empty();
            // Between two unknown terms nothing needs to be known.
            let starred = pattern.ends_with('*');
            // A letter or digit that was made a separator is part of what it separates.
            let shown = !before.chars().any(char::is_alphanumeric);
            if frequent || (shown && !starred) {
                pattern.push_str(if shown || frequent { before } else { "" });
            }
            match frequent {
                true => pattern.push_str(term),
                false if pattern.ends_with('*') => {}
                false => pattern.push('*'),
            }
        }
        let key = if any { pattern } else { String::new() };
        let entry = found.entry(key).or_insert((0, text));
        entry.0 += times;
    }
    let mut others = 0;
    let mut groups = Vec::new();
    for (pattern, (count, example)) in found {
        if pattern.is_empty() || !enough(count) {
            others += count;
        } else {
            groups.push(Group { pattern, count, example: example.to_owned() });
        }
    }
    groups.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.pattern.cmp(&b.pattern)));
    if others > 0 {
        groups.push(Group { pattern: "others".to_owned(), count: others, example: String::new() });
    }
    groups
}

/// The terms of a text, each with what stands before it.
fn pieces<'t>(text: &'t str, settings: &Settings) -> Vec<(&'t str, &'t str)> {
    let separates = |c: char| match &settings.separators {
        Some(list) => list.contains(c),
        None => !c.is_ascii_alphanumeric(),
    };
    let mut all = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let term_at = rest.find(|c| !separates(c)).unwrap_or(rest.len());
        let (before, after) = rest.split_at(term_at);
        let end = after.find(separates).unwrap_or(after.len());
        let (term, left) = after.split_at(end);
        all.push((before, term));
        rest = left;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(texts: &[&str], separators: Option<&str>, expect: &[(&str, u64, &str)]) {
        let mut counts = BTreeMap::new();
        for text in texts {
            *counts.entry((*text).to_owned()).or_default() += 1;
        }
        let settings = Settings { separators: separators.map(str::to_owned), ..Settings::default() };
        let found = groups(&counts, &settings);
        let found: Vec<(&str, u64, &str)> =
            found.iter().map(|g| (g.pattern.as_str(), g.count, g.example.as_str())).collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn terms_in_common() {
        let numbered: Vec<String> = (0..10).map(|i| format!("foZ{i}")).collect();
        let numbered: Vec<&str> = numbered.iter().map(String::as_str).collect();
        check(&numbered, None, &[("others", 10, "")]);
        check(&numbered, Some("Z"), &[("fo*", 10, "foZ0")]);
        check(
            &["user ann logged in", "user bob logged in", "disk full"],
            None,
            &[
                ("disk full", 1, "disk full"),
                ("user ann logged in", 1, "user ann logged in"),
                ("user bob logged in", 1, "user bob logged in"),
            ],
        );
    }
}
