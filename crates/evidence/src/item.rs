use crate::EvidenceError;
use crate::member::Member;
use diagnostics::Problem;
use std::fs::File;
use std::io::{self, Cursor, Read, Seek};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// Counts full reads of one item.
#[derive(Debug, Default)]
pub struct ReadCounter(AtomicU32);

impl ReadCounter {
    fn count(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    pub fn get(&self) -> u32 {
        self.0.load(Ordering::Relaxed)
    }
}

/// One file of the evidence, or one member of an archive in it.
#[derive(Debug)]
pub struct Item {
    /// Relative to the argument that named it, `/`-separated, unique over all arguments; the file name when
    /// the argument is a file; `a.zip!/b.evtx` for archive members.
    pub path: String,
    /// Index into [`crate::Evidence::roots`].
    pub root: usize,
    /// In bytes, as the file system or the archive's directory says. What is read may differ.
    pub size: u64,
    /// The path without the argument that [`Item::path`] may carry to be unique.
    pub(crate) below_argument: String,
    pub(crate) body: Body,
    pub(crate) max_bytes: u64,
    pub(crate) windows_path: Option<String>,
    pub(crate) counter: ReadCounter,
}

/// Where an item's bytes are.
#[derive(Debug, Clone)]
pub(crate) enum Body {
    File(PathBuf),
    Memory(Arc<[u8]>),
    Member(Member),
}

/// A source of bytes that an archive can be read from.
pub(crate) trait ReadSeek: Read + Seek + Send {}
impl<T: Read + Seek + Send> ReadSeek for T {}

impl Body {
    /// A file or a buffer as something to seek in; archive members are not nested.
    pub(crate) fn seekable(&self) -> io::Result<Box<dyn ReadSeek>> {
        match self {
            Self::File(path) => Ok(Box::new(File::open(path)?)),
            Self::Memory(bytes) => Ok(Box::new(Cursor::new(Arc::clone(bytes)))),
            Self::Member(_) => Err(io::Error::new(io::ErrorKind::Unsupported, "an archive inside an archive")),
        }
    }

    fn stream(&self) -> io::Result<Box<dyn Read + Send + '_>> {
        match self {
            Self::File(path) => Ok(Box::new(File::open(path)?)),
            Self::Memory(bytes) => Ok(Box::new(Cursor::new(bytes.as_ref()))),
            Self::Member(member) => member.stream(),
        }
    }
}

impl Item {
    /// The first bytes, at most `n`, to recognise the content by. Not counted as a read.
    pub fn head(&self, n: usize) -> io::Result<Vec<u8>> {
        let mut head = Vec::with_capacity(n.min(1 << 16));
        self.body.stream()?.take(n as u64).read_to_end(&mut head)?;
        Ok(head)
    }

    /// The whole content.
    pub fn read(&self) -> Result<Vec<u8>, EvidenceError> {
        match self.read_to_limit() {
            (bytes, None) => Ok(bytes),
            (_, Some(error)) => Err(error),
        }
    }

    /// What of the content can be read, and what went wrong. Prefer this to [`Item::read`] where the first
    /// part of a damaged archive member or of a failing disk is worth having.
    pub fn salvage(&self) -> (Vec<u8>, Option<Problem>) {
        let (bytes, error) = self.read_to_limit();
        let problem = error.map(|error| {
            let mut problem = error.problem();
            if !bytes.is_empty() {
                problem.place = format!("at byte {}", bytes.len());
            }
            problem
        });
        (bytes, problem)
    }

    /// The content as a stream, capped at the size limit with an error. Opening it counts as one read.
    pub fn open(&self) -> Result<Box<dyn Read + Send + '_>, EvidenceError> {
        let stream = self.body.stream().map_err(|source| self.io_error(source))?;
        self.counter.count();
        Ok(Box::new(Capped { inner: stream, left: self.max_bytes }))
    }

    /// The content as a stream, for readers that never hold more than a part of it: a file of any size is given, a
    /// member of an archive up to the limit. Opening it counts as one read.
    pub fn stream(&self) -> Result<Box<dyn Read + Send + '_>, EvidenceError> {
        match &self.body {
            Body::Member(_) => self.open(),
            Body::File(_) | Body::Memory(_) => {
                self.counter.count();
                self.body.stream().map_err(|source| self.io_error(source))
            }
        }
    }

    /// Where the file was on the examined server (`C:\Windows\…`), if the layout of the evidence tells.
    pub fn windows_path(&self) -> Option<String> {
        self.windows_path.clone()
    }

    /// The part of [`Item::path`] after the last `/`.
    pub fn file_name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// How many times the whole content was read.
    pub fn reads(&self) -> u32 {
        self.counter.get()
    }

    fn read_to_limit(&self) -> (Vec<u8>, Option<EvidenceError>) {
        self.counter.count();
        let mut stream = match self.body.stream() {
            Ok(stream) => stream.take(self.max_bytes.saturating_add(1)),
            Err(source) => return (Vec::new(), Some(self.io_error(source))),
        };
        // The size is a claim: trust it for no more than a modest first allocation.
        let mut bytes = Vec::with_capacity(self.size.min(1 << 24) as usize);
        match stream.read_to_end(&mut bytes) {
            Ok(_) if bytes.len() as u64 > self.max_bytes => {
                let error = EvidenceError::TooLarge { path: self.path.clone(), limit: self.max_bytes };
                (Vec::new(), Some(error))
            }
            Ok(_) => (bytes, None),
            Err(source) => (bytes, Some(self.io_error(source))),
        }
    }

    fn io_error(&self, source: io::Error) -> EvidenceError {
        EvidenceError::Io { path: self.path.clone(), source }
    }
}

/// A stream that ends with an error once it has given as much as it may.
struct Capped<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Capped<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.left = self
            .left
            .checked_sub(n as u64)
            .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "larger than the limit on one file"))?;
        Ok(n)
    }
}
