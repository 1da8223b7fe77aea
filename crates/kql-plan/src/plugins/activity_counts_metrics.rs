//! `evaluate activity_counts_metrics(id, time, start, end, bin [, dimension …])`: for each bin how many rows there are,
//! how many ids, how many of them for the first time, and how many so far.

use crate::binder::Binder;
use crate::env::Binding;
use crate::plugin::{Plugin, PluginCall};
use crate::relation::Relation;
use crate::template::INPUT;
use crate::timeline::Timeline;
use std::sync::Arc;

pub(crate) static PLUGIN: Plugin = Plugin { names: &["activity_counts_metrics"], row_local: false, bind };

fn bind(b: &mut Binder<'_>, relation: Relation, call: &PluginCall<'_>) -> Option<Relation> {
    let line = Timeline::new(b, &relation, call, &["bin"])?;
    let (id, time, by) = (line.id(), line.time(), line.by());
    let binned = format!(
        "{INPUT} | where {time} >= ['$start'] and {time} <= ['$end'] | extend {time} = bin_at({time}, ['$0'], ['$start'])"
    );
    let binned = line.run(b, &binned, relation, call.span)?;
    let first =
        format!("{INPUT} | summarize {time} = min({time}) by {id}{by} | summarize new_dcount = count() by {time}{by}");
    let first = line.run(b, &first, binned.clone(), call.span)?;
    let dimensions = by.trim_start_matches(", ");
    let (order, restart) = match dimensions {
        "" => (String::new(), String::new()),
        several => {
            let names: Vec<&str> = several.split(", ").collect();
            let changes: Vec<String> = names.iter().map(|n| format!("{n} != prev({n})")).collect();
            (
                format!("{}, ", names.iter().map(|n| format!("{n} asc")).collect::<Vec<_>>().join(", ")),
                format!(", {}", changes.join(" or ")),
            )
        }
    };
    let text = format!(
        "{INPUT} | summarize ['count'] = count(), ['dcount'] = count_distinct({id}) by {time}{by} \
         | lookup kind=leftouter (['$first']) on {time}{by} | extend new_dcount = coalesce(new_dcount, 0) \
         | sort by {order}{time} asc | extend aggregated_dcount = row_cumsum(new_dcount{restart})"
    );
    line.run_with(b, &text, binned, vec![("$first", Binding::Table(Arc::new(first)))], call.span)
}
