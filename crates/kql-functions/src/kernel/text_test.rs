//! Operators that test a text against another: each in its positive and its negative form.

use crate::batch::{ANY_LENGTH, Cost, Reader, mark_strings};
use crate::{BatchFunction, Call, ColumnArg, Doc, Eval, KqlType, Overload, Param, Returns, Scalar, Types, convert};
use arrow::array::{ArrayRef, BooleanArray};
use arrow::buffer::BooleanBuffer;
use std::ops::RangeInclusive;
use std::sync::Arc;

/// A test made ready for one right-hand side.
pub(crate) trait TextTest: Send + Sync + Sized + 'static {
    /// Looks at the right-hand side once.
    ///
    /// # Errors
    /// The right-hand side is of no use.
    fn new(right: &str) -> Result<Self, String>;

    /// What one test costs.
    const COST: Cost = Cost::Much;

    /// The lengths in bytes of the left-hand sides that can pass.
    fn lengths(&self) -> RangeInclusive<usize> {
        ANY_LENGTH
    }

    /// Tests a left-hand side; `buffer` is room to work in.
    fn test(&self, left: &str, buffer: &mut String) -> bool;

    /// Tests many left-hand sides: of flags that are all unset it sets those of the texts that pass. Has to answer as
    /// [`TextTest::test`] does.
    fn mark(&self, lefts: &[&str], hits: &mut [bool]) {
        let mut buffer = String::new();
        for (left, hit) in lefts.iter().zip(hits) {
            *hit = self.test(left, &mut buffer);
        }
    }
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
            let left = args.first().ok_or_else(missing)?;
            mark_strings(left, rows, T::COST, &test.lengths(), |texts, hits| {
                test.mark(texts, hits);
            })
            .map(|hits| if NEGATED { !&hits } else { hits })
            .map(as_column)
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

/// Flags as a column without nulls.
pub(crate) fn as_column(hits: BooleanBuffer) -> ArrayRef {
    Arc::new(BooleanArray::new(hits, None))
}

pub(crate) fn missing() -> String {
    "an argument is missing".to_owned()
}
