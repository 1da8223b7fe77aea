//! `externaldata(name: type, …)["address"] with (…)`: rows of a file that somebody keeps elsewhere. Nothing is fetched:
//! who holds the tables knows which file stands for an address.

use crate::binder::Binder;
use crate::catalog::ExternalData;
use crate::operator::Operator;
use crate::relation::Relation;
use kql_functions::KqlType;
use kql_syntax::ast::{self, OperatorKind};

pub(super) static OPERATOR: Operator =
    Operator { keywords: &["externaldata", "external_data"], starts: true, row_local: true, within: false, bind };

/// Settings that change nothing for rows in a file.
const WITHOUT_EFFECT: &[&str] = &["format", "ignorefirstrecord", "validationpolicy", "encoding", "sizelimit"];

fn bind(b: &mut Binder<'_>, _: Option<Relation>, op: &ast::Operator) -> Option<Relation> {
    let OperatorKind::ExternalData { columns, addresses, options } = &op.kind else { return None };
    let mut wanted = ExternalData { format: None, ..ExternalData::default() };
    for column in columns {
        wanted.columns.push((column.name.text.clone(), b.type_name(&column.ty)?));
    }
    for option in options {
        let name = option.name.text.to_ascii_lowercase();
        if !WITHOUT_EFFECT.contains(&name.as_str()) {
            return b.unsupported(&format!("`{}` of externaldata", option.name.text), option.name.span);
        }
    }
    let lower: Vec<ast::Setting> = options
        .iter()
        .map(|o| ast::Setting {
            name: ast::Name { text: o.name.text.to_ascii_lowercase(), span: o.name.span },
            value: o.value.clone(),
        })
        .collect();
    wanted.format = Binder::word(&lower, &["format"]).map(|f| f.to_ascii_lowercase());
    wanted.ignore_first_record = Binder::flag(&lower, "ignorefirstrecord")
        || Binder::word(&lower, &["ignorefirstrecord"]).is_some_and(|w| w.eq_ignore_ascii_case("true"));
    for address in addresses {
        let value = b.constant(address, KqlType::String, "an address")?;
        wanted.addresses.push(value.as_str().unwrap_or_default().to_owned());
    }
    match b.catalog.external_data(&wanted) {
        Ok(info) => b.scan(info, op.span),
        Err(refusal) => {
            let named = |address: &&ast::Expr| match &address.kind {
                ast::ExprKind::Literal(ast::Literal::String(text)) => refusal.message.contains(text.as_str()),
                _ => false,
            };
            let span = addresses.iter().find(named).or(addresses.first()).map_or(op.span, |a| a.span);
            if !b.options.trust_missing {
                return b.refused(refusal, span);
            }
            b.warned(refusal, span);
            let mut relation = super::datatable::constant_table(b, wanted.columns, Vec::new(), op.span)?;
            relation.constant = None;
            Some(relation)
        }
    }
}
