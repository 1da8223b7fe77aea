//! `column_names_of`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "column_names_of",
    Types::Overloads(&[takes(&[ANY], KqlType::Dynamic)]),
    Eval::Planner,
    Doc::new("column_names_of(table)", "The names of a table's columns, as an array.", &[]),
);
