//! Sentinel's intervals: `5m`, `1h`, `14d`, or ISO 8601 `PT1H`, `P1D`.

const SECOND: i64 = 10_000_000;

/// An interval in ticks of 100 ns; none when it is not one, or not above zero.
pub fn parse_interval(text: &str) -> Option<i64> {
    let text = text.trim();
    let ticks = match text.strip_prefix(['P', 'p']) {
        Some(iso) => parse_iso(iso)?,
        None => {
            let split = text.find(|c: char| !c.is_ascii_digit())?;
            let (number, unit) = text.split_at(split);
            number.parse::<i64>().ok()?.checked_mul(unit_ticks(unit)?)?
        }
    };
    (ticks > 0).then_some(ticks)
}

fn unit_ticks(unit: &str) -> Option<i64> {
    Some(match unit.to_ascii_lowercase().as_str() {
        "s" => SECOND,
        "m" => 60 * SECOND,
        "h" => 3600 * SECOND,
        "d" => 86_400 * SECOND,
        _ => return None,
    })
}

fn parse_iso(text: &str) -> Option<i64> {
    let (days, time) = match text.split_once(['T', 't']) {
        Some((days, time)) => (days, time),
        None => (text, ""),
    };
    let mut total = 0_i64;
    for (part, units) in [(days, "dw"), (time, "hms")] {
        let mut rest = part;
        while !rest.is_empty() {
            let split = rest.find(|c: char| !c.is_ascii_digit())?;
            let (number, tail) = rest.split_at(split);
            let unit = tail.chars().next()?.to_ascii_lowercase();
            if !units.contains(unit) {
                return None;
            }
            let ticks = if unit == 'w' { 7 * 86_400 * SECOND } else { unit_ticks(&unit.to_string())? };
            total = total.checked_add(number.parse::<i64>().ok()?.checked_mul(ticks)?)?;
            rest = &tail[unit.len_utf8()..];
        }
    }
    Some(total)
}

/// An interval as people write it: the largest unit that divides it.
pub fn format_interval(ticks: i64) -> String {
    for (unit, size) in [("d", 86_400), ("h", 3600), ("m", 60)] {
        if ticks % (size * SECOND) == 0 {
            return format!("{}{unit}", ticks / (size * SECOND));
        }
    }
    format!("{}s", ticks / SECOND)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_are_read() {
        for (text, seconds) in [
            ("5m", 300),
            ("1h", 3600),
            ("14d", 14 * 86_400),
            ("PT5M", 300),
            ("P1D", 86_400),
            ("P1DT12H", 129_600),
            ("P2W", 1_209_600),
        ] {
            assert_eq!(parse_interval(text), Some(seconds * SECOND), "{text}");
        }
        for text in ["", "h", "1x", "P", "PT", "0h", "-1h", "PT1D", "99999999999999999999d", "9999999999d", "1é"] {
            assert_eq!(parse_interval(text), None, "{text}");
        }
        assert_eq!(format_interval(parse_interval("PT90M").unwrap()), "90m");
    }
}
