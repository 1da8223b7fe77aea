//! `evaluate rolling_percentile(value, percentile, index, bin, bins [, dimension …])`: for each bin the percentile of its
//! values and of those of the bins before it.

use crate::binder::Binder;
use crate::expr::Cx;
use crate::plugin::{Plugin, PluginCall};
use crate::relation::Relation;
use crate::template::{INPUT, quoted};
use crate::timeline::column;
use kql_functions::KqlType;

pub(crate) static PLUGIN: Plugin = Plugin { names: &["rolling_percentile"], row_local: false, bind };

fn bind(b: &mut Binder<'_>, relation: Relation, call: &PluginCall<'_>) -> Option<Relation> {
    let span = call.span;
    let [value, percentile, index, bin, bins, dimensions @ ..] = call.args else {
        let message = format!("`rolling_percentile` takes at least 5 arguments, not {}", call.args.len());
        return b.error("argument-count", call.name.span, message);
    };
    let (value, _) = column(b, &relation, &value.value)?;
    let (index, ty) = column(b, &relation, &index.value)?;
    let percent = b.constant(&percentile.value, KqlType::Real, "the percentile")?.as_f64().unwrap_or(0.0);
    let count = b.count(&bins.value, "the number of bins")?.clamp(1, 10_000);
    let bin_ty = if ty == KqlType::DateTime { KqlType::TimeSpan } else { ty };
    let size = b.scalar(&bin.value, &mut Cx::none())?;
    let size = b.convert(size, bin_ty, bin.value.span)?;
    let mut by = String::new();
    for dimension in dimensions {
        by.push_str(&format!(", {}", quoted(&column(b, &relation, &dimension.value)?.0)));
    }
    let named = format!("{percent}").replace('.', "_");
    let name = quoted(&format!("rolling_{count}_percentile_{value}_{named}"));
    let (value, index) = (quoted(&value), quoted(&index));
    let text = format!(
        "{INPUT} | extend ['$bin'] = bin({index}, ['$size']) | as ['$binned'] \
         | extend ['$last'] = toscalar(['$binned'] | summarize max(['$bin'])) \
         | mv-expand ['$to'] = range(['$bin'], ['$bin'] + {count} * ['$size'] - ['$size'], ['$size']) to typeof({ty}) \
         | where ['$to'] <= ['$last'] \
         | summarize {name} = percentile({value}, {percent}) by {index} = ['$to']{by}"
    );
    b.template(&text, relation, vec![("$size", Binder::scalar_binding(size))], span)
}
