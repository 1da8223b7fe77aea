//! `evaluate sliding_window_counts(id, time, start, end, window, bin [, dimension …])`: for each bin how many rows the
//! window that ends with it has, and how many different ids.

use crate::binder::Binder;
use crate::plugin::{Plugin, PluginCall};
use crate::relation::Relation;
use crate::template::INPUT;
use crate::timeline::Timeline;

pub(crate) static PLUGIN: Plugin = Plugin { names: &["sliding_window_counts"], row_local: false, bind };

fn bind(b: &mut Binder<'_>, relation: Relation, call: &PluginCall<'_>) -> Option<Relation> {
    let line = Timeline::new(b, &relation, call, &["window", "bin"])?;
    let (id, time, by) = (line.id(), line.time(), line.by());
    // A row counts in its own bin and in those after it whose windows reach back to it.
    let text = format!(
        "{INPUT} | where {time} > ['$start'] - ['$window'] and {time} <= ['$end'] \
         | extend ['$bin'] = bin_at({time}, ['$1'], ['$start']) \
         | mv-expand ['$bin'] = range(['$bin'], ['$bin'] + ['$window'] - ['$1'], ['$1']) to typeof({ty}) \
         | where ['$bin'] >= bin_at(['$start'], ['$1'], ['$start']) and ['$bin'] <= ['$end'] \
         | summarize Count = count(), Dcount = count_distinct({id}) by {time} = ['$bin']{by}",
        ty = line.ty(),
    );
    let text = text.replace("['$window']", "['$0']");
    line.run(b, &text, relation, call.span)
}
