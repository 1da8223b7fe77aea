//! `reduce by text [with threshold = t, characters = c]`: texts of one pattern together; see [`crate::patterns`].

use crate::binder::Binder;
use crate::expr::Cx;
use crate::operator::Operator;
use crate::patterns;
use crate::relation::{Col, Relation, col};
use crate::table_functions;
use kql_functions::KqlType;
use kql_syntax::ast::{self, OperatorKind};

pub(crate) static OPERATOR: Operator =
    Operator { keywords: &["reduce"], starts: false, row_local: false, within: false, bind };

fn bind(b: &mut Binder<'_>, input: Option<Relation>, op: &ast::Operator) -> Option<Relation> {
    let OperatorKind::Reduce { by, options } = &op.kind else { return input };
    let (relation, span) = (input?, op.span);
    let mut settings = patterns::Settings::default();
    for option in options {
        match option.name.text.as_str() {
            "threshold" => {
                let value = b.constant(&option.value, KqlType::Real, "the threshold")?;
                settings.threshold = value.as_f64().filter(|t| (0.0..=1.0).contains(t)).unwrap_or(settings.threshold);
            }
            "characters" => {
                let value = b.constant(&option.value, KqlType::String, "the list of characters")?;
                settings.separators = Some(value.as_str().unwrap_or_default().to_owned());
            }
            "kind" => return b.unsupported("reduce kind=source", option.name.span),
            other => {
                let message = format!("`reduce` has no setting `{other}`");
                return b.error("invalid-argument", option.name.span, message);
            }
        }
    }
    let text = b.scalar(by, &mut Cx::row(&relation))?;
    let text = b.convert(text, KqlType::String, by.span)?;
    b.note_now(text.now);
    let (source, found) = (b.fresh("text"), b.fresh("patterns"));
    let relation = b.add_columns(relation, vec![(source.clone(), text.expr)], span)?;
    let call = patterns::call(settings, col(&source)).alias(&found);
    let plan = crate::aggregate::aggregate_plan(relation.plan, Vec::new(), vec![call]);
    let plan = b.built(plan, span)?;
    let scope = b.fresh_scope();
    let mut result = Relation::new(plan, Vec::new(), scope);
    result.nodes = relation.nodes.saturating_add(5);
    let row = b.fresh("pattern");
    let rows = table_functions::expand(col(&found), false, usize::MAX);
    let mut result = b.add_columns(result, vec![(row.clone(), rows)], span)?;
    let plan = table_functions::unnest(b, (*result.plan).clone(), std::slice::from_ref(&row), span)?;
    result.set_plan(plan, 2);
    let columns = [("Pattern", KqlType::String), ("Count", KqlType::Long), ("Representative", KqlType::String)];
    let mut new = Vec::new();
    let mut made = Vec::new();
    for ((name, ty), index) in columns.into_iter().zip(0i64..) {
        let array = crate::expr::Bound::new(col(&row), KqlType::Dynamic);
        let value = b.item(array, index, ty, span)?;
        let physical = b.fresh(name);
        new.push((physical.clone(), value.expr));
        made.push(Col { name: name.to_owned(), ty, physical, nullable: false, poisoned: false });
    }
    let mut result = b.add_columns(result, new, span)?;
    result.columns = made;
    Some(result)
}
