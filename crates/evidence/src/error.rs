use diagnostics::Problem;
use std::io;

/// Why an item could not be read, or not to its end.
#[derive(Debug, thiserror::Error)]
pub enum EvidenceError {
    /// The operating system refused: no permission, vanished since it was listed, a bad disk.
    #[error("{path}: {source}")]
    Io { path: String, source: io::Error },
    /// The item gives more bytes than [`crate::Limits::max_file_bytes`].
    #[error("{path}: larger than the limit of {limit} bytes")]
    TooLarge { path: String, limit: u64 },
}

impl EvidenceError {
    /// The item that the error is about.
    pub fn path(&self) -> &str {
        match self {
            Self::Io { path, .. } | Self::TooLarge { path, .. } => path,
        }
    }

    /// The error as an entry of the report's list of problems.
    pub fn problem(&self) -> Problem {
        match self {
            Self::Io { path, source } => Problem::error(path, "", io_text(source)),
            Self::TooLarge { path, limit } => {
                Problem::error(path, "", format!("larger than the limit of {limit} bytes; not read"))
            }
        }
    }
}

/// What an I/O error means to a reader of the report; the operating system's number is left out.
pub(crate) fn io_text(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied => "cannot be read: no permission".to_owned(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => "cannot be read: it is not there".to_owned(),
        _ => {
            let text = error.to_string();
            let text = text.split(" (os error").next().unwrap_or(&text);
            format!("cannot be read: {text}")
        }
    }
}
