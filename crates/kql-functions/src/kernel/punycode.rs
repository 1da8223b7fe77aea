//! Punycode (RFC 3492) and domain names written in it.

const BASE: u32 = 36;
const T_MIN: u32 = 1;
const T_MAX: u32 = 26;
const SKEW: u32 = 38;
const DAMP: u32 = 700;
const FIRST_BIAS: u32 = 72;
const FIRST_CODE: u32 = 0x80;

/// What a label in Punycode begins with.
const PREFIX: &str = "xn--";

/// What separates labels, in any script.
const DOTS: [char; 4] = ['.', '\u{3002}', '\u{FF0E}', '\u{FF61}'];

/// How long a text may be: the time to encode it grows with its square.
const LONGEST: usize = 1_000;

fn adapt(delta: u32, points: u32, first: bool) -> u32 {
    let mut delta = if first { delta / DAMP } else { delta / 2 };
    delta += delta / points.max(1);
    let mut k = 0;
    while delta > (BASE - T_MIN) * T_MAX / 2 {
        delta /= BASE - T_MIN;
        k += BASE;
    }
    k + (BASE - T_MIN + 1) * delta / (delta + SKEW)
}

const fn threshold(k: u32, bias: u32) -> u32 {
    let t = k.saturating_sub(bias);
    if t < T_MIN {
        T_MIN
    } else if t > T_MAX {
        T_MAX
    } else {
        t
    }
}

fn digit(value: u32) -> Option<char> {
    char::from_digit(value, 36).map(|_| match value {
        0..26 => char::from(b'a' + value as u8),
        _ => char::from(b'0' + (value - 26) as u8),
    })
}

fn value(digit: char) -> Option<u32> {
    match digit {
        'a'..='z' => Some(digit as u32 - 'a' as u32),
        'A'..='Z' => Some(digit as u32 - 'A' as u32),
        '0'..='9' => Some(digit as u32 - '0' as u32 + 26),
        _ => None,
    }
}

/// A text in Punycode; nothing for one that is too long.
pub(crate) fn encode(text: &str) -> Option<String> {
    if text.len() > LONGEST {
        return None;
    }
    let mut out: String = text.chars().filter(char::is_ascii).collect();
    let basic = u32::try_from(out.len()).ok()?;
    if basic > 0 {
        out.push('-');
    }
    let (mut code, mut delta, mut bias, mut done) = (FIRST_CODE, 0_u32, FIRST_BIAS, basic);
    let points: Vec<u32> = text.chars().map(u32::from).collect();
    while (done as usize) < points.len() {
        let next = points.iter().copied().filter(|p| *p >= code).min()?;
        delta = delta.checked_add((next - code).checked_mul(done + 1)?)?;
        code = next;
        for point in &points {
            if *point < code {
                delta = delta.checked_add(1)?;
            } else if *point == code {
                let (mut q, mut k) = (delta, BASE);
                loop {
                    let t = threshold(k, bias);
                    if q < t {
                        break;
                    }
                    out.push(digit(t + (q - t) % (BASE - t))?);
                    q = (q - t) / (BASE - t);
                    k += BASE;
                }
                out.push(digit(q)?);
                bias = adapt(delta, done + 1, done == basic);
                delta = 0;
                done += 1;
            }
        }
        delta = delta.checked_add(1)?;
        code += 1;
    }
    Some(out)
}

/// The text that Punycode stands for; nothing for what is none.
pub(crate) fn decode(text: &str) -> Option<String> {
    if text.len() > LONGEST || !text.is_ascii() {
        return None;
    }
    let (basic, tail) = text.rsplit_once('-').unwrap_or(("", text));
    let mut out: Vec<char> = basic.chars().collect();
    let (mut code, mut at, mut bias) = (FIRST_CODE, 0_u32, FIRST_BIAS);
    let mut digits = tail.chars().peekable();
    while digits.peek().is_some() {
        let (before, mut weight, mut k) = (at, 1_u32, BASE);
        loop {
            let digit = value(digits.next()?)?;
            at = at.checked_add(digit.checked_mul(weight)?)?;
            let t = threshold(k, bias);
            if digit < t {
                break;
            }
            weight = weight.checked_mul(BASE - t)?;
            k += BASE;
        }
        let count = u32::try_from(out.len()).ok()? + 1;
        bias = adapt(at - before, count, before == 0);
        code = code.checked_add(at / count)?;
        at %= count;
        out.insert(at as usize, char::from_u32(code)?);
        at += 1;
    }
    Some(out.into_iter().collect())
}

/// A domain with its labels in Punycode where they need it.
pub(crate) fn encode_domain(domain: &str) -> Option<String> {
    labels(
        domain,
        |label| if label.is_ascii() { Some(label.to_owned()) } else { Some(PREFIX.to_owned() + &encode(label)?) },
    )
}

/// A domain with its labels read from Punycode.
pub(crate) fn decode_domain(domain: &str) -> Option<String> {
    labels(domain, |label| match label.get(..PREFIX.len()) {
        Some(prefix) if prefix.eq_ignore_ascii_case(PREFIX) => decode(label.get(PREFIX.len()..)?),
        _ => Some(label.to_owned()),
    })
}

fn labels(domain: &str, each: impl Fn(&str) -> Option<String>) -> Option<String> {
    let labels: Option<Vec<String>> = domain.split(DOTS).map(each).collect();
    Some(labels?.join("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        // From section 7.1 of the RFC, and Microsoft's engine.
        for (text, code) in [
            ("\u{4ED6}\u{4EEC}\u{4E3A}\u{4EC0}\u{4E48}\u{4E0D}\u{8BF4}\u{4E2D}\u{6587}", "ihqwcrb4cv8a8dqg056pqjye"),
            ("Lê Lợi", "L Li-gpa4517b"),
            ("bücher", "bcher-kva"),
            ("abc", "abc-"),
            ("", ""),
            ("ü", "tda"),
        ] {
            assert_eq!(encode(text).as_deref(), Some(code));
            assert_eq!(decode(code).as_deref(), Some(text));
        }
    }

    #[test]
    fn what_is_none() {
        for bad in ["ü", "99999999", "a-!", "z"] {
            assert_eq!(decode(bad), None, "{bad}");
        }
        assert_eq!(encode(&"ü".repeat(10_000)), None);
    }
}
