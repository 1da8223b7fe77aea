//! The type that several values meet in.

use crate::KqlType;

/// The one type of all values: numbers widen, `dynamic` takes in everything.
///
/// # Errors
/// A sentence for the user.
pub(crate) fn common_type(function: &str, types: &[KqlType]) -> Result<KqlType, String> {
    let mut types = types.iter().copied();
    let Some(mut common) = types.next() else {
        return Err(format!("`{function}` takes more arguments"));
    };
    for ty in types {
        common = if common == ty {
            common
        } else if common == KqlType::Dynamic || ty == KqlType::Dynamic {
            KqlType::Dynamic
        } else {
            common
                .wider(ty)
                .ok_or_else(|| format!("the values of `{function}` must have one type, not {common} and {ty}"))?
        };
    }
    Ok(common)
}
