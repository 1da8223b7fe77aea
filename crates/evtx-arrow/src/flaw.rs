/// Why a record cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Flaw {
    /// Where in the chunk.
    pub(crate) at: usize,
    /// What was found there.
    pub(crate) text: &'static str,
}

impl Flaw {
    pub(crate) const fn new(at: usize, text: &'static str) -> Self {
        Self { at, text }
    }
}
