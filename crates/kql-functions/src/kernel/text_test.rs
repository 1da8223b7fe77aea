//! Operators that test a text against another: each in its positive and its negative form.

use crate::batch::{Reader, test_strings};
use crate::{BatchFunction, Call, ColumnArg, Doc, Eval, KqlType, Overload, Param, Returns, Scalar, Types, convert};
use arrow::array::BooleanArray;
use std::sync::Arc;

/// A test made ready for one right-hand side.
pub(crate) trait TextTest: Send + Sync + Sized + 'static {
    /// Looks at the right-hand side once.
    ///
    /// # Errors
    /// The right-hand side is of no use.
    fn new(right: &str) -> Result<Self, String>;

    /// Tests a left-hand side; `buffer` is room to work in.
    fn test(&self, left: &str, buffer: &mut String) -> bool;
}

const TWO_STRINGS: &[Overload] =
    &[Overload::new(&[Param::Of(KqlType::String), Param::Of(KqlType::String)], Returns::Type(KqlType::Bool))];

/// The operator of a test, or of its opposite.
pub(crate) const fn text_operator<T: TextTest, const NEGATED: bool>(name: &'static str, doc: Doc) -> Scalar {
    Scalar::new(name, Types::Overloads(TWO_STRINGS), Eval::Batch(prepare::<T, NEGATED>), doc).sees_nulls()
}

fn prepare<T: TextTest, const NEGATED: bool>(call: &Call<'_>) -> Result<BatchFunction, String> {
    if let Some(right) = call.constant(1) {
        let test = T::new(&convert::to_str(right))?;
        return Ok(Arc::new(move |args, rows| {
            let mut buffer = String::new();
            let left = args.first().ok_or_else(missing)?;
            test_strings(left, rows, |text| test.test(text, &mut buffer) != NEGATED)
        }));
    }
    Ok(Arc::new(|args: &[ColumnArg], rows| {
        let left = Reader::of_argument(args.first().ok_or_else(missing)?, KqlType::String)?;
        let right = Reader::of_argument(args.get(1).ok_or_else(missing)?, KqlType::String)?;
        let mut buffer = String::new();
        let test = |row| {
            let test = T::new(&convert::to_str(&right.get(row))).ok()?;
            Some(test.test(&convert::to_str(&left.get(row)), &mut buffer) != NEGATED)
        };
        Ok(Arc::new((0..rows).map(test).collect::<BooleanArray>()))
    }))
}

pub(crate) fn missing() -> String {
    "an argument is missing".to_owned()
}
