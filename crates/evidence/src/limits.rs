/// How much evidence may ask of the machine. Everything beyond is refused with a problem that names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// The most bytes that one file or archive member may give. Readers of whole files hold this much.
    pub max_file_bytes: u64,
    /// The highest ratio of unpacked to packed size of an archive member, and of an archive as a whole.
    /// Event logs reach about 60:1; DEFLATE cannot exceed 1032:1.
    pub max_zip_ratio: u64,
    /// Members that unpack to no more than this are not measured against the ratio, in bytes.
    pub zip_ratio_floor: u64,
    /// The most bytes that all members of one archive may unpack to.
    pub max_zip_total: u64,
    /// The most files and archive members that are listed over all arguments.
    pub max_files: usize,
    /// The deepest nesting of directories that is followed.
    pub max_depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_file_bytes: 4 << 30,
            max_zip_ratio: 200,
            zip_ratio_floor: 1 << 20,
            max_zip_total: 64 << 30,
            max_files: 2_000_000,
            max_depth: 256,
        }
    }
}
