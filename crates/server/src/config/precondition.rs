//! Preconditions: values of one kind are alternatives, those of different kinds must all hold
//! (learn.microsoft.com, "IIS Modules Overview", preconditions).

use super::pools::Pool;
use crate::component::Bitness;

/// Whether a pool's worker processes load what has this precondition. What is said of requests
/// (`managedHandler`) and what is not known does not keep it out.
pub(crate) fn is_admitted(pre_condition: &str, pool: &Pool) -> bool {
    let mut kinds: [Option<bool>; 4] = [None; 4];
    for value in pre_condition.split(',').map(str::trim) {
        let lower = value.to_ascii_lowercase();
        let (kind, holds) = if let Some(version) = lower.strip_prefix("runtimeversion") {
            let is_same = |own: &str| own.to_ascii_lowercase().starts_with(version.trim());
            (0, pool.runtime.as_deref().is_none_or(is_same))
        } else if lower.starts_with("apppoolname") {
            let name = value.split_once('=').map_or("", |(_, name)| name.trim());
            (1, name.eq_ignore_ascii_case(&pool.name))
        } else {
            match lower.as_str() {
                "bitness32" => (2, pool.is_32),
                "bitness64" => (2, !pool.is_32),
                "integratedmode" => (3, pool.is_integrated),
                "classicmode" | "isapimode" => (3, !pool.is_integrated),
                _ => continue,
            }
        };
        if let Some(state) = kinds.get_mut(kind) {
            *state = Some(state.unwrap_or(false) || holds);
        }
    }
    kinds.iter().all(|kind| kind.unwrap_or(true))
}

/// The worker processes that a precondition leaves.
pub(crate) fn bitness(pre_condition: &str) -> Bitness {
    let has = |wanted: &str| pre_condition.split(',').any(|value| value.trim().eq_ignore_ascii_case(wanted));
    match (has("bitness32"), has("bitness64")) {
        (true, false) => Bitness::Only32,
        (false, true) => Bitness::Only64,
        _ => Bitness::Both,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions() {
        let pool = Pool { name: "Shop".into(), is_32: false, runtime: Some("v4.0".into()), is_integrated: true };
        let check = |text, expect| assert_eq!(is_admitted(text, &pool), expect, "{text}");
        check("", true);
        check("managedHandler", true);
        check("bitness64", true);
        check("bitness32", false);
        check("bitness32,bitness64", true);
        check("integratedMode,runtimeVersionv4.0,bitness64", true);
        check("integratedMode, runtimeVersionv2.0", false);
        check("classicMode,runtimeVersionv4.0", false);
        check("ISAPIMode", false);
        check("appPoolName=shop", true);
        check("appPoolName=Other", false);
        check("appPoolName=Other,appPoolName=Shop,bitness64", true);
        check("winx86_64,,", true);
        let check = |text, runtime: Option<&str>, expect| {
            let pool = Pool { runtime: runtime.map(str::to_owned), is_32: true, ..pool.clone() };
            assert_eq!(is_admitted(text, &pool), expect, "{text} {runtime:?}");
        };
        check("runtimeVersionv2.0", None, true);
        check("runtimeVersionv4.0", Some(""), false);
        check("bitness32", Some("v2.0"), true);
    }

    #[test]
    fn worker_processes() {
        assert_eq!(bitness("integratedMode,bitness32"), Bitness::Only32);
        assert_eq!(bitness("Bitness64"), Bitness::Only64);
        assert_eq!(bitness("bitness32,bitness64"), Bitness::Both);
        assert_eq!(bitness(""), Bitness::Both);
    }
}
