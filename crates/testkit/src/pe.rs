//! A writer of minimal DLLs (PE32 and PE32+).
//!
//! A DLL has the exports, the version resource, the link time and the sections that a test asks for. Each exported
//! function is `xor eax, eax; ret`, there is no entry point and nothing is imported, so that loading such a file
//! and calling into it does nothing.
//!
//! ```
//! use testkit::pe::Dll;
//!
//! let bytes = Dll::new("sample.dll").export("RegisterModule").version("CompanyName", "Example Ltd").build();
//! assert_eq!(&bytes[..2], b"MZ");
//! ```

mod clr;
mod exports;
mod image;
mod version;

#[cfg(test)]
mod tests;

/// What a DLL is to look like.
#[derive(Clone, Debug)]
pub struct Dll {
    name: String,
    bits32: bool,
    exports: Vec<String>,
    version: Vec<(String, String)>,
    timestamp: u32,
    sections: Vec<(String, Vec<u8>)>,
    managed: Option<Assembly>,
}

/// A .NET assembly's identity and its one public class.
#[derive(Clone, Debug)]
pub(crate) struct Assembly {
    name: String,
    namespace: String,
    class: String,
    implements: Vec<(String, String)>,
    /// Assembly, namespace and name of the base type.
    extends: Option<(String, String, String)>,
}

impl Dll {
    /// A 64-bit DLL with no exports and no version resource, linked at 1970-01-01. `name` is what its export
    /// directory says.
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            bits32: false,
            exports: Vec::new(),
            version: Vec::new(),
            timestamp: 0,
            sections: Vec::new(),
            managed: None,
        }
    }

    /// Makes it a 32-bit DLL.
    #[must_use]
    pub fn bits32(mut self) -> Self {
        self.bits32 = true;
        self
    }

    /// Adds an exported function. Ordinals follow the alphabet, from 1.
    #[must_use]
    pub fn export(mut self, name: &str) -> Self {
        self.exports.push(name.to_owned());
        self
    }

    /// Adds a string to the version resource, such as `CompanyName`.
    #[must_use]
    pub fn version(mut self, key: &str, value: &str) -> Self {
        self.version.push((key.to_owned(), value.to_owned()));
        self
    }

    /// Sets the link time that the header claims, in seconds since 1970-01-01 UTC.
    #[must_use]
    pub fn timestamp(mut self, seconds: u32) -> Self {
        self.timestamp = seconds;
        self
    }

    /// Adds a read-only section of data. Names longer than eight bytes are cut.
    #[must_use]
    pub fn section(mut self, name: &str, bytes: &[u8]) -> Self {
        self.sections.push((name.to_owned(), bytes.to_owned()));
        self
    }

    /// Makes it a .NET assembly called `name` with one public class `namespace.class` without methods.
    #[must_use]
    pub fn managed(mut self, name: &str, namespace: &str, class: &str) -> Self {
        self.managed = Some(Assembly {
            name: name.to_owned(),
            namespace: namespace.to_owned(),
            class: class.to_owned(),
            implements: Vec::new(),
            extends: None,
        });
        self
    }

    /// Makes the class of [`Dll::managed`] say that it implements an interface of the assembly `System.Web`.
    #[must_use]
    pub fn implements(mut self, namespace: &str, interface: &str) -> Self {
        if let Some(assembly) = &mut self.managed {
            assembly.implements.push((namespace.to_owned(), interface.to_owned()));
        }
        self
    }

    /// Makes a type of another assembly the base of the class of [`Dll::managed`].
    #[must_use]
    pub fn extends(mut self, assembly: &str, namespace: &str, class: &str) -> Self {
        if let Some(own) = &mut self.managed {
            own.extends = Some((assembly.to_owned(), namespace.to_owned(), class.to_owned()));
        }
        self
    }

    /// The file's bytes; the same for the same description.
    pub fn build(&self) -> Vec<u8> {
        image::build(self)
    }
}
