//! Names of .NET types and assemblies that are Microsoft's own.

/// Public key tokens of Microsoft's assemblies (assembly references in the documentation of .NET, IIS, SQL Server,
/// SharePoint and IIS's rewrite providers).
const TOKENS: &[&str] = &[
    "0545b0627da60a5f",
    "31bf3856ad364e35",
    "71e9bce111e9429c",
    "89845dcd8080cc91",
    "b03f5f7f11d50a3a",
    "b77a5c561934e089",
];

/// Whether a type string names Microsoft's own code: its namespace, and its assembly with a key of Microsoft's. A type
/// without an assembly is looked up in ASP.NET's own first.
pub(super) fn is_microsofts_type(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    match lower.split_once(',') {
        Some((class, assembly)) => is_called_so(class) && is_microsofts_assembly(assembly),
        None => lower.starts_with("system.web.") || lower.starts_with("system.configuration."),
    }
}

/// Whether an assembly is Microsoft's: `System.Web, Version=…, PublicKeyToken=b03f5f7f11d50a3a`.
pub(super) fn is_microsofts_assembly(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    let mut parts = lower.split(',').map(str::trim);
    let name = parts.next().unwrap_or("");
    let token =
        parts.find_map(|part| Some(part.strip_prefix("publickeytoken")?.trim_start().strip_prefix('=')?.trim()));
    is_called_so(name) && token.is_some_and(|token| TOKENS.contains(&token))
}

fn is_called_so(name: &str) -> bool {
    let name = name.trim();
    name == "mscorlib"
        || ["system", "microsoft"]
            .iter()
            .any(|own| name.strip_prefix(own).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whose_types() {
        let check = |text, expect| assert_eq!(is_microsofts_type(text), expect, "{text}");
        check("System.Web.Caching.OutputCacheModule", true);
        check("System.Web.X, System.Web, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b03f5f7f11d50a3a", true);
        check("Microsoft.Web.X, Microsoft.Web.Y, version=7.5.0.0, publickeytoken = 31bf3856ad364e35", true);
        check("System.Web.X, System.Web", false);
        check("System.Web.X, System.Evil, PublicKeyToken=null", false);
        check("Evil.X, System.Web, PublicKeyToken=b03f5f7f11d50a3a", false);
        check("Systems.X", false);
        check("", false);
        assert!(is_microsofts_assembly("mscorlib, PublicKeyToken=b77a5c561934e089"));
        assert!(!is_microsofts_assembly("log4net, PublicKeyToken=669e0ddf0bb1aa2a"));
    }
}
