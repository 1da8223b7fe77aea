//! A log's events to rows, on several threads: each record is decoded as far as its rows need it.

use super::EventPlans;
use crate::fold;
use crate::mapping::EventPlan;
use crate::rows::{Rows, Taken};
use crate::usable::Judgement;
use arrow::error::ArrowError;
use evtx_arrow::{Event, Harvest, Needs, Origin, Route};
use tables::{Found, RowId, SourceId};

/// What a thread made of a part of a log.
pub(crate) struct Gathered {
    pub(super) taken: Result<Taken, ArrowError>,
    /// Events of which several make one; they are taken one after the other, when the part's turn has come.
    pub(super) held: Vec<(Event<'static>, RowId)>,
}

/// Reads one log.
pub(crate) struct EventHarvest<'p> {
    plans: &'p EventPlans,
    /// Two for each plan and two for events that have none: the way of events whose channel is `Security`, and that
    /// of others.
    routes: Vec<Route>,
    /// Of each way, whether its events give any row.
    used: Vec<bool>,
    rows: &'p Rows,
    source: SourceId,
    recovered: SourceId,
}

/// What a thread works with.
pub(crate) struct Worker {
    rows: Rows,
    held: Vec<(Event<'static>, RowId)>,
    found: Found,
    /// What was told of each row of the event at hand.
    judged: Vec<Judgement>,
}

/// The two kinds of channel that tables distinguish.
const CHANNELS: [&str; 2] = ["", "Security"];

impl<'p> EventHarvest<'p> {
    /// `rows` has the tables that are asked for. Records that are carved are of the source `recovered`.
    pub(crate) fn new(plans: &'p EventPlans, rows: &'p Rows, source: SourceId, recovered: SourceId) -> Self {
        let mut harvest = Self { plans, routes: Vec::new(), used: Vec::new(), rows, source, recovered };
        for plan in plans.plans.all().iter().map(Some).chain([None]) {
            for channel in CHANNELS {
                let whole: Vec<_> = plans.whole.iter().filter(|table| table.takes(channel)).collect();
                let mut needs = plan.map(EventPlan::needs).unwrap_or_default();
                for table in &whole {
                    needs.and(&table.needs());
                }
                let firsts = plan.map(EventPlan::first_needs).into_iter();
                let first = firsts.chain(whole.iter().map(|table| table.first_needs())).collect::<Option<Vec<Needs>>>();
                let first = first.map(|firsts| {
                    firsts.iter().fold(Needs::nothing(), |mut all, needs| {
                        all.and(needs);
                        all
                    })
                });
                harvest.routes.push(Route { first, needs });
                harvest.used.push(plan.is_some() || !whole.is_empty());
            }
        }
        harvest
    }

    fn plan(&self, route: usize) -> Option<&'p EventPlan> {
        self.plans.plans.all().get(route / CHANNELS.len())
    }

    fn row(&self, event: &Event<'_>, origin: Origin) -> RowId {
        match origin {
            Origin::Log => self.source.row(event.record_id),
            Origin::Recovered => self.recovered.row(event.record_id),
        }
    }
}

impl Harvest for EventHarvest<'_> {
    type Worker = Worker;
    type Part = Gathered;

    fn worker(&self) -> Worker {
        Worker { rows: self.rows.another(), held: Vec::new(), found: Found::default(), judged: Vec::new() }
    }

    fn routes(&self) -> &[Route] {
        &self.routes
    }

    fn route(&self, provider: &str, channel: &str, id: u32) -> Option<usize> {
        let plan = self.plans.plans.number(provider, channel, id).unwrap_or(self.plans.plans.all().len());
        let kind = usize::from(channel.eq_ignore_ascii_case("Security"));
        let route = plan * CHANNELS.len() + kind;
        self.used.get(route).copied().unwrap_or(false).then_some(route)
    }

    fn is_wanted(&self, worker: &mut Worker, route: usize, event: &Event<'_>, origin: Origin) -> bool {
        let Worker { rows, found, judged, .. } = worker;
        judged.clear();
        let mapped = self.plan(route).map(|plan| plan.rows.as_slice()).unwrap_or_default();
        judged.extend(mapped.iter().map(|row| row.judge(event, found)));
        if !judged.contains(&Judgement::Useful) {
            judged.extend(self.plans.whole.iter().map(|table| table.judge(event, found)));
        }
        if judged.contains(&Judgement::Useful) {
            return true;
        }
        let row = self.row(event, origin);
        let (of_mapped, of_whole) = judged.split_at(mapped.len());
        for (mapped, judgement) in mapped.iter().zip(of_mapped) {
            mapped.pass_over(*judgement, event, row, rows);
        }
        for (table, judgement) in self.plans.whole.iter().zip(of_whole) {
            table.pass_over(*judgement, event, row, rows);
        }
        false
    }

    fn take(&self, worker: &mut Worker, route: usize, event: &Event<'_>, origin: Origin) {
        let row = self.row(event, origin);
        let Worker { rows, held, found, .. } = worker;
        for table in &self.plans.whole {
            table.write(event, row, rows, found);
        }
        let Some(plan) = self.plan(route) else { return };
        if plan.fold.is_some() {
            return held.push((fold::owned(event), row));
        }
        match plan.rows.as_slice() {
            // It was judged before.
            [mapped] if self.plans.whole.is_empty() && self.routes.get(route).is_some_and(|r| r.first.is_some()) => {
                mapped.fill(event, row, rows);
            }
            all => all.iter().for_each(|mapped| mapped.write(event, row, rows, found)),
        }
    }

    fn finish(&self, worker: &mut Worker) -> Gathered {
        Gathered { taken: worker.rows.take(), held: std::mem::take(&mut worker.held) }
    }
}
