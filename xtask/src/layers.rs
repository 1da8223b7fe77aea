//! The rule of layers: a crate depends only on crates of lower layers, and two walls hold across all of them.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::repository;

/// The crates by layer, low to high.
const LAYERS: &[&[&str]] = &[
    &["diagnostics"],
    &["evidence", "evtx-arrow", "formats", "knowledge", "kql-functions", "kql-syntax", "tables"],
    &["kql-plan", "server"],
    &["engine", "sources"],
    &["detect"],
    &["report"],
    &["iiswarden"],
];

/// Crates for development. Nothing ships with them: `testkit` may be a dev-dependency, nothing may need `xtask`.
const DEVELOPMENT: &[&str] = &["testkit", "xtask"];

/// The language of queries.
const KQL: &[&str] = &["engine", "kql-functions", "kql-plan", "kql-syntax"];
/// The web server and its evidence.
const IIS: &[&str] = &["evidence", "evtx-arrow", "formats", "knowledge", "server", "sources"];

/// Crates on the left reach no crate on the right, by whatever way. They meet only at the batches of `tables`.
const WALLS: &[(&[&str], &[&str])] = &[(KQL, IIS), (&["evtx-arrow", "formats", "server", "sources"], KQL)];

/// What `cargo metadata` says of the workspace.
pub(crate) fn metadata() -> Result<Value> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(repository::root())
        .output()
        .context("cargo metadata")?;
    if !output.status.success() {
        bail!("cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// Every breach of the rule, one sentence each, sorted.
pub(crate) fn faults(metadata: &Value) -> Result<Vec<String>> {
    let graph = Graph::read(metadata)?;
    let mut faults = BTreeSet::new();
    for (name, uses) in &graph.uses {
        let Some(own) = layer(name) else {
            if !DEVELOPMENT.contains(&name.as_str()) {
                faults.insert(format!("{name} has no layer"));
            }
            continue;
        };
        for (used, dev) in uses {
            match layer(used) {
                Some(lower) if lower < own => {}
                None if *dev && used == "testkit" => {}
                _ => {
                    faults.insert(format!("{name} may not depend on {used}, which is no lower layer"));
                }
            }
        }
    }
    for (left, right) in WALLS {
        for name in *left {
            for reached in graph.reach(name).iter().filter(|reached| right.contains(&reached.as_str())) {
                faults.insert(format!("{name} reaches {reached} through a wall"));
            }
        }
    }
    Ok(faults.into_iter().collect())
}

fn layer(name: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&name))
}

/// Which crates of the workspace each one uses, and whether for its tests only.
struct Graph {
    uses: BTreeMap<String, Vec<(String, bool)>>,
}

impl Graph {
    fn read(metadata: &Value) -> Result<Self> {
        let packages = metadata["packages"].as_array().context("no packages")?;
        let names: BTreeSet<&str> = packages.iter().filter_map(|package| package["name"].as_str()).collect();
        let mut uses = BTreeMap::new();
        for package in packages {
            let name = package["name"].as_str().context("a package without a name")?;
            let dependencies = package["dependencies"].as_array().context("no dependencies")?;
            let own = dependencies.iter().filter_map(|dependency| {
                let used = dependency["name"].as_str().filter(|used| names.contains(used))?;
                Some((used.to_owned(), dependency["kind"] == "dev"))
            });
            uses.insert(name.to_owned(), own.collect());
        }
        Ok(Self { uses })
    }

    /// All crates that `name` is built with, tests aside.
    fn reach(&self, name: &str) -> BTreeSet<String> {
        let mut reached = BTreeSet::new();
        let mut open = vec![name.to_owned()];
        while let Some(name) = open.pop() {
            for (used, dev) in self.uses.get(&name).into_iter().flatten() {
                if !dev && reached.insert(used.clone()) {
                    open.push(used.clone());
                }
            }
        }
        reached
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn crates_depend_on_lower_layers_only() {
        let faults = faults(&metadata().unwrap()).unwrap();
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }

    #[test]
    fn every_layer_names_crates_that_exist() {
        let graph = Graph::read(&metadata().unwrap()).unwrap();
        for name in LAYERS.iter().copied().flatten().chain(DEVELOPMENT) {
            assert!(graph.uses.contains_key(*name), "{name}");
        }
    }

    fn check(edges: &[(&str, &str, &str)], expected: &[&str]) {
        let mut uses: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
        for (from, to, kind) in edges {
            uses.entry(to).or_default();
            uses.entry(from)
                .or_default()
                .push(json!({"name": to, "kind": if *kind == "dev" { json!("dev") } else { Value::Null }}));
        }
        let packages: Vec<Value> =
            uses.into_iter().map(|(name, dependencies)| json!({"name": name, "dependencies": dependencies})).collect();
        assert_eq!(faults(&json!({"packages": packages})).unwrap(), expected, "{edges:?}");
    }

    #[test]
    fn breaches_are_named() {
        check(&[("server", "formats", "")], &[]);
        check(&[("detect", "testkit", "dev"), ("xtask", "testkit", "")], &[]);
        check(&[("detect", "testkit", "")], &["detect may not depend on testkit, which is no lower layer"]);
        check(&[("server", "sources", "")], &["server may not depend on sources, which is no lower layer"]);
        check(&[("tables", "formats", "dev")], &["tables may not depend on formats, which is no lower layer"]);
        check(&[("newcomer", "tables", "")], &["newcomer has no layer"]);
        check(
            &[("sources", "kql-plan", ""), ("kql-plan", "kql-syntax", "")],
            &["sources reaches kql-plan through a wall", "sources reaches kql-syntax through a wall"],
        );
        check(&[("engine", "server", "")], &["engine reaches server through a wall"]);
    }
}
