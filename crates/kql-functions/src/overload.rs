//! Overload resolution.

use crate::KqlType;
use crate::function::{Bound, Overload, Param, Returns};

pub(crate) fn resolve(
    name: &str,
    overloads: &[Overload],
    args: &[KqlType],
    type_args: &[Option<KqlType>],
) -> Result<Bound, String> {
    let counted: Vec<&Overload> = overloads.iter().filter(|o| takes(o, args.len())).collect();
    if counted.is_empty() {
        return Err(format!("`{name}` takes {}, not {}", counts(overloads), args.len()));
    }
    let exact = counted.iter().find(|o| fits(o, args, type_args, |param, ty| param == ty));
    let chosen = exact.or_else(|| counted.iter().find(|o| fits(o, args, type_args, |p, t| converts(t, p))));
    let Some(overload) = chosen else {
        let wrong = counted.first().and_then(|o| {
            args.iter()
                .enumerate()
                .find(|(i, ty)| !param_fits(param(o, *i), **ty, type_arg(type_args, *i), &|p, t| converts(t, p)))
        });
        return Err(match wrong {
            Some((i, ty)) => format!("argument {} of `{name}` cannot be {ty}", i + 1),
            None => format!("the arguments of `{name}` do not fit"),
        });
    };
    let params = args.iter().enumerate().map(|(i, ty)| match param(overload, i) {
        Param::Of(wanted) => wanted,
        _ => *ty,
    });
    let returns = match overload.returns {
        Returns::Type(ty) => ty,
        Returns::SameAs(i) => args.get(i).copied().unwrap_or(KqlType::Dynamic),
        Returns::TypeArgument(i, default) => type_arg(type_args, i).unwrap_or(default),
        Returns::Columns(_) => KqlType::Dynamic,
    };
    Ok(Bound { params: params.collect(), returns })
}

/// Whether a value of type `from` may stand where `to` is wanted.
pub fn converts(from: KqlType, to: KqlType) -> bool {
    from == to
        || from == KqlType::Dynamic
        || matches!(
            (from, to),
            (KqlType::Int, KqlType::Long | KqlType::Real | KqlType::Decimal)
                | (KqlType::Long, KqlType::Real | KqlType::Decimal | KqlType::Int)
                | (KqlType::Real, KqlType::Decimal)
                | (KqlType::Decimal, KqlType::Real)
        )
}

fn takes(overload: &Overload, count: usize) -> bool {
    count >= overload.required && (overload.variadic || count <= overload.params.len())
}

fn param(overload: &Overload, i: usize) -> Param {
    overload.params.get(i).or(overload.params.last()).copied().unwrap_or(Param::Any)
}

fn type_arg(type_args: &[Option<KqlType>], i: usize) -> Option<KqlType> {
    type_args.get(i).copied().flatten()
}

fn fits(
    o: &Overload,
    args: &[KqlType],
    type_args: &[Option<KqlType>],
    same: impl Fn(KqlType, KqlType) -> bool,
) -> bool {
    args.iter().enumerate().all(|(i, ty)| param_fits(param(o, i), *ty, type_arg(type_args, i), &same))
}

fn param_fits(param: Param, ty: KqlType, type_arg: Option<KqlType>, same: &impl Fn(KqlType, KqlType) -> bool) -> bool {
    match param {
        Param::TypeLiteral => type_arg.is_some(),
        _ if type_arg.is_some() => false,
        Param::Any => true,
        Param::Of(wanted) => same(wanted, ty),
        Param::Number => ty.is_numeric() || ty == KqlType::Dynamic,
        Param::Integer => matches!(ty, KqlType::Int | KqlType::Long | KqlType::Dynamic),
    }
}

fn counts(overloads: &[Overload]) -> String {
    let least = overloads.iter().map(|o| o.required).min().unwrap_or(0);
    let most = overloads.iter().map(|o| if o.variadic { usize::MAX } else { o.params.len() }).max().unwrap_or(0);
    let plural = |n: usize| if n == 1 { "argument" } else { "arguments" };
    match (least, most) {
        (l, usize::MAX) => format!("at least {l} {}", plural(l)),
        (l, m) if l == m => format!("{l} {}", plural(l)),
        (l, m) => format!("{l} to {m} arguments"),
    }
}
