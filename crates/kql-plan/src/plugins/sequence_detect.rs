//! `evaluate sequence_detect(time, step, whole, name = (condition), …, dimension, …)`: rows that follow one another, each
//! within a time of the one before and all within another.

use crate::binder::Binder;
use crate::env::Binding;
use crate::expr::Cx;
use crate::plugin::{Plugin, PluginCall};
use crate::relation::Relation;
use crate::template::{INPUT, assign, quoted};
use crate::timeline::column;
use kql_functions::KqlType;
use std::sync::Arc;

pub(crate) static PLUGIN: Plugin = Plugin { names: &["sequence_detect"], row_local: false, bind };

fn bind(b: &mut Binder<'_>, relation: Relation, call: &PluginCall<'_>) -> Option<Relation> {
    let span = call.span;
    let [time, step, whole, rest @ ..] = call.args else {
        let message = format!("`sequence_detect` takes at least 5 arguments, not {}", call.args.len());
        return b.error("argument-count", call.name.span, message);
    };
    let (time_name, ty) = column(b, &relation, &time.value)?;
    let span_ty = if ty == KqlType::DateTime { KqlType::TimeSpan } else { ty };
    let mut bindings = Vec::new();
    for (name, argument) in [("$step", step), ("$whole", whole)] {
        let bound = b.scalar(&argument.value, &mut Cx::none())?;
        let bound = b.convert(bound, span_ty, argument.value.span)?;
        bindings.push((name, Binder::scalar_binding(bound)));
    }
    // Conditions come first; what is no condition is a dimension.
    let (mut conditions, mut dimensions) = (Vec::new(), Vec::new());
    for argument in rest {
        let bound = b.scalar(&argument.value, &mut Cx::row(&relation))?;
        b.note_now(bound.now);
        let name = argument.name.as_ref().map(|n| n.text.clone());
        if bound.ty == KqlType::Bool && dimensions.is_empty() {
            conditions.push((name.unwrap_or_default(), argument.value.clone()));
        } else {
            dimensions.push((name.or(bound.name), argument.value.clone()));
        }
    }
    if conditions.len() < 2 {
        return b.error("argument-count", span, "`sequence_detect` takes at least 2 conditions");
    }
    let mut keys: Vec<String> = Vec::new();
    let mut by = vec![assign(Some("$time"), time.value.clone())];
    for (i, (name, value)) in dimensions.into_iter().enumerate() {
        let name = name.unwrap_or_else(|| format!("Column{}", i + 1));
        by.push(assign(Some(&name), value));
        keys.push(quoted(&name));
    }
    // Without dimensions all rows belong together.
    let together = if keys.is_empty() { "['$all'] = 1".to_owned() } else { keys.join(", ") };
    let on = if keys.is_empty() { "['$all']".to_owned() } else { keys.join(", ") };
    let mut so_far: Option<Relation> = None;
    let mut times: Vec<String> = Vec::new();
    for (i, (_, condition)) in conditions.iter().enumerate() {
        let matching = crate::operators::r#where::filtered(b, relation.clone(), condition, span)?;
        let matching = crate::operators::extend::extend(b, matching, &by, span)?;
        let text = format!("{INPUT} | project ['$t{i}'] = ['$time'], {together}");
        let matching = b.template(&text, matching, Vec::new(), span)?;
        times.push(format!("['$t{i}']"));
        so_far = Some(match so_far {
            None => matching,
            Some(before) => {
                let last = i - 1;
                let kept: Vec<&str> = times.iter().map(String::as_str).chain([on.as_str()]).collect();
                let text = format!(
                    "{INPUT} | join kind=inner (['$next']) on {on} \
                     | where ['$t{i}'] > ['$t{last}'] and ['$t{i}'] - ['$t{last}'] <= ['$step'] \
                         and ['$t{i}'] - ['$t0'] <= ['$whole'] \
                     | project {}",
                    kept.join(", ")
                );
                let mut names = bindings.clone();
                names.push(("$next", Binding::Table(Arc::new(matching))));
                b.template(&text, before, names, span)?
            }
        });
    }
    let last = conditions.len() - 1;
    let text = format!("{INPUT} | extend Duration = ['$t{last}'] - ['$t0'] | project {}Duration", {
        let all = keys.iter().chain(&times);
        all.map(|c| format!("{c}, ")).collect::<String>()
    });
    let mut result = b.template(&text, so_far?, Vec::new(), span)?;
    for (i, (name, _)) in conditions.iter().enumerate() {
        let wanted = format!("{name}_{time_name}");
        let wanted = crate::relation::unique(&wanted, |n| result.columns.iter().any(|c| c.name == n));
        if let Some(column) = result.columns.iter_mut().find(|c| c.name == format!("$t{i}")) {
            column.name = wanted;
        }
    }
    Some(result)
}
