//! `ipv6_is_in_any_range`

use crate::kernel::ip::V6;
use crate::kernel::list::{constant_items, flatten, texts};
use crate::prelude::*;
use std::sync::Arc;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "ipv6_is_in_any_range",
    Types::Overloads(&[takes(&[STRING, DYNAMIC], KqlType::Bool), takes(&[STRING, STRING], KqlType::Bool).variadic()]),
    Eval::Prepared(prepare),
    Doc::new(
        "ipv6_is_in_any_range(ip, range, … | array)",
        "Whether an IPv6 address lies in one of several ranges.",
        &[("ipv6_is_in_any_range('fe80::1', dynamic(['fe80::/10', '::1']))", "True")],
    )
    .notes("What is no address gives null. Ranges that are none are left out."),
);

fn prepare(call: &Call<'_>) -> Result<RowFunction, String> {
    let ranges = |items: &[OwnedValue]| texts(items).iter().filter_map(|t| V6::parse(t)).collect::<Vec<_>>();
    let constant = constant_items(call).map(|items| ranges(&items));
    Ok(Arc::new(move |args: &[Value<'_>]| -> OwnedValue {
        let Some(ip) = V6::parse(&text(args, 0)) else {
            return Value::Null;
        };
        let within = |range: &V6| ip.mapped().masked(range.prefix) == range.mapped().masked(range.prefix);
        Value::Bool(match &constant {
            Some(all) => all.iter().any(within),
            None => ranges(&flatten(args.iter().skip(1))).iter().any(within),
        })
    }))
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic, s};

    #[test]
    fn ranges() {
        check("ipv6_is_in_any_range", &[s("::1"), s("fe80::/10"), s("::1")], "True");
        check("ipv6_is_in_any_range", &[s("::2"), dynamic("[]")], "False");
    }
}
