//! What the plugins over a timeline share: `(id, time, start, end, settings …, dimension …)`.

use crate::binder::Binder;
use crate::env::Binding;
use crate::expr::Cx;
use crate::plugin::PluginCall;
use crate::relation::Relation;
use crate::template::quoted;
use diagnostics::Span;
use kql_functions::KqlType;
use kql_syntax::ast::{Expr, ExprKind};

/// Names of the settings in templates.
const SETTINGS: &[&str] = &["$0", "$1", "$2", "$3"];

pub(crate) struct Timeline {
    id: String,
    time: String,
    ty: KqlType,
    dimensions: Vec<String>,
    bindings: Vec<(&'static str, Binding)>,
}

impl Timeline {
    /// Binds the arguments; the settings are called `$0`, `$1` and so on in templates, the ends `$start` and `$end`.
    pub(crate) fn new(
        b: &mut Binder<'_>,
        relation: &Relation,
        call: &PluginCall<'_>,
        settings: &[&str],
    ) -> Option<Self> {
        let least = 4 + settings.len();
        if call.args.len() < least {
            let message = format!("`{}` takes at least {least} arguments, not {}", call.name.text, call.args.len());
            return b.error("argument-count", call.name.span, message);
        }
        if relation.group.is_some() {
            return b.unsupported(&format!("{} inside a subquery", call.name.text), call.span);
        }
        let mut args = call.args.iter().map(|a| &a.value);
        let id = column(b, relation, args.next()?)?.0;
        let time_expr = args.next()?;
        let (time, ty) = column(b, relation, time_expr)?;
        if !matches!(ty, KqlType::DateTime | KqlType::Long | KqlType::Int | KqlType::Real) {
            let message = format!("a timeline is of type datetime or a number, not {ty}");
            return b.error("type-mismatch", time_expr.span, message);
        }
        let ty = if ty == KqlType::Int { KqlType::Long } else { ty };
        let mut bindings = Vec::new();
        for name in ["$start", "$end"] {
            bindings.push((name, value(b, args.next()?, ty)?));
        }
        let span_ty = if ty == KqlType::DateTime { KqlType::TimeSpan } else { ty };
        for (name, what) in SETTINGS.iter().zip(settings) {
            let expr = args.next()?;
            let ty = if *what == "periods" { KqlType::Long } else { span_ty };
            if matches!(&expr.kind, ExprKind::Literal(kql_syntax::ast::Literal::String(_))) {
                return b.unsupported("bins of weeks, months and years", expr.span);
            }
            bindings.push((*name, value(b, expr, ty)?));
        }
        let mut dimensions = Vec::new();
        for expr in args {
            dimensions.push(column(b, relation, expr)?.0);
        }
        Some(Self { id, time, ty, dimensions, bindings })
    }

    pub(crate) fn id(&self) -> String {
        quoted(&self.id)
    }

    pub(crate) fn time(&self) -> String {
        quoted(&self.time)
    }

    pub(crate) fn ty(&self) -> &'static str {
        self.ty.name()
    }

    /// The dimensions after a comma each.
    pub(crate) fn by(&self) -> String {
        self.dimensions.iter().map(|d| format!(", {}", quoted(d))).collect()
    }

    pub(crate) fn run(&self, b: &mut Binder<'_>, text: &str, input: Relation, span: Span) -> Option<Relation> {
        self.run_with(b, text, input, Vec::new(), span)
    }

    pub(crate) fn run_with(
        &self,
        b: &mut Binder<'_>,
        text: &str,
        input: Relation,
        more: Vec<(&'static str, Binding)>,
        span: Span,
    ) -> Option<Relation> {
        let bindings = self.bindings.iter().cloned().chain(more).collect();
        b.template(text, input, bindings, span)
    }
}

/// A column's name and type.
pub(crate) fn column(b: &mut Binder<'_>, relation: &Relation, expr: &Expr) -> Option<(String, KqlType)> {
    match &expr.kind {
        ExprKind::Paren(inner) => column(b, relation, inner),
        ExprKind::Name(name) => {
            let found = b.column_ref(relation, name)?;
            Some((found.name, found.ty))
        }
        _ => b.error("not-a-column", expr.span, "a column's name is wanted here"),
    }
}

fn value(b: &mut Binder<'_>, expr: &Expr, ty: KqlType) -> Option<Binding> {
    let bound = b.scalar(expr, &mut Cx::none())?;
    b.note_now(bound.now);
    let bound = b.convert(bound, ty, expr.span)?;
    Some(Binder::scalar_binding(bound))
}
