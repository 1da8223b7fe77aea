//! Taking URLs apart, without decoding and without judging them.

use serde_json::{Map, Value as Json};

/// The parts of a URL; what is missing is empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Url<'u> {
    pub(crate) scheme: &'u str,
    pub(crate) username: &'u str,
    pub(crate) password: &'u str,
    pub(crate) host: &'u str,
    pub(crate) port: &'u str,
    pub(crate) path: &'u str,
    pub(crate) query: &'u str,
    pub(crate) fragment: &'u str,
}

/// Takes a URL apart. Without a scheme everything in front of the query is the path.
pub(crate) fn parse(url: &str) -> Url<'_> {
    let mut parts = Url::default();
    let (rest, fragment) = url.split_once('#').unwrap_or((url, ""));
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    (parts.fragment, parts.query) = (fragment, query);
    let Some((scheme, rest)) = rest.split_once("://") else {
        parts.path = rest;
        return parts;
    };
    parts.scheme = scheme;
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    parts.path = path;
    let (user, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    (parts.username, parts.password) = user.split_once(':').unwrap_or((user, ""));
    // The colons of an IPv6 address stand in brackets.
    let address_end = host.rfind(']').map_or(0, |i| i + 1);
    match host.get(address_end..).and_then(|tail| tail.rfind(':')) {
        Some(colon) => {
            parts.host = host.get(..address_end + colon).unwrap_or_default();
            parts.port = host.get(address_end + colon + 1..).unwrap_or_default();
        }
        None => parts.host = host,
    }
    parts
}

/// The parameters of a query; of equal names the first counts.
pub(crate) fn query(query: &str) -> Map<String, Json> {
    let mut parameters = Map::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        parameters.entry(name.to_owned()).or_insert_with(|| value.into());
    }
    parameters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts() {
        let check = |url, host, port, path| {
            let parts = parse(url);
            assert_eq!((parts.host, parts.port, parts.path), (host, port, path), "{url}");
        };
        check("http://[::1]:8080/x", "[::1]", "8080", "/x");
        check("http://[::1]/x", "[::1]", "", "/x");
        check("http://host", "host", "", "");
        check("www.bing.com/a?b#c", "", "", "www.bing.com/a");
        check("http://a@b@c/", "c", "", "/");
        check("", "", "", "");
    }
}
