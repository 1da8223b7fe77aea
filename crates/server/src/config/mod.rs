//! The effective configuration: which entries of which files are in force where, and what loads them.
//!
//! A file *contributes* sections at configuration paths ([`Contribution`]). For any path, the contributions at it and
//! above it, outermost first, make the effective section ([`Effective`]). Sources of the rules: learn.microsoft.com,
//! "Deep Dive into IIS Configuration", "How to Use Locking in IIS Configuration", and `IIS_schema.xml`.

mod collection;
mod contribution;
mod declaration;
mod effective;
mod folders;
mod include;
mod live;
mod lock;
mod pools;
mod precondition;
mod reach;
mod scope;
mod topology;

pub(crate) use contribution::{Contribution, Setup, contributions};
pub(crate) use declaration::Declarations;
pub(crate) use effective::Effective;
pub(crate) use folders::unknown;
pub(crate) use include::Includes;
pub(crate) use live::{Standing, standings};
pub(crate) use pools::Pool;
pub(crate) use precondition::{bitness, is_admitted};
pub(crate) use reach::{Claim, ClaimKind, Reach, Reaches};
pub(crate) use scope::{APPHOST, Scope};
pub(crate) use topology::Topology;
