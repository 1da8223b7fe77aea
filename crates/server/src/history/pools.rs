//! What only an application pool's own configuration has: it was registered when its workers started and is gone
//! since, or somebody changed that file alone.

use super::{Change, kept};
use crate::component::{Component, Identity};
use crate::file::File;
use crate::server::alone;
use crate::{Class, Environment, FileKind};
use std::collections::{BTreeMap, BTreeSet};

/// Components that only pools' files have, and a change for each. Nothing can be told without the server's own file.
pub(crate) fn pool_only(
    files: &[File],
    environment: &Environment,
    components: &[Component],
) -> (Vec<Component>, Vec<Change>) {
    let (mut found, mut changes): (BTreeMap<Identity, Component>, Vec<Change>) = Default::default();
    let Some(current) = kept::current(files, FileKind::ApplicationHost) else { return Default::default() };
    // The file may leave out sites and locations, so the path does not count.
    let anywhere = |component: &Component| {
        let (class, _, name, image, type_name, _, url) = component.identity();
        (class, name, image, type_name, url)
    };
    let known: BTreeSet<_> = components.iter().map(anywhere).collect();
    for (pool, file) in kept::of_pools(files) {
        for mut component in alone(file, environment) {
            if component.class == Class::OtherLoader || known.contains(&anywhere(&component)) {
                continue;
            }
            changes.push(change(&component, &pool, file, current.time));
            component.pools = Some(vec![pool.clone()]);
            component.notes = vec!["pool_only"];
            component.enabled_in.clone_from(&component.scope);
            match found.get_mut(&component.identity()) {
                Some(same) => same.absorb(component),
                None => drop(found.insert(component.identity(), component)),
            }
        }
    }
    (found.into_values().collect(), changes)
}

fn change(component: &Component, pool: &str, file: &File, current: Option<i64>) -> Change {
    let section = match component.class {
        Class::NativeModule => "system.webServer/globalModules",
        Class::ManagedModule => "system.webServer/modules",
        Class::IsapiFilter => "system.webServer/isapiFilters",
        Class::IsapiExtension | Class::Handler | Class::OtherLoader => "system.webServer/handlers",
    };
    let entry = if component.class == Class::IsapiFilter { "filter" } else { "add" };
    let image = match component.class {
        Class::NativeModule => "image",
        Class::IsapiFilter => "path",
        _ => "scriptProcessor",
    };
    let values = [(image, &component.image_raw), ("type", &component.type_name), ("applicationPool", &pool.to_owned())];
    Change {
        source: "pool",
        operation: "add",
        section: section.to_owned(),
        element: format!("{entry}[@name=\"{}\"]", component.name),
        name: component.name.clone(),
        new: values
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| (name.to_owned(), value.clone()))
            .collect(),
        physical_path: file.windows_path.clone().unwrap_or_else(|| file.path.clone()),
        time: file.modified,
        window_start: current.filter(|current| file.modified.is_some_and(|own| *current < own)),
        file: file.path.clone(),
        line: component.line,
        ..Change::default()
    }
}
