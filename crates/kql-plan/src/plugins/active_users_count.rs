//! `evaluate active_users_count(id, time, start, end, window, period, periods, bin [, dimension …])`: for each bin how
//! many ids were there that had come in so many periods of the window before.

use crate::binder::Binder;
use crate::plugin::{Plugin, PluginCall};
use crate::relation::Relation;
use crate::template::INPUT;
use crate::timeline::Timeline;

pub(crate) static PLUGIN: Plugin = Plugin { names: &["active_users_count"], row_local: false, bind };

fn bind(b: &mut Binder<'_>, relation: Relation, call: &PluginCall<'_>) -> Option<Relation> {
    let line = Timeline::new(b, &relation, call, &["window", "period", "periods", "bin"])?;
    let (id, time, by) = (line.id(), line.time(), line.by());
    // Each time an id came, with the times it had come before.
    let text = format!(
        "{INPUT} | where {time} > ['$start'] - ['$0'] and {time} <= ['$end'] \
         | summarize by ['$id'] = {id}, ['$time'] = {time}{by} | as ['$all'] \
         | where ['$time'] >= ['$start'] \
         | join kind=inner (['$all'] | project-rename ['$before'] = ['$time']) on ['$id']{by} \
         | where ['$before'] <= ['$time'] and ['$before'] > ['$time'] - ['$0'] \
         | summarize ['$n'] = count_distinct(bin_at(['$before'], ['$1'], ['$start'])) by ['$id'], ['$time']{by} \
         | where ['$n'] >= ['$2'] \
         | summarize ['dcount'] = count_distinct(['$id']) by {time} = bin_at(['$time'], ['$3'], ['$start']){by}"
    );
    line.run(b, &text, relation, call.span)
}
