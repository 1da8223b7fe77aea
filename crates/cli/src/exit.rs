use detect::model::Severity;
use std::process::ExitCode;

/// What the program says when it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Exit(u8);

impl Exit {
    pub(crate) const SUCCESS: Self = Self(0);
    /// Nothing could be produced, or something that was checked has an error.
    pub(crate) const FAILURE: Self = Self(1);
    /// The command line makes no sense.
    pub(crate) const USAGE: Self = Self(2);
    /// Evidence was given and none of it was recognised.
    pub(crate) const NOTHING_RECOGNISED: Self = Self(3);
    /// Something differs from the baseline.
    pub(crate) const DIFFERENT: Self = Self(11);
    /// Ctrl-C.
    pub(crate) const INTERRUPTED: Self = Self(130);

    /// 11 to 14, by the worst finding.
    pub(crate) const fn findings(worst: Severity) -> Self {
        Self(match worst {
            Severity::Informational => 11,
            Severity::Low => 12,
            Severity::Medium => 13,
            Severity::High => 14,
        })
    }

    /// Failure where something went wrong, success otherwise.
    pub(crate) const fn unless(failed: bool) -> Self {
        if failed { Self::FAILURE } else { Self::SUCCESS }
    }
}

impl From<u8> for Exit {
    fn from(code: u8) -> Self {
        Self(code)
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.0)
    }
}
