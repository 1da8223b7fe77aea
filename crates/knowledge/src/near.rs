//! Names that are nearly, but not quite, a stock name.

use crate::{Stock, confusable_fold, distance_within};

/// In which way a name resembles another without being it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Resemblance {
    /// Differs in case only (module names have case).
    Case,
    /// Differs in letters that look the same, in invisible characters, or in spaces around it.
    Confusable,
    /// A file name that differs in its ending only.
    Ending,
    /// Differs by one or two edits.
    Edit,
}

/// A stock name that another name resembles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Near {
    pub name: &'static str,
    /// 0 for all but [`Resemblance::Edit`].
    pub distance: usize,
    pub how: Resemblance,
}

/// Longer names are no imitation, and are not worth the time.
const MAX_NAME: usize = 128;

impl Stock {
    /// The stock native module whose name this one resembles; `None` when it is a stock name itself.
    pub fn nearest_module(&'static self, name: &str) -> Option<Near> {
        let names = self.native_modules.iter().map(|module| module.name.as_str());
        nearest(name, names, |name| name.strip_suffix("module").unwrap_or(name))
    }

    /// The stock file whose name this one resembles; `None` when it is a stock file name itself. The case of
    /// file names means nothing.
    pub fn nearest_file(&'static self, file: &str) -> Option<Near> {
        let lower = file.to_lowercase();
        let near = nearest(&lower, self.stock_files(), |name| name.rsplit_once('.').map_or(name, |(stem, _)| stem))?;
        let stem = |name: &str| name.rsplit_once('.').map_or_else(|| name.to_owned(), |(stem, _)| stem.to_owned());
        let is_ending = near.how == Resemblance::Edit && stem(near.name) == stem(&lower);
        Some(if is_ending { Near { distance: 0, how: Resemblance::Ending, ..near } } else { near })
    }

    /// The stock module or file that a name resembles, and by how many edits (0: in case, in look-alike
    /// letters or in the ending only). `None` for stock names themselves and for names like no other.
    pub fn nearest_stock(&'static self, name: &str) -> Option<(&'static str, usize)> {
        let near = if name.contains('.') { self.nearest_file(name) } else { None };
        near.or_else(|| self.nearest_module(name)).map(|near| (near.name, near.distance))
    }
}

/// The nearest of `names`. `core` cuts off what names share (`Module`, `.dll`), given lower-case names:
/// only what is left decides how many edits still are a resemblance.
fn nearest(name: &str, names: impl Iterator<Item = &'static str> + Clone, core: impl Fn(&str) -> &str) -> Option<Near> {
    if name.is_empty() || name.len() > MAX_NAME || names.clone().any(|stock| stock == name) {
        return None;
    }
    let lower = name.to_lowercase();
    if let Some(stock) = names.clone().find(|stock| stock.to_lowercase() == lower) {
        return Some(Near { name: stock, distance: 0, how: Resemblance::Case });
    }
    let folded = confusable_fold(name).trim().to_lowercase();
    if let Some(stock) = names.clone().find(|stock| stock.to_lowercase() == folded) {
        return Some(Near { name: stock, distance: 0, how: Resemblance::Confusable });
    }
    let near = names.filter_map(|stock| {
        let stock_lower = stock.to_lowercase();
        let (ours, theirs) = (core(&folded), core(&stock_lower));
        let limit = edits_allowed(ours.chars().count().min(theirs.chars().count()));
        Some((distance_within(ours, theirs, limit)?, stock))
    });
    let (distance, name) = near.min()?;
    Some(Near { name, distance, how: Resemblance::Edit })
}

/// Short names resemble each other by chance (`cgi`, `cdn`): they may differ less than long ones.
fn edits_allowed(length: usize) -> usize {
    match length {
        0..=3 => 0,
        4..=8 => 1,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stock;

    #[test]
    fn modules() {
        let check = |name, expect: Option<(&str, usize, Resemblance)>| {
            let near = stock().nearest_module(name).map(|near| (near.name, near.distance, near.how));
            assert_eq!(near, expect, "{name}");
        };
        check("HttpLoggingModule", None);
        check("HttpLoggingmodule", Some(("HttpLoggingModule", 0, Resemblance::Case)));
        check("НttpLoggingModule", Some(("HttpLoggingModule", 0, Resemblance::Confusable)));
        check("HttpLoggingModule ", Some(("HttpLoggingModule", 0, Resemblance::Confusable)));
        check("HttpLogingModule", Some(("HttpLoggingModule", 1, Resemblance::Edit)));
        check("ManagedEngineV4.1_64bit", Some(("ManagedEngineV4.0_64bit", 1, Resemblance::Edit)));
        for harmless in
            ["CdnModule", "RewriteModule", "F5XFFHttpModule", "CSPms", "kerbauth", "WSMan", "exppw", "iisnode"]
        {
            check(harmless, None);
        }
        check("", None);
        check(&"x".repeat(5000), None);
    }

    #[test]
    fn files() {
        let check = |file, expect: Option<(&str, usize)>| {
            let near = stock().nearest_file(file).map(|near| (near.name, near.distance));
            assert_eq!(near, expect, "{file}");
        };
        check("AUTHMD5.dll", None);
        check("authmd4.dll", Some(("authmd5.dll", 1)));
        check("autehbas.dll", Some(("authbas.dll", 1)));
        check("webdac.dll", Some(("webdav.dll", 1)));
        check("stati.dll", Some(("static.dll", 1)));
        check("authmd5.dat", Some(("authmd5.dll", 0)));
        check("аuthmd5.dll", Some(("authmd5.dll", 0)));
        for harmless in
            ["rewrite.dll", "requestRouter.dll", "wsmsvc.dll", "owaauth.dll", "php-cgi.exe", "cdn.dll", "csp.dll"]
        {
            check(harmless, None);
        }
    }
}
