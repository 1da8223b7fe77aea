//! `ipv4_is_in_any_range`

use crate::kernel::ip::V4;
use crate::kernel::list::{constant_items, flatten, texts};
use crate::prelude::*;
use std::sync::Arc;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "ipv4_is_in_any_range",
    Types::Overloads(&[takes(&[STRING, DYNAMIC], KqlType::Bool), takes(&[STRING, STRING], KqlType::Bool).variadic()]),
    Eval::Prepared(prepare),
    Doc::new(
        "ipv4_is_in_any_range(ip, range, … | array)",
        "Whether an IPv4 address lies in one of several ranges.",
        &[
            ("ipv4_is_in_any_range('192.168.1.6', '10.0.0.1/8', '192.168.1.1/24')", "True"),
            ("ipv4_is_in_any_range('1.1.1.1', dynamic(['127.0.0.1/8']))", "False"),
        ],
    )
    .notes("What is no address gives null. Ranges that are none are left out."),
);

fn prepare(call: &Call<'_>) -> Result<RowFunction, String> {
    let ranges = |items: &[OwnedValue]| texts(items).iter().filter_map(|t| V4::parse(t)).collect::<Vec<_>>();
    let constant = constant_items(call).map(|items| ranges(&items));
    Ok(Arc::new(move |args: &[Value<'_>]| -> OwnedValue {
        let Some(ip) = V4::parse(&text(args, 0)) else {
            return Value::Null;
        };
        let within = |range: &V4| ip.masked(range.prefix) == range.masked(range.prefix);
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
        check("ipv4_is_in_any_range", &[s("10.1.2.3"), dynamic("[\"x\",\"10.0.0.1/8\"]")], "True");
        check("ipv4_is_in_any_range", &[s("no"), s("10.0.0.1/8")], "null");
    }
}
