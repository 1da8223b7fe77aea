/// A number of bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Size(pub(crate) u64);

/// The least memory that makes sense: smaller budgets would spill every batch.
const LEAST: u64 = 1 << 20;

/// Reads `1GiB`, `512M`, `2GB` or a number of bytes. `K`, `M`, `G`, `T` and the `iB` forms count by 1024, the `B`
/// forms by 1000.
pub(crate) fn parse(text: &str) -> Result<Size, String> {
    let digits = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = text.get(..text.len() - digits.len()).unwrap_or_default();
    let unit = digits.trim().to_ascii_lowercase();
    let (letter, form) = unit.split_at(unit.chars().next().map_or(0, char::len_utf8));
    let power = match letter {
        "" | "b" => Some(0),
        "k" => Some(1),
        "m" => Some(2),
        "g" => Some(3),
        "t" => Some(4),
        _ => None,
    };
    let base: Option<u64> = match form {
        "" | "ib" => Some(1024),
        "b" if letter != "b" => Some(1000),
        _ => None,
    };
    let bytes = match (number.parse::<u64>(), base, power) {
        (Ok(number), Some(base), Some(power)) => base.checked_pow(power).and_then(|unit| number.checked_mul(unit)),
        _ => None,
    };
    match bytes {
        Some(bytes) if bytes >= LEAST => Ok(Size(bytes)),
        Some(_) => Err("at least 1MiB is needed".to_owned()),
        None => Err("not a size: write for example 512MiB, 4GiB or 2GB".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes() {
        let check = |text: &str, expect: Option<u64>| assert_eq!(parse(text).ok(), expect.map(Size), "{text}");
        check("1GiB", Some(1 << 30));
        check("1g", Some(1 << 30));
        check("512 MiB", Some(512 << 20));
        check("2GB", Some(2_000_000_000));
        check("100000000", Some(100_000_000));
        check("100000000B", Some(100_000_000));
        for bad in ["", "GiB", "1XB", "-1G", "1.5G", "99999999999999999999", "99999999T", "1K", "1bb", "é"] {
            check(bad, None);
        }
    }
}
