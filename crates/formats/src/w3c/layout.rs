//! What the values of a line are, as `#Fields` says.

/// Fields of a layout past this number are left out: IIS has some 30, and the line is not to be believed.
pub const MAX_FIELDS: usize = 1_000;

/// The fields of the lines after a `#Fields`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Layout {
    names: Vec<String>,
    /// The first and the last field whose value a client or an application chooses.
    free: Option<(usize, usize)>,
}

impl Layout {
    /// Reads what follows `#Fields:`.
    pub fn parse(fields: &[u8]) -> Self {
        let names: Vec<String> = fields
            .split(|byte| byte.is_ascii_whitespace())
            .filter(|name| !name.is_empty())
            .take(MAX_FIELDS)
            .map(|name| String::from_utf8_lossy(name).into_owned())
            .collect();
        let free = |name: &String| !FIXED.iter().any(|fixed| fixed.eq_ignore_ascii_case(name));
        let free = names.iter().position(free).zip(names.iter().rposition(free));
        Self { names, free }
    }

    /// The fields' names in order, as the log writes them: `cs(User-Agent)`.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Where a field is, whatever the case of its name.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|own| own.eq_ignore_ascii_case(name))
    }

    /// The first and the last field that may hold a space.
    pub(super) const fn free(&self) -> Option<(usize, usize)> {
        self.free
    }
}

/// Fields that the server fills by itself, with no space in them.
static FIXED: &[&str] = &[
    "date",
    "time",
    "s-sitename",
    "s-computername",
    "s-ip",
    "s-port",
    "c-ip",
    "c-port",
    "cs-method",
    "cs-version",
    "sc-status",
    "sc-substatus",
    "sc-win32-status",
    "sc-bytes",
    "cs-bytes",
    "time-taken",
    "streamid",
    "s-siteid",
    "s-reason",
    "s-queuename",
    "transport",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layouts() {
        let layout = Layout::parse(b"date  time cs-uri-stem cs(User-Agent) sc-status\t");
        assert_eq!(layout.names(), ["date", "time", "cs-uri-stem", "cs(User-Agent)", "sc-status"]);
        assert_eq!(layout.position("CS(user-agent)"), Some(3));
        assert_eq!(layout.position("c-ip"), None);
        assert_eq!(layout.free(), Some((2, 3)));
        assert_eq!(Layout::parse(b"date time").free(), None);
        assert_eq!(Layout::parse(b""), Layout::default());
        assert_eq!(Layout::parse("a ".repeat(2_000).as_bytes()).names().len(), MAX_FIELDS);
    }
}
