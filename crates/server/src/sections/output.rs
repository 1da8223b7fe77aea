use crate::component::{Component, Setting};
use crate::config::Claim;
use diagnostics::Problem;

/// A component and what it rests on.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) component: Component,
    pub(crate) claim: Claim,
}

/// What the sections of all files gave.
#[derive(Debug, Default)]
pub(crate) struct Output {
    pub(crate) components: Vec<Found>,
    /// Native modules that a module list names, without their image.
    pub(crate) references: Vec<Found>,
    pub(crate) settings: Vec<Setting>,
    pub(crate) problems: Vec<Problem>,
}

/// Numbers the components of one section.
pub(super) fn numbered(found: Vec<Found>) -> impl Iterator<Item = Found> {
    let siblings = found.len();
    found.into_iter().enumerate().map(move |(position, mut found)| {
        (found.component.position, found.component.siblings) = (position, siblings);
        found
    })
}
