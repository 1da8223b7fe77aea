//! Who loads what an entry or attribute names: which applications, through which pools.

use super::collection::Collection;
use super::effective::{Effective, Entry, Resolved};
use super::pools::Pool;
use super::{Scope, Topology, is_admitted};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

/// What a component's registration is, for finding out whom it reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Claim {
    pub(crate) contribution: usize,
    pub(crate) element: usize,
    pub(crate) kind: ClaimKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ClaimKind {
    /// An entry of the section's list.
    Entry,
    /// An attribute of the section itself: the innermost one counts.
    Attribute(&'static str),
    /// Something else in the section: all that inherit it.
    Below,
    /// Of the pool, or of the pools but these.
    Pool(String),
    PoolsBut(BTreeSet<String>),
    /// Of the site, or of the sites but these.
    Site(String),
    SitesBut(BTreeSet<String>),
    /// A managed provider that applications name.
    AutoStart(String),
}

/// Whom a registration reaches.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Reach {
    /// Whether it stands at its own path: not removed or cleared by what follows.
    pub(crate) stands: bool,
    /// Why IIS refuses its section.
    pub(crate) refused: Option<&'static str>,
    /// Place in the list of its own path.
    pub(crate) position: Option<usize>,
    /// Indices into [`Topology::applications`], sorted.
    pub(crate) applications: Vec<usize>,
    /// A path below all applications, when that is what it is for.
    pub(crate) folder: Option<Scope>,
    /// Indices into [`Topology::pools`], when those are told by something else than the applications.
    pub(crate) of_pools: Option<Vec<usize>>,
}

/// Finds out whom registrations reach.
pub(crate) struct Reaches<'r, 'e, 'a> {
    effective: &'r Effective<'e, 'a>,
    topology: &'r Topology,
    /// By section: its entries' applications.
    lists: HashMap<&'static str, HashMap<Entry, Vec<usize>>>,
}

impl<'r, 'e, 'a> Reaches<'r, 'e, 'a> {
    pub(crate) fn new(effective: &'r Effective<'e, 'a>, topology: &'r Topology) -> Self {
        Self { effective, topology, lists: HashMap::new() }
    }

    pub(crate) fn of(&mut self, claim: &Claim) -> Reach {
        let Some(own) = self.effective.contributions.get(claim.contribution) else { return Reach::default() };
        if !own.is_read {
            return Reach { stands: true, refused: Some("sub_directory"), ..Reach::default() };
        }
        let all = |keep: &dyn Fn(usize) -> bool| {
            let applications = (0..self.topology.applications.len()).filter(|app| keep(*app)).collect();
            Reach { stands: true, applications, ..Reach::default() }
        };
        let app = |index: usize| self.topology.applications.get(index);
        let pool = |index: usize| self.topology.pool_of(index).map_or("", |pool| pool.name.as_str());
        let is = |a: &str, b: &str| a.eq_ignore_ascii_case(b);
        if let Some(refusal) = self.effective.refusal(claim.contribution) {
            return Reach { stands: true, refused: Some(refusal.note), ..Reach::default() };
        }
        match &claim.kind {
            ClaimKind::Entry => self.entry(claim),
            ClaimKind::Attribute(name) => self.attribute(claim, Some(name)),
            ClaimKind::Below => self.attribute(claim, None),
            ClaimKind::Pool(name) => {
                Reach { of_pools: self.pools(|own| is(own, name)), ..all(&|index| is(pool(index), name)) }
            }
            ClaimKind::PoolsBut(names) => {
                let keep = |own: &str| !names.contains(&own.to_lowercase());
                Reach { of_pools: self.pools(keep), ..all(&|index| keep(pool(index))) }
            }
            ClaimKind::Site(name) => all(&|index| app(index).is_some_and(|app| is(&app.site, name))),
            ClaimKind::SitesBut(names) => {
                all(&|index| app(index).is_some_and(|app| !names.contains(&app.site.to_lowercase())))
            }
            ClaimKind::AutoStart(name) => {
                all(&|index| app(index).is_some_and(|app| is(&app.auto_start_provider, name)))
            }
        }
    }

    fn pools(&self, keep: impl Fn(&str) -> bool) -> Option<Vec<usize>> {
        let pools = self.topology.pools.iter().enumerate();
        Some(pools.filter(|(_, pool)| keep(&pool.name)).map(|(index, _)| index).collect())
    }

    fn entry(&mut self, claim: &Claim) -> Reach {
        let effective = self.effective;
        let Some(own) = effective.contributions.get(claim.contribution) else { return Reach::default() };
        let Some(collection) = Collection::of(&own.section) else { return self.attribute(claim, None) };
        let resolved = effective.resolve(collection, effective.own_sequence(claim.contribution));
        let entry = Entry { contribution: claim.contribution, element: claim.element };
        let position = resolved.entries.iter().position(|other| *other == entry);
        let is_too_much = effective.complaint().is_some();
        let mut reach = Reach { stands: position.is_some() || is_too_much, position, ..Reach::default() };
        if !self.lists.contains_key(collection.section) {
            let list = self.list(collection);
            self.lists.insert(collection.section, list);
        }
        let found = self.lists.get(collection.section).and_then(|list| list.get(&entry));
        reach.applications = found.cloned().unwrap_or_default();
        self.below_applications(claim, &mut reach);
        reach
    }

    /// The applications of each entry of a list.
    fn list(&self, collection: &'static Collection) -> HashMap<Entry, Vec<usize>> {
        let mut by_list: BTreeMap<usize, (Rc<Resolved>, Vec<usize>)> = BTreeMap::new();
        let mut numbers: HashMap<*const Resolved, usize> = HashMap::new();
        for (index, app) in self.topology.applications.iter().enumerate() {
            let sequence = self.effective.sequence(collection.section, &app.scope, self.topology.pool_of(index));
            let resolved = self.effective.resolve(collection, sequence);
            let next = numbers.len();
            let number = *numbers.entry(Rc::as_ptr(&resolved)).or_insert(next);
            by_list.entry(number).or_insert_with(|| (resolved, Vec::new())).1.push(index);
        }
        let mut found: HashMap<Entry, Vec<usize>> = HashMap::new();
        for (resolved, applications) in by_list.values() {
            for entry in &resolved.entries {
                if !self.effective.spend(applications.len()) {
                    break;
                }
                found.entry(*entry).or_default().extend(applications);
            }
        }
        found.values_mut().for_each(|applications| applications.sort_unstable());
        found
    }

    /// An attribute, or something in a section that is inherited as a whole.
    fn attribute(&self, claim: &Claim, name: Option<&str>) -> Reach {
        let mut reach = Reach { stands: true, ..Reach::default() };
        let Some(own) = self.effective.contributions.get(claim.contribution) else { return reach };
        for (index, app) in self.topology.applications.iter().enumerate() {
            if !own.scope.contains(&app.scope) || !self.effective.spend(1) {
                continue;
            }
            let sequence = self.effective.sequence(&own.section, &app.scope, self.topology.pool_of(index));
            let has = |number: &&usize| match name {
                Some(name) => {
                    let contribution = self.effective.contributions.get(**number);
                    contribution.is_some_and(|contribution| contribution.element.attribute(name).is_some())
                }
                None => **number == claim.contribution,
            };
            if sequence.iter().rev().find(has) == Some(&claim.contribution) {
                reach.applications.push(index);
            }
        }
        self.below_applications(claim, &mut reach);
        reach
    }

    /// What is for a folder or file of an application reaches no application as a whole.
    fn below_applications(&self, claim: &Claim, reach: &mut Reach) {
        let Some(own) = self.effective.contributions.get(claim.contribution) else { return };
        let is_app = |index: usize| {
            self.topology.applications.get(index).is_some_and(|app| app.scope.folded() == own.scope.folded())
        };
        if let Some(owner) = own.owner.filter(|owner| !is_app(*owner) && reach.stands)
            && reach.applications.is_empty()
        {
            reach.applications.push(owner);
            reach.folder = Some(own.scope.clone());
        }
    }
}

impl Reach {
    /// Keeps the applications whose pool may load what has this precondition.
    pub(crate) fn admit(&mut self, topology: &Topology, pre_condition: &str, may: impl Fn(&Pool) -> bool) {
        let admits: Vec<bool> =
            topology.pools.iter().map(|pool| may(pool) && is_admitted(pre_condition, pool)).collect();
        self.applications.retain(|index| {
            let pool = topology.applications.get(*index).map(|app| app.pool);
            pool.and_then(|pool| admits.get(pool)).copied().unwrap_or(false)
        });
    }

    /// The names of the applications' pools, sorted.
    pub(crate) fn pools(&self, topology: &Topology) -> Vec<String> {
        let pools: BTreeSet<&str> = match &self.of_pools {
            Some(pools) => {
                pools.iter().filter_map(|index| topology.pools.get(*index)).map(|p| p.name.as_str()).collect()
            }
            None => {
                let own = self.applications.iter().filter_map(|index| topology.pool_of(*index));
                own.map(|pool| pool.name.as_str()).collect()
            }
        };
        pools.into_iter().map(str::to_owned).collect()
    }

    /// `Default Web Site/app`, sorted.
    pub(crate) fn sites(&self, topology: &Topology) -> Vec<String> {
        if let Some(folder) = self.folder.as_ref().filter(|_| !self.applications.is_empty()) {
            return vec![folder.site_path().to_owned()];
        }
        let sites: BTreeSet<&str> = self
            .applications
            .iter()
            .filter_map(|index| Some(topology.applications.get(*index)?.scope.site_path()))
            .collect();
        sites.into_iter().map(str::to_owned).collect()
    }
}
