//! Writes expressions with every grouping shown, so that a test can say what a text means.

use kql_syntax::ast::{Argument, BinaryOp, Expr, ExprKind, InOp, Literal, LogicalOp, StringOp, UnaryOp};

/// `a + b has c` becomes `(a + (b has c))`; a flat chain becomes `and(a, b, c)`.
pub(crate) fn shape(expr: &Expr) -> String {
    match &expr.kind {
        ExprKind::Literal(literal) => literal_shape(literal),
        ExprKind::Name(name) => name.text.clone(),
        ExprKind::Wildcard(name) => format!("wildcard:{}", name.text),
        ExprKind::Star => "*".to_owned(),
        ExprKind::Unary { op, operand } => {
            format!("({}{})", if *op == UnaryOp::Minus { "-" } else { "+" }, shape(operand))
        }
        ExprKind::Binary { op, left, right, .. } => format!("({} {} {})", shape(left), binary(*op), shape(right)),
        ExprKind::Logical { op, operands } => {
            format!("{}({})", if *op == LogicalOp::And { "and" } else { "or" }, list(operands))
        }
        ExprKind::In { op, left, list: items, .. } => format!("({} {} [{}])", shape(left), in_op(*op), list(items)),
        ExprKind::Between { negated, left, low, high } => {
            format!("({} {}between {} .. {})", shape(left), if *negated { "!" } else { "" }, shape(low), shape(high))
        }
        ExprKind::Call { name, args } => {
            let args: Vec<String> = args.iter().map(argument).collect();
            format!("{}({})", name.text, args.join(", "))
        }
        ExprKind::Path { base, member } => format!("{}.{}", shape(base), shape(member)),
        ExprKind::Index { base, index } => format!("{}[{}]", shape(base), shape(index)),
        ExprKind::Typeof(spec) => format!("typeof:{spec:?}"),
        ExprKind::Pipeline { source, operators } => {
            let mut parts: Vec<String> = source.iter().map(|source| shape(source)).collect();
            parts.extend(operators.iter().map(|operator| operator.kind.keyword().to_owned()));
            format!("<{}>", parts.join(" | "))
        }
        ExprKind::Paren(inner) => format!("paren({})", shape(inner)),
        ExprKind::List(items) => format!("list({})", list(items)),
        ExprKind::Error => "ERROR".to_owned(),
    }
}

pub(crate) fn list(items: &[Expr]) -> String {
    items.iter().map(shape).collect::<Vec<_>>().join(", ")
}

fn argument(argument: &Argument) -> String {
    match &argument.name {
        Some(name) => format!("{}={}", name.text, shape(&argument.value)),
        None => shape(&argument.value),
    }
}

fn literal_shape(literal: &Literal) -> String {
    match literal {
        Literal::Bool(value) => value.to_string(),
        Literal::Int(value) => format!("int:{value}"),
        Literal::Long(value) => value.to_string(),
        Literal::Real(value) => format!("{value:?}"),
        Literal::Decimal(text) => format!("decimal:{text}"),
        Literal::String(text) => format!("{text:?}"),
        Literal::DateTime(ticks) => format!("datetime:{ticks}"),
        Literal::TimeSpan(ticks) => format!("timespan:{ticks}"),
        Literal::Guid(text) => format!("guid:{text}"),
        Literal::Dynamic(json) => format!("dynamic:{json}"),
        Literal::Null(ty) => format!("null:{ty}"),
    }
}

fn in_op(op: InOp) -> &'static str {
    match op {
        InOp::In => "in",
        InOp::NotIn => "!in",
        InOp::InTilde => "in~",
        InOp::NotInTilde => "!in~",
        InOp::HasAny => "has_any",
        InOp::HasAll => "has_all",
        InOp::NotHasAny => "!has_any",
    }
}

fn binary(op: BinaryOp) -> String {
    let plain = match op {
        BinaryOp::Add => "+",
        BinaryOp::Subtract => "-",
        BinaryOp::Multiply => "*",
        BinaryOp::Divide => "/",
        BinaryOp::Modulo => "%",
        BinaryOp::Equal => "==",
        BinaryOp::NotEqual => "!=",
        BinaryOp::Less => "<",
        BinaryOp::LessOrEqual => "<=",
        BinaryOp::Greater => ">",
        BinaryOp::GreaterOrEqual => ">=",
        BinaryOp::String { op, negated } => {
            return format!("{}{}", if negated { "!" } else { "" }, string_op(op));
        }
    };
    plain.to_owned()
}

fn string_op(op: StringOp) -> &'static str {
    match op {
        StringOp::EqualTilde => "=~",
        StringOp::Contains => "contains",
        StringOp::ContainsCs => "contains_cs",
        StringOp::StartsWith => "startswith",
        StringOp::StartsWithCs => "startswith_cs",
        StringOp::EndsWith => "endswith",
        StringOp::EndsWithCs => "endswith_cs",
        StringOp::Has => "has",
        StringOp::HasCs => "has_cs",
        StringOp::HasPrefix => "hasprefix",
        StringOp::HasPrefixCs => "hasprefix_cs",
        StringOp::HasSuffix => "hassuffix",
        StringOp::HasSuffixCs => "hassuffix_cs",
        StringOp::MatchesRegex => "matches regex",
        StringOp::Like => "like",
        StringOp::LikeCs => "likecs",
    }
}
