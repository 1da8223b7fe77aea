//! One server: what its files register, and who loads it.

use crate::component::{Component, Identity, Setting};
use crate::config::{
    APPHOST, Contribution, Declarations, Effective, Pool, Reach, Reaches, Setup, Standing, Topology, contributions,
    is_admitted, unknown,
};
use crate::file::File;
use crate::inspect::ServerState;
use crate::sections::{self, Found, Output};
use crate::{Class, Environment, FileKind};
use diagnostics::Problem;
use std::collections::{BTreeMap, BTreeSet};

/// An `applicationHost.config` with its sites, or files without one.
pub(crate) struct Server {
    host: Option<usize>,
    topology: Topology,
    declarations: Declarations,
}

/// What one server's files gave.
#[derive(Default)]
pub(crate) struct Inventory {
    components: Vec<Component>,
    settings: Vec<Setting>,
    problems: Vec<Problem>,
}

impl Server {
    pub(crate) fn new(files: &[File], host: Option<usize>, environment: &Environment) -> Self {
        let file = host.and_then(|host| files.get(host));
        let mut declarations = Declarations::default();
        let outer = files.iter().filter(|file| matches!(file.kind, FileKind::Machine | FileKind::RootWeb));
        for file in outer.filter(|file| file.standing.counts()).chain(file) {
            declarations.add(&file.document);
        }
        let topology = file.map_or_else(Topology::default, |file| Topology::of(&file.document, environment));
        Self { host, topology, declarations }
    }

    /// Whether one of its sites serves a file, or it needs none to do so.
    pub(crate) fn serves(&self, file: &File) -> bool {
        file.kind != FileKind::WebConfig
            || !self.topology.folders.served(&file.path, file.windows_path.as_deref()).is_empty()
    }

    /// The configuration path of a file; the first, when it has several.
    pub(crate) fn scope_of(&self, file: &File) -> String {
        match file.kind {
            FileKind::Machine => "MACHINE".to_owned(),
            FileKind::RootWeb => "MACHINE/WEBROOT".to_owned(),
            FileKind::ApplicationHost | FileKind::Administration | FileKind::Redirection | FileKind::Schema => {
                APPHOST.to_owned()
            }
            FileKind::WebConfig => {
                let (path, windows_path) = (file.path.as_str(), file.windows_path.as_deref());
                let served = self.topology.folders.served(path, windows_path).into_iter().next();
                served.unwrap_or_else(|| unknown(path, windows_path)).scope.shown().to_owned()
            }
        }
    }

    pub(crate) fn inventory(
        &self,
        files: &[File],
        strays: &BTreeSet<usize>,
        is_first: bool,
        environment: &Environment,
    ) -> Inventory {
        let (topology, declarations) = (&self.topology, &self.declarations);
        let setup = Setup { files, host: self.host, topology, strays, is_first, takes_kept: false };
        let contributions = contributions(&setup);
        let mut output = Output::default();
        sections::read(&contributions, environment, &mut output);
        let told: BTreeSet<usize> = contributions.iter().map(|contribution| contribution.file).collect();
        for file in told.iter().filter_map(|file| files.get(*file)) {
            sections::read_file(file, &self.scope_of(file), &mut output);
        }
        let effective = Effective::new(&contributions, topology, declarations);
        let mut reaches = Reaches::new(&effective, topology);
        let mut problems = output.problems;
        problems.extend(refusals(&effective));
        let references = self.references(&mut reaches, &contributions, output.references);
        let mut components = Vec::new();
        for found in output.components {
            components.extend(self.component(&mut reaches, &contributions, &references, found));
        }
        if self.host.is_none() {
            // Only part of the configuration is at hand: a name that is no stock module's is all there is.
            let unknown = references.into_iter().filter(|(r, _)| knowledge::stock().native_module(&r.name).is_none());
            components.extend(unknown.map(|(reference, _)| reference));
        }
        problems.extend(effective.complaint());
        Inventory { components, settings: output.settings, problems }
    }

    /// The entries of module lists that name native modules, where they stand.
    fn references(
        &self,
        reaches: &mut Reaches<'_, '_, '_>,
        contributions: &[Contribution<'_>],
        found: Vec<Found>,
    ) -> Vec<(Component, Reach)> {
        let mut references = Vec::new();
        for Found { mut component, claim } in found {
            let mut reach = reaches.of(&claim);
            if !reach.stands {
                continue;
            }
            self.note(&mut component, &reach, contributions.get(claim.contribution));
            reach.admit(&self.topology, &component.pre_condition, |_| true);
            component.pipeline_position = reach.position;
            (component.pools, component.sites) = self.reached(&reach);
            references.push((component, reach));
        }
        references
    }

    fn component(
        &self,
        reaches: &mut Reaches<'_, '_, '_>,
        contributions: &[Contribution<'_>],
        references: &[(Component, Reach)],
        found: Found,
    ) -> Option<Component> {
        let Found { mut component, claim } = found;
        let mut reach = reaches.of(&claim);
        if !reach.stands {
            return None;
        }
        let contribution = contributions.get(claim.contribution)?;
        component.pipeline_position = reach.position.filter(|_| component.class != Class::OtherLoader);
        if component.class == Class::NativeModule {
            self.native(&mut component, &mut reach, references);
        } else {
            let is_classic = contribution.section.starts_with("system.web/");
            let is_managed =
                !component.type_name.is_empty() && matches!(component.class, Class::ManagedModule | Class::Handler);
            let before = reach.applications.len();
            let may = |pool: &Pool| !is_managed || (pool.is_managed() && !(is_classic && pool.is_integrated));
            reach.admit(&self.topology, &component.pre_condition, may);
            let is_own = contribution.source.kind == FileKind::WebConfig;
            if is_classic && is_managed && is_own && before > 0 && reach.applications.is_empty() {
                component.notes.push("validation");
            }
            if component.enabled_in.is_empty() {
                reach.applications.clear();
            }
        }
        self.note(&mut component, &reach, Some(contribution));
        (component.pools, component.sites) = self.reached(&reach);
        Some(component)
    }

    /// A native module is loaded by every pool that its precondition admits, and serves where a module list names it.
    fn native(&self, component: &mut Component, reach: &mut Reach, references: &[(Component, Reach)]) {
        let mut admitted = BTreeSet::new();
        for (index, pool) in self.topology.pools.iter().enumerate() {
            if reach.refused.is_none() && is_admitted(&component.pre_condition, pool) {
                admitted.insert(index);
            }
        }
        let own = references.iter().filter(|(other, reach)| other.name == component.name && reach.refused.is_none());
        let (mut enabled, mut applications) = (BTreeSet::new(), BTreeSet::new());
        component.pipeline_position = None;
        component.is_in_content = self.topology.folders.hold(&component.image);
        for (reference, found) in own {
            enabled.extend(reference.scope.iter().cloned());
            applications.extend(found.applications.iter().copied());
            let is_server_level = reference.scope.iter().any(|scope| scope == APPHOST);
            if is_server_level || component.pipeline_position.is_none() {
                component.pipeline_position = reference.pipeline_position;
            }
            component.is_locked |= is_server_level && reference.is_locked;
        }
        let in_pool =
            |index: &usize| self.topology.applications.get(*index).is_some_and(|a| admitted.contains(&a.pool));
        reach.applications = applications.into_iter().filter(in_pool).collect();
        reach.folder = None;
        reach.of_pools = Some(admitted.into_iter().collect());
        component.enabled_in = enabled.into_iter().collect();
    }

    /// What speaks against a registration being loaded.
    fn note(&self, component: &mut Component, reach: &Reach, contribution: Option<&Contribution<'_>>) {
        if let Some(note) = reach.refused {
            component.notes.push(note);
            component.enabled_in.clear();
        }
        if contribution.is_some_and(|contribution| contribution.source.standing == Standing::Doubtful) {
            component.notes.push("not_in_force");
        }
    }

    fn reached(&self, reach: &Reach) -> (Option<Vec<String>>, Option<Vec<String>>) {
        let pools = (!self.topology.pools.is_empty()).then(|| reach.pools(&self.topology));
        let sites = (!self.topology.applications.is_empty()).then(|| reach.sites(&self.topology));
        (pools, sites)
    }
}

/// What a kept `applicationHost.config` registers by itself.
pub(crate) fn alone(file: &File, environment: &Environment) -> Vec<Component> {
    let (topology, strays) = (Topology::default(), BTreeSet::new());
    let files = std::slice::from_ref(file);
    let setup = Setup { files, host: Some(0), topology: &topology, strays: &strays, is_first: false, takes_kept: true };
    let mut output = Output::default();
    sections::read(&contributions(&setup), environment, &mut output);
    output.components.into_iter().map(|found| found.component).collect()
}

/// The sections that IIS refuses, as problems with their places.
fn refusals(effective: &Effective<'_, '_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut seen: BTreeSet<(usize, String)> = BTreeSet::new();
    for (number, contribution) in effective.contributions.iter().enumerate().filter(|(_, c)| c.is_read) {
        let Some(refusal) = effective.refusal(number) else { continue };
        if seen.insert((contribution.file, refusal.place.clone())) {
            let file = contribution.source.of_element(contribution.index);
            problems.push(Problem::warning(file, refusal.place, refusal.text));
        }
    }
    problems
}

/// Joins what several servers of one evidence gave, in a stable order, each entry once.
pub(crate) fn merge(inventories: Vec<Inventory>, state: &mut ServerState) {
    let mut components: Vec<Component> = Vec::new();
    let mut known: BTreeMap<Identity, usize> = BTreeMap::new();
    for inventory in inventories {
        state.problems.extend(inventory.problems);
        state.settings.extend(inventory.settings);
        for component in inventory.components {
            match known.get(&component.identity()).and_then(|at| components.get_mut(*at)) {
                Some(same) => same.absorb(component),
                None => {
                    known.insert(component.identity(), components.len());
                    components.push(component);
                }
            }
        }
    }
    state.settings.sort();
    state.settings.dedup_by(|b, a| {
        (&a.section, &a.element, &a.attribute, &a.value, &a.scope)
            == (&b.section, &b.element, &b.attribute, &b.value, &b.scope)
    });
    sort(&mut components);
    state.components = components;
}

/// By class, path, place in the file.
pub(crate) fn sort(components: &mut [Component]) {
    components.sort_by(|a, b| {
        let key = |c: &Component| (c.class, c.scope.clone(), c.file.clone(), c.line, c.column, c.name.clone());
        key(a).cmp(&key(b))
    });
}
