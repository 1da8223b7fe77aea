//! `geo_info_from_ip_address(ip)`: asked of the catalog; where it knows nothing, nothing is known.

use super::PlannerFunction;
use crate::binder::Binder;
use crate::expr::call::Arg;
use crate::expr::{Bound, Cx};
use crate::udf;
use diagnostics::{Diagnostic, Span};
use kql_functions::KqlType;
use kql_syntax::ast::{Argument, Name};

pub(super) static FUNCTION: PlannerFunction = PlannerFunction { names: &["geo_info_from_ip_address"], bind };

/// The warning that no locations are known.
const UNKNOWN: &str = "no-ip-locations";

fn bind(b: &mut Binder<'_>, name: &Name, args: &[Argument], span: Span, cx: &mut Cx<'_>) -> Option<Bound> {
    let function = kql_functions::scalar(&name.text)?;
    let args = b.arguments(args, cx)?;
    let Some(locations) = b.catalog.ip_locations() else {
        if !b.has_reported(UNKNOWN) {
            let message = "where IP addresses are is not known here: `geo_info_from_ip_address` gives empty bags";
            let help = "name a database in MaxMind's format: `--mmdb FILE`";
            b.report(Diagnostic::warning(UNKNOWN, message).at(name.span, "").help(help));
        }
        return b.apply_with_types(function, args, span);
    };
    let arg = match <[Arg; 1]>::try_from(args) {
        Ok([Arg { bound: Some(value), span, .. }]) => {
            Arg { bound: Some(b.convert(value, KqlType::String, span)?), ty: KqlType::String, span }
        }
        // Its own types say what is wrong.
        Ok(args) => return b.apply_with_types(function, args.into(), span),
        Err(args) => return b.apply_with_types(function, args, span),
    };
    let call = std::slice::from_ref(&arg);
    let expr = udf::fixed_call(function, call, KqlType::Dynamic, kql_functions::geo_info(locations));
    Some(Bound::new(expr, KqlType::Dynamic).inherit(&arg.bound))
}
