use crate::{Stock, Vendor, confusable_fold, matches};

impl Vendor {
    /// Whether the row says in which folder the file belongs: only then does it speak for a place.
    pub fn is_pinned(&self) -> bool {
        self.image.trim_start_matches(['*', '\\']).contains('\\')
    }

    /// Whether the row says so from the drive on: then nobody else can have made that folder elsewhere.
    pub fn is_rooted(&self) -> bool {
        self.image.starts_with("?:\\")
    }
}

impl Stock {
    /// The vendor's row that a component matches. `class` is the component class (`native_module`), `image`
    /// the expanded path. An image whose folder is not known (`%IIS_BIN%\x.dll`, `x.dll`) is judged by its
    /// file name and the component's name. A row that names the folder is preferred.
    pub fn vendor_for(&self, class: &str, name: &str, image: &str, type_name: &str) -> Option<&Vendor> {
        // `Type,Assembly` and `Type, Assembly` are one.
        let type_name = &type_name.split(',').map(str::trim).collect::<Vec<_>>().join(", ");
        let fits = |row: &&Vendor| {
            row.class == class
                && matches(&row.name, name)
                && (row.type_name.is_empty() || matches(&row.type_name, type_name))
                && if row.image.is_empty() {
                    // A row that names nothing that is loaded speaks only for what loads nothing of its own.
                    !row.type_name.is_empty() || (image.is_empty() && type_name.is_empty())
                } else {
                    image_fits(row, image)
                }
        };
        let mut found = self.vendors.iter().filter(fits).collect::<Vec<_>>();
        found.sort_by_key(|row| !row.is_pinned());
        found.first().copied()
    }

    /// The vendor's row for a component of this name, whatever its file. Rows for any name are left out.
    pub fn vendor_named(&self, class: &str, name: &str) -> Option<&Vendor> {
        self.named(class, name).next()
    }

    /// The file names, as patterns, that a known vendor's component of this name has.
    pub fn vendor_files(&self, class: &str, name: &str) -> impl Iterator<Item = &str> {
        self.named(class, name).map(|row| row.image.rsplit('\\').next().unwrap_or(&row.image))
    }

    /// Whether a signing certificate of this name is a known vendor's. Microsoft's own names are left out: only its
    /// roots can tell them.
    pub fn is_vendor_signer(&self, name: &str) -> bool {
        !name.is_empty() && self.signers().any(|signer| signer.eq_ignore_ascii_case(name))
    }

    /// Whether a signing certificate's name is none of a known vendor and looks like one. Dots, commas, spaces and case
    /// make no other name.
    pub fn imitates_vendor_signer(&self, name: &str) -> bool {
        let bare = |text: &str| -> String { text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect() };
        // A small L, a capital i and a one are one in most typefaces.
        let looks = |text: &str| bare(&confusable_fold(text)).replace(['i', '1'], "l");
        let (own, seen) = (bare(name), looks(name));
        let mut known = self.signers();
        !seen.is_empty() && known.any(|signer| looks(signer) == seen) && !self.signers().any(|s| bare(s) == own)
    }

    /// The names of known vendors' signers but Microsoft's.
    fn signers(&self) -> impl Iterator<Item = &str> {
        let signers = self.vendors.iter().flat_map(|row| row.signer.split(" / ").flat_map(|part| part.split(" or ")));
        signers.map(str::trim).filter(|signer| !is_remark(signer) && !signer.starts_with("Microsoft"))
    }

    fn named(&self, class: &str, name: &str) -> impl Iterator<Item = &Vendor> {
        self.vendors.iter().filter(move |row| row.class == class && row.name != "*" && matches(&row.name, name))
    }
}

/// Whether a signer's column says how the file is signed, not by whom.
fn is_remark(signer: &str) -> bool {
    signer.is_empty() || signer.contains("unsigned") || signer == "strong name only"
}

fn image_fits(row: &Vendor, image: &str) -> bool {
    let has_folder = image.as_bytes().get(1) == Some(&b':') || image.starts_with("\\\\");
    if has_folder {
        return matches(&row.image, image);
    }
    let pattern = row.image.rsplit('\\').next().unwrap_or(&row.image);
    let file = image.rsplit(['\\', '/']).next().unwrap_or(image);
    row.name != "*" && matches(pattern, file)
}

#[cfg(test)]
mod tests {
    use crate::stock;

    #[test]
    fn vendors() {
        let check = |class, name, image, type_name, product: Option<&str>| {
            let row = stock().vendor_for(class, name, image, type_name);
            assert_eq!(row.map(|row| row.product.as_str()), product, "{name} {image}");
        };
        let native = "native_module";
        check(native, "RewriteModule", r"C:\Windows\System32\inetsrv\rewrite.dll", "", Some("URL Rewrite 2"));
        check(native, "RewriteModule", r"C:\Windows\System32\rewrite.dll", "", None);
        check(native, "RewriteModule", r"%IIS_BIN%\rewrite.dll", "", Some("URL Rewrite 2"));
        check(native, "RewriteModule", "evil.dll", "", None);
        check("isapi_filter", "RewriteModule", r"C:\Windows\System32\inetsrv\rewrite.dll", "", None);
        let sentinel = r"C:\Program Files\SentinelOne\Sentinel Agent 23.4.2.14\SentinelWSFilter64.dll";
        check("isapi_filter", "SentinelWSFilter64", sentinel, "", Some("Sentinel Agent"));
        check(native, "CSPms", r"C:\Inetpub\CSPGateway\CSPms.dll", "", Some("CSP Gateway, Web Gateway"));
        check("managed_module", "ErrorLog", "", "Elmah.ErrorLogModule, Elmah", Some("ELMAH"));
        check("managed_module", "ErrorLog", "", "Evil.Module, Elmah", None);
    }

    #[test]
    fn signers() {
        let check = |name, expect| assert_eq!(stock().is_vendor_signer(name), expect, "{name}");
        check("SentinelOne Inc.", true);
        check("sentinelone inc.", true);
        check("Adobe Inc.", true);
        check("The Apache Software Foundation", true);
        check("Microsoft Corporation", false);
        check("unsigned", false);
        check("strong name only", false);
        check("", false);
        check("Example Ltd", false);
    }

    #[test]
    fn names_that_look_like_a_vendors() {
        let check = |name, expect| assert_eq!(stock().imitates_vendor_signer(name), expect, "{name}");
        check("SentineIOne Inc.", true);
        check("Sentinel One, Inc", false);
        check("Dynatr\u{430}ce LLC", true);
        check("Dynatrace LLC", false);
        check("Example Ltd", false);
        check("", false);
    }

    #[test]
    fn pinned_rows_say_where_a_file_belongs() {
        let pinned = |name, image| stock().vendor_for("native_module", name, image, "").map(|row| row.is_pinned());
        assert_eq!(pinned("F5XFFHttpModule", r"C:\Windows\Temp\F5XFFHttpModule.dll"), Some(false));
        assert_eq!(pinned("WSMan", r"C:\Windows\system32\wsmsvc.dll"), Some(true));
        assert_eq!(pinned("exppw", r"D:\Exchange Server\V15\ClientAccess\Owa\auth\exppw.dll"), Some(true));
    }
}
