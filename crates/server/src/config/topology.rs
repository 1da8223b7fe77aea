use super::folders::Folders;
use super::pools::{Pool, pools};
use super::scope::{APPHOST, Scope};
use crate::{Environment, folded_path};
use formats::iis_xml::{Document, Element};
use std::collections::BTreeMap;

/// What IIS calls the pool of an application that names none.
const DEFAULT_POOL: &str = "DefaultAppPool";

/// The sites, applications and pools of one server.
#[derive(Debug, Default)]
pub(crate) struct Topology {
    pub(crate) pools: Vec<Pool>,
    pub(crate) applications: Vec<Application>,
    pub(crate) folders: Folders,
    by_scope: BTreeMap<String, usize>,
}

/// An application; a site's own is at `/`.
#[derive(Debug)]
pub(crate) struct Application {
    pub(crate) scope: Scope,
    pub(crate) site: String,
    /// Index into [`Topology::pools`].
    pub(crate) pool: usize,
    pub(crate) auto_start_provider: String,
}

impl Topology {
    /// That of an `applicationHost.config`.
    pub(crate) fn of(document: &Document, environment: &Environment) -> Self {
        let mut topology = Self { pools: pools(document), ..Self::default() };
        let mut by_name: BTreeMap<String, usize> = BTreeMap::new();
        for (index, pool) in topology.pools.iter().enumerate() {
            by_name.entry(pool.name.to_lowercase()).or_insert(index);
        }
        let server = Scope::new(APPHOST);
        let sites = document.elements.iter().enumerate().filter(|(_, element)| is_site_list(document, element));
        for (list, _) in sites {
            let first = |of: usize, name: &'static str| document.named(of, name).next().map(|(_, element)| element);
            let app_defaults = first(list, "applicationDefaults");
            let dir_defaults = first(list, "virtualDirectoryDefaults");
            for (site_index, site) in document.named(list, "site") {
                let own_app_defaults = first(site_index, "applicationDefaults");
                let own_dir_defaults = first(site_index, "virtualDirectoryDefaults");
                for (app_index, app) in document.named(site_index, "application") {
                    let levels = [Some(app), own_app_defaults, app_defaults];
                    let name = innermost(&levels, "applicationPool").unwrap_or(DEFAULT_POOL);
                    let pool = *by_name.entry(name.to_lowercase()).or_insert_with(|| {
                        topology.pools.push(Pool::unknown(name));
                        topology.pools.len() - 1
                    });
                    let scope = server.below(site.value("name")).below(app.value("path"));
                    for (_, directory) in document.named(app_index, "virtualDirectory") {
                        let physical = directory.value("physicalPath");
                        if physical.is_empty() {
                            continue;
                        }
                        let levels = [Some(directory), own_dir_defaults, dir_defaults];
                        let below = innermost(&levels, "allowSubDirConfig");
                        let reads_below = !below.is_some_and(|value| value.eq_ignore_ascii_case("false"));
                        let folder = folded_path(&environment.expand(physical));
                        topology.folders.add(folder, scope.below(directory.value("path")), reads_below);
                    }
                    topology.by_scope.entry(scope.folded().to_owned()).or_insert(topology.applications.len());
                    topology.applications.push(Application {
                        scope,
                        site: site.value("name").to_owned(),
                        pool,
                        auto_start_provider: app.value("serviceAutoStartProvider").to_owned(),
                    });
                }
            }
        }
        topology
    }

    /// The application that a configuration path belongs to.
    pub(crate) fn owner(&self, scope: &Scope) -> Option<usize> {
        scope.ancestors().filter_map(|above| self.by_scope.get(above)).last().copied()
    }

    pub(crate) fn pool_of(&self, application: usize) -> Option<&Pool> {
        self.pools.get(self.applications.get(application)?.pool)
    }
}

/// `system.applicationHost/sites`; other sections may have elements of that name.
fn is_site_list(document: &Document, element: &Element) -> bool {
    let parent = element.parent.and_then(|parent| document.element(parent));
    element.name == "sites" && parent.is_some_and(|parent| parent.name == "system.applicationHost")
}

fn innermost<'a>(levels: &[Option<&'a Element>], name: &str) -> Option<&'a str> {
    let found = levels.iter().flatten().find_map(|element| element.attribute(name));
    found.map(|attribute| attribute.value.as_str()).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sites_applications_and_pools() {
        let text = r#"<configuration><system.applicationHost>
          <applicationPools><add name="A" managedPipelineMode="Classic"/><add name="B" enable32BitAppOnWin64="false"/>
            <applicationPoolDefaults managedRuntimeVersion="v4.0" enable32BitAppOnWin64="true"/></applicationPools>
          <sites><site name="Shop"><application path="/"/><application path="/api" applicationPool="b"/>
              <application path="/old" applicationPool="Gone"/><applicationDefaults applicationPool="A"/></site>
            <site name="Other"><application path="/"/></site></sites></system.applicationHost></configuration>"#;
        let topology = Topology::of(&formats::iis_xml::parse(text.as_bytes()), &Environment::default());
        let shown: Vec<_> = topology
            .applications
            .iter()
            .enumerate()
            .map(|(index, app)| (app.scope.site_path(), topology.pool_of(index).map_or("", |pool| pool.name.as_str())))
            .collect();
        assert_eq!(shown, [("Shop", "A"), ("Shop/api", "B"), ("Shop/old", "Gone"), ("Other", "DefaultAppPool")]);
        let pools: Vec<_> = topology.pools.iter().map(|p| (p.is_32, p.is_integrated, p.runtime.as_deref())).collect();
        assert_eq!(
            pools,
            [(true, false, Some("v4.0")), (false, true, Some("v4.0")), (false, true, None), (false, true, None)]
        );
        let owner = |path: &str| topology.owner(&Scope::new(APPHOST).below(path));
        assert_eq!((owner("shop/API/v1"), owner("Shop/x"), owner("Nobody")), (Some(1), Some(0), None));
    }
}
