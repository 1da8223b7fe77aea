//! `edit_distance_to_stock(name)`: how many letters a name is away from one that Microsoft ships.

use kql_functions::{AutoName, Doc, Eval, KqlType, Nulls, Overload, OwnedValue, Param, Returns, Scalar, Types, Value};
use std::collections::BTreeSet;
use std::sync::OnceLock;

pub static FUNCTION: Scalar = Scalar {
    name: "edit_distance_to_stock",
    aliases: &[],
    types: Types::Overloads(&[Overload::new(&[Param::Of(KqlType::String)], Returns::Type(KqlType::Long))]),
    nulls: Nulls::Propagate,
    auto_name: AutoName::Numbered,
    deterministic: true,
    eval: Eval::Row(eval),
    doc: Doc {
        syntax: "edit_distance_to_stock(name)",
        summary: "The least number of single-letter edits between a name and the name of a module that Microsoft ships.",
        notes: "A name that ends in `.dll`, alone or at the end of a path, is compared with the file names of stock \
                modules, their ending left out; any other with the names under which they are registered. Letter case \
                does not count, and look-alike letters count as the letters that they imitate. 0 means the same name; \
                null is an empty name, or one of more than 256 letters.",
        examples: &[
            ("edit_distance_to_stock('authmd4.dll')", "1"),
            (r"edit_distance_to_stock(@'C:\Windows\System32\inetsrv\cachuri.dll')", "0"),
            ("edit_distance_to_stock('HttpLoggingModul')", "1"),
        ],
    },
};

/// Longer names are no imitation of a stock one.
const LONGEST: usize = 256;

fn eval(args: &[Value<'_>]) -> OwnedValue {
    let text = args.first().and_then(Value::as_str).unwrap_or_default();
    distance(text).map_or(Value::Null, |distance| Value::Long(i64::try_from(distance).unwrap_or(i64::MAX)))
}

/// The names to compare with, folded.
struct Known {
    modules: BTreeSet<String>,
    /// File names without their ending.
    files: BTreeSet<String>,
}

fn known() -> &'static Known {
    static KNOWN: OnceLock<Known> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let modules = &knowledge::stock().native_modules;
        let stem = |image: &str| {
            let file = image.rsplit(['\\', '/']).next().unwrap_or(image).to_lowercase();
            file.strip_suffix(".dll").map(str::to_owned)
        };
        Known {
            modules: modules.iter().map(|module| module.name.to_lowercase()).collect(),
            files: modules.iter().filter_map(|module| stem(&module.image)).collect(),
        }
    })
}

fn distance(text: &str) -> Option<usize> {
    let folded = knowledge::confusable_fold(text).to_lowercase();
    let name = folded.rsplit(['\\', '/']).next().unwrap_or(&folded).trim().trim_matches('"');
    if name.is_empty() || name.chars().count() > LONGEST {
        return None;
    }
    let (name, among) = match name.strip_suffix(".dll") {
        Some(stem) => (stem, &known().files),
        None => (name, &known().modules),
    };
    let mut best: Option<usize> = None;
    for of in among {
        // Only what is nearer than the nearest so far matters, and nothing is farther than the longer of the two.
        let limit = match best {
            Some(0) => break,
            Some(best) => best - 1,
            None => name.chars().count().max(of.chars().count()),
        };
        best = knowledge::distance_within(name, of, limit).or(best);
    }
    best
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn names_and_files_are_compared_with_their_own_kind() {
        for (text, expected) in [
            ("authmd5.dll", Some(0)),
            ("AUTHMD4.DLL", Some(1)),
            (r"C:\Windows\System32\inetsrv\webdac.dll", Some(1)),
            ("\u{441}achuri.dll", Some(0)),
            ("UriCacheModule", Some(0)),
            ("UriCacheModul", Some(1)),
            ("ManagedEngineV4.1_64bit", Some(1)),
            ("", None),
        ] {
            assert_eq!(distance(text), expected, "{text}");
        }
    }

    #[test]
    fn other_names_are_far_and_long_ones_end_soon() {
        assert!(distance("newtonsoft.json.dll").is_some_and(|d| d > 4));
        assert_eq!(distance(&"x".repeat(100_000)), None);
    }
}
