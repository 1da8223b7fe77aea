//! Which columns the bags of a group would make: an aggregate for `bag_unpack`.

use crate::udf::any_signature;
use datafusion::arrow::array::{ArrayRef, AsArray};
use datafusion::arrow::datatypes::DataType;
use datafusion::common::ScalarValue;
use datafusion::error::Result;
use datafusion::logical_expr::function::AccumulatorArgs;
use datafusion::logical_expr::{Accumulator, AggregateUDF, AggregateUDFImpl, Expr, Signature, Volatility};
use kql_functions::KqlType;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How many columns bags may make.
pub(crate) const MOST_COLUMNS: usize = 1000;

/// `$bag_schema(bag)`: the names of the members with their types, as a JSON object of type names.
pub(crate) fn call(bag: Expr) -> Expr {
    let udaf = AggregateUDF::new_from_impl(BagSchema { signature: any_signature(Volatility::Immutable) });
    crate::udaf::aggregate_expr(Arc::new(udaf), vec![bag], None)
}

/// Reads what [`call`] gives, in the order of the names.
pub(crate) fn decode(json: &str) -> Vec<(String, KqlType)> {
    let members: BTreeMap<String, String> = serde_json::from_str(json).unwrap_or_default();
    members.into_iter().map(|(name, ty)| (name, KqlType::parse(&ty).unwrap_or(KqlType::Dynamic))).collect()
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct BagSchema {
    signature: Signature,
}

impl AggregateUDFImpl for BagSchema {
    fn name(&self) -> &'static str {
        "$bag_schema"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Utf8View)
    }

    fn accumulator(&self, _: AccumulatorArgs<'_>) -> Result<Box<dyn Accumulator>> {
        Ok(Box::new(Members::default()))
    }
}

#[derive(Debug, Default)]
struct Members(BTreeMap<String, KqlType>);

impl Members {
    fn add(&mut self, name: String, ty: KqlType) {
        let room = self.0.len() <= MOST_COLUMNS;
        match self.0.get_mut(&name) {
            Some(known) if *known == ty => {}
            Some(known) if [*known, ty].iter().all(|t| matches!(t, KqlType::Long | KqlType::Real)) => {
                *known = KqlType::Real;
            }
            Some(known) => *known = KqlType::Dynamic,
            None if room => {
                self.0.insert(name, ty);
            }
            None => {}
        }
    }
}

/// The type of a column that holds such values; null fits any.
fn type_of(json: &Json) -> Option<KqlType> {
    Some(match json {
        Json::Null => return None,
        Json::Bool(_) => KqlType::Bool,
        Json::Number(n) if n.is_f64() => KqlType::Real,
        Json::Number(_) => KqlType::Long,
        Json::String(_) => KqlType::String,
        Json::Array(_) | Json::Object(_) => KqlType::Dynamic,
    })
}

impl Accumulator for Members {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        for text in values.first().and_then(|v| v.as_string_view_opt()).into_iter().flatten().flatten() {
            let Ok(Json::Object(bag)) = serde_json::from_str::<Json>(text) else { continue };
            for (name, value) in bag {
                match type_of(&value) {
                    Some(ty) => self.add(name, ty),
                    None => {
                        self.0.entry(name).or_insert(KqlType::Dynamic);
                    }
                }
            }
        }
        Ok(())
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        let named: BTreeMap<&str, &str> = self.0.iter().map(|(name, ty)| (name.as_str(), ty.name())).collect();
        Ok(ScalarValue::Utf8View(serde_json::to_string(&named).ok()))
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.0.keys().map(|k| k.len() + 64).sum::<usize>()
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        Ok(vec![self.evaluate()?])
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        for text in states.first().and_then(|v| v.as_string_view_opt()).into_iter().flatten().flatten() {
            for (name, ty) in decode(text) {
                self.add(name, ty);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use datafusion::arrow::array::StringViewArray;

    #[test]
    fn members_and_their_types() {
        let bags = [r#"{"b":1,"a":"x","n":null}"#, "[1]", r#"{"b":1.5,"a":"y","c":[1]}"#, r#"{"c":"text","n":true}"#];
        let mut members = Members::default();
        members.update_batch(&[Arc::new(StringViewArray::from_iter_values(bags))]).unwrap();
        let ScalarValue::Utf8View(Some(json)) = members.evaluate().unwrap() else { panic!("no text") };
        let found = decode(&json);
        let found: Vec<(&str, KqlType)> = found.iter().map(|(n, t)| (n.as_str(), *t)).collect();
        let expected = [("a", KqlType::String), ("b", KqlType::Real), ("c", KqlType::Dynamic), ("n", KqlType::Dynamic)];
        assert_eq!(found, expected);
    }
}
