//! The greatest and the least of several values: `max_of` and `min_of`.

use super::common::common_type;
use super::compare::{Comparison, compare};
use crate::prelude::*;
use std::cmp::Ordering;

/// The function of the greatest value, or of the least.
pub(crate) const fn extreme_of<const GREATEST: bool>(doc: Doc) -> Scalar {
    let doc = doc.notes("Nulls are left out; of nulls alone the result is null.");
    Scalar::new(name(GREATEST), Types::Custom(bind::<GREATEST>), Eval::Row(run::<GREATEST>), doc).sees_nulls()
}

const fn name(greatest: bool) -> &'static str {
    if greatest { "max_of" } else { "min_of" }
}

fn bind<const GREATEST: bool>(args: &[KqlType]) -> Result<Bound, String> {
    let name = name(GREATEST);
    if args.len() < 2 {
        return Err(format!("`{name}` takes at least 2 arguments"));
    }
    let returns = common_type(name, args)?;
    Ok(Bound { params: vec![returns; args.len()], returns })
}

fn run<const GREATEST: bool>(args: &[Value<'_>]) -> OwnedValue {
    let wanted = if GREATEST { Ordering::Greater } else { Ordering::Less };
    let best = args.iter().filter(|v| !v.is_null()).reduce(|best, value| {
        let ty = value.kql_type().unwrap_or(KqlType::Dynamic);
        if compare(value, best, (ty, ty)) == Comparison::Ordered(wanted) { value } else { best }
    });
    best.cloned().map_or(Value::Null, Value::into_owned)
}
