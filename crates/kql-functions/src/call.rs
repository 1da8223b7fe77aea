//! Running functions over columns.

use crate::batch::{Builder, Reader, each_once, read, repeat};
use crate::{BatchFunction, Call, ColumnArg, Eval, KqlType, Nulls, OwnedValue, RowFunction, Scalar, Value};
use arrow::array::ArrayRef;
use std::sync::Arc;

/// A call that is ready to run on any number of batches, from any thread.
#[derive(Clone)]
pub struct Prepared {
    kind: Kind,
    nulls: Nulls,
    types: Vec<KqlType>,
    returns: KqlType,
    /// Whether equal arguments give equal results.
    alike: bool,
}

#[derive(Clone)]
enum Kind {
    Row(RowFunction),
    Batch(BatchFunction),
    /// All arguments are constant, and the function always answers alike.
    Constant(OwnedValue),
}

/// Makes a call ready: looks at its constant arguments once, so that a regular expression is compiled once a query.
/// `types` are the arguments' types after conversion ([`crate::Bound::params`]).
///
/// # Errors
/// A sentence for the user: a constant has a form that the function does not take, or the function has a meaning
/// only to the planner.
pub fn prepare(
    function: &Scalar,
    constants: &[Option<OwnedValue>],
    types: &[KqlType],
    returns: KqlType,
) -> Result<Prepared, String> {
    let call = Call { constants, types, returns };
    let kind = match function.eval {
        Eval::Row(row) => Kind::Row(Arc::new(row)),
        Eval::Prepared(prepare) => Kind::Row(prepare(&call)?),
        Eval::Batch(prepare) => Kind::Batch(prepare(&call)?),
        Eval::Planner => return Err(format!("`{}` cannot stand here", function.name)),
    };
    let alike = function.deterministic;
    let mut prepared = Prepared { kind, nulls: function.nulls, types: types.to_vec(), returns, alike };
    let constants: Option<Vec<OwnedValue>> = constants.iter().cloned().collect();
    if let Some(constants) = constants.filter(|_| function.deterministic) {
        let args: Vec<_> = constants.into_iter().map(ColumnArg::Constant).collect();
        let value = read(prepared.run(&args, 1)?.as_ref(), returns)?.get(0).into_owned();
        prepared.kind = Kind::Constant(value);
    }
    Ok(prepared)
}

impl Prepared {
    /// A call that runs row by row, for what a planner knows and no function of this library does. A null argument
    /// gives null.
    pub fn of_rows(function: RowFunction, types: &[KqlType], returns: KqlType) -> Self {
        Self { kind: Kind::Row(function), nulls: Nulls::Propagate, types: types.to_vec(), returns, alike: true }
    }

    /// The type of the result.
    pub const fn returns(&self) -> KqlType {
        self.returns
    }

    /// The result where it is the same for every row.
    pub const fn constant(&self) -> Option<&OwnedValue> {
        match &self.kind {
            Kind::Constant(value) => Some(value),
            _ => None,
        }
    }

    /// Runs the call on a batch of `rows` rows.
    ///
    /// # Errors
    /// A column does not have the type that it was announced with.
    pub fn run(&self, args: &[ColumnArg], rows: usize) -> Result<ArrayRef, String> {
        match &self.kind {
            Kind::Constant(value) => Ok(repeat(value, self.returns, rows)),
            Kind::Batch(batch) => batch(args, rows),
            Kind::Row(row) => match self.alike.then(|| each_once(args, rows)).flatten() {
                Some(once) => once.spread(|args, rows| self.rows(row, args, rows)),
                None => self.rows(row, args, rows),
            },
        }
    }

    fn rows(&self, function: &RowFunction, args: &[ColumnArg], rows: usize) -> Result<ArrayRef, String> {
        let ty = |i| self.types.get(i).copied().ok_or_else(|| "an argument has no type".to_owned());
        let readers =
            args.iter().enumerate().map(|(i, a)| Reader::of_argument(a, ty(i)?)).collect::<Result<Vec<_>, _>>()?;
        let mut builder = Builder::new(self.returns, rows);
        let mut values = Vec::with_capacity(readers.len());
        for row in 0..rows {
            values.clear();
            values.extend(readers.iter().map(|r| r.get(row)));
            if self.nulls == Nulls::Propagate && values.iter().any(Value::is_null) {
                builder.push(&Value::Null);
            } else {
                builder.push(&function(&values));
            }
        }
        Ok(builder.finish())
    }
}

/// A function over columns that goes row by row, for functions of which only some calls have a faster way.
pub(crate) fn by_row(call: &Call<'_>, nulls: Nulls, row: fn(&[Value<'_>]) -> OwnedValue) -> BatchFunction {
    let prepared = Prepared {
        kind: Kind::Row(Arc::new(row)),
        nulls,
        types: call.types.to_vec(),
        returns: call.returns,
        alike: true,
    };
    Arc::new(move |args, rows| prepared.run(args, rows))
}

/// Runs a function once on whole columns, without preparing it for more.
///
/// # Errors
/// As [`prepare`] and [`Prepared::run`].
pub fn evaluate(
    function: &Scalar,
    args: &[ColumnArg],
    types: &[KqlType],
    rows: usize,
    returns: KqlType,
) -> Result<ArrayRef, String> {
    let constants: Vec<_> = args
        .iter()
        .map(|arg| match arg {
            ColumnArg::Constant(value) => Some(value.clone()),
            ColumnArg::Array(_) => None,
        })
        .collect();
    prepare(function, &constants, types, returns)?.run(args, rows)
}

/// Runs a function once on values.
///
/// # Errors
/// As [`prepare`].
pub fn evaluate_constants(
    function: &Scalar,
    args: &[OwnedValue],
    types: &[KqlType],
    returns: KqlType,
) -> Result<OwnedValue, String> {
    let args: Vec<_> = args.iter().cloned().map(ColumnArg::Constant).collect();
    let array = evaluate(function, &args, types, 1, returns)?;
    Ok(read(array.as_ref(), returns)?.get(0).into_owned())
}
