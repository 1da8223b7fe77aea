use crate::ast::{BinaryOp, Expr, ExprKind, OperatorKind, Setting, StringOp, TypeName, TypeSpec};
use crate::operator::{AFTER_PIPE, OperatorSyntax, always};
use crate::parser::{Parse, Parser};

/// `find [in (tables)] [where] condition [project a, b: type, pack(*) | project-smart | project-away a]`
///
/// A column with a type (`b: string`) stands in `project` by its name; its type is kept in `options` as
/// `b = typeof(string)`.
pub(crate) static SYNTAX: OperatorSyntax =
    OperatorSyntax { keywords: &["find"], starts: Some(always), parse, ..AFTER_PIPE };

fn parse(p: &mut Parser<'_>, _: &str) -> Parse<OperatorKind> {
    const KNOWN: &[&str] = &["withsource", "with_source", "datascope", "kind", "isfuzzy"];
    let mut options = p.settings(KNOWN)?;
    let tables = if p.eat_word("in") { p.tables_in_parens()? } else { Vec::new() };
    options.extend(p.settings(KNOWN)?);
    p.eat_word("where");
    let condition = p.expr()?;
    let (mut project, mut project_away) = (None, None);
    if p.eat_hyphenated("project-smart") {
        // The default.
    } else if p.eat_hyphenated("project-away") {
        project_away = Some(p.list(|p| p.name_or_wildcard("a column"))?);
    } else if p.eat_word("project") {
        let items = p.exprs()?;
        project = Some(items.into_iter().map(|item| split_type(item, &mut options)).collect());
    }
    Ok(OperatorKind::Find { tables, condition, project, project_away, options })
}

/// `b: string` reads as an expression with `:`; here it is a column and its type.
fn split_type(item: Expr, options: &mut Vec<Setting>) -> Expr {
    let span = item.span;
    match item.kind {
        ExprKind::Binary { op: BinaryOp::String { op: StringOp::Has, negated: false }, op_span, left, right } => {
            match (&left.kind, right.kind) {
                (ExprKind::Name(name), ExprKind::Name(ty)) => {
                    let ty = TypeSpec::Scalar(TypeName { text: ty.text, span: ty.span });
                    let value = Expr { kind: ExprKind::Typeof(ty), span: right.span };
                    options.push(Setting { name: name.clone(), value });
                    *left
                }
                (_, kind) => {
                    let right = Box::new(Expr { kind, span: right.span });
                    let op = BinaryOp::String { op: StringOp::Has, negated: false };
                    Expr { kind: ExprKind::Binary { op, op_span, left, right }, span }
                }
            }
        }
        kind => Expr { kind, span },
    }
}
