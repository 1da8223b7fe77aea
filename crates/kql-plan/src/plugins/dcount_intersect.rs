//! `evaluate dcount_intersect(hll, hll, …)`: how many values the first sketches have in common: `s0` is the first one's
//! count, `s1` that of what the first two share, and so on.

use crate::binder::Binder;
use crate::plugin::{Plugin, PluginCall};
use crate::relation::Relation;
use crate::template::{INPUT, quoted};
use crate::timeline::column;

pub(crate) static PLUGIN: Plugin = Plugin { names: &["dcount_intersect"], row_local: true, bind };

/// More sketches have too many unions.
const MOST: usize = 6;

fn bind(b: &mut Binder<'_>, relation: Relation, call: &PluginCall<'_>) -> Option<Relation> {
    if call.args.len() < 2 || call.args.len() > MOST {
        let message = format!("`dcount_intersect` takes 2 to {MOST} arguments, not {}", call.args.len());
        return b.error("argument-count", call.name.span, message);
    }
    let mut sketches = Vec::new();
    for argument in call.args {
        sketches.push(quoted(&column(b, &relation, &argument.value)?.0));
    }
    // What sets share, by the sizes of their unions.
    let mut made = Vec::new();
    for count in 1..=sketches.len() {
        let mut terms = String::new();
        for subset in 1usize..(1 << count) {
            let chosen: Vec<&str> = sketches
                .iter()
                .take(count)
                .enumerate()
                .filter(|(i, _)| subset & (1 << i) != 0)
                .map(|(_, s)| s.as_str())
                .collect();
            let union =
                chosen.iter().skip(1).fold((*chosen.first()?).to_owned(), |u, s| format!("hll_merge({u}, {s})"));
            terms.push_str(if chosen.len() % 2 == 1 { " + " } else { " - " });
            terms.push_str(&format!("dcount_hll({union})"));
        }
        made.push(format!("s{} = 0{terms}", count - 1));
    }
    b.template(&format!("{INPUT} | extend {}", made.join(", ")), relation, Vec::new(), call.span)
}
