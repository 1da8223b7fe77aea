use super::collection::{Collection, NO_LIST};
use super::lock::{Locks, Refusal};
use super::{Contribution, Declarations, Scope, Topology};
use crate::config::pools::Pool;
use diagnostics::Problem;
use formats::iis_xml::Element;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

/// Entries that may be gone through for one server. A large real one takes a few hundred thousand.
const BUDGET: usize = 50_000_000;

/// Where an entry was written: which contribution, which element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Entry {
    pub(crate) contribution: usize,
    pub(crate) element: usize,
}

/// A list as it is in force for one configuration path.
#[derive(Debug, Default)]
pub(crate) struct Resolved {
    pub(crate) entries: Vec<Entry>,
    /// The contributions that IIS refuses.
    pub(crate) refused: BTreeMap<usize, Refusal>,
}

/// Lists that were resolved already, by section and contributions.
type Known<'e> = HashMap<(&'e str, Vec<usize>), Rc<Resolved>>;

/// All contributions of one server, and what they come to.
pub(crate) struct Effective<'e, 'a> {
    pub(crate) contributions: &'e [Contribution<'a>],
    topology: &'e Topology,
    declarations: &'e Declarations,
    /// By section and path, in the order in which they count.
    at: HashMap<(&'e str, &'e str), Vec<usize>>,
    known: RefCell<Known<'e>>,
    spent: Cell<usize>,
}

impl<'e, 'a> Effective<'e, 'a> {
    pub(crate) fn new(
        contributions: &'e [Contribution<'a>],
        topology: &'e Topology,
        declarations: &'e Declarations,
    ) -> Self {
        let mut at: HashMap<_, Vec<usize>> = HashMap::new();
        for (number, contribution) in contributions.iter().enumerate().filter(|(_, c)| c.is_read) {
            at.entry((contribution.section.as_str(), contribution.scope.folded())).or_default().push(number);
        }
        // At one path, what files above say comes before what the path's own file says.
        let rank =
            |number: &usize| contributions.get(*number).map(|c| (c.source.kind, c.source.place().len(), *number));
        at.values_mut().for_each(|numbers| numbers.sort_by_key(rank));
        let (known, spent) = (RefCell::default(), Cell::new(0));
        Self { contributions, topology, declarations, at, known, spent }
    }

    /// The contributions that make a section for a path, outermost first, as worker processes of this pool read them.
    pub(crate) fn sequence(&self, section: &str, scope: &Scope, pool: Option<&Pool>) -> Vec<usize> {
        let owner = self.topology.owner(scope);
        self.chain(section, scope, |c| {
            c.serves(pool) && (c.inherits || c.owner == owner || c.scope.folded() == scope.folded())
        })
    }

    /// The same for the path of a contribution, as those read it that read the contribution.
    pub(crate) fn own_sequence(&self, number: usize) -> Vec<usize> {
        let Some(own) = self.contributions.get(number) else { return Vec::new() };
        self.chain(&own.section, &own.scope, |c| {
            c.shares_view(own) && (c.inherits || c.owner == own.owner || c.scope.folded() == own.scope.folded())
        })
    }

    fn chain(&self, section: &str, scope: &Scope, keep: impl Fn(&Contribution<'_>) -> bool) -> Vec<usize> {
        let levels = scope.ancestors().filter_map(|level| self.at.get(&(section, level)));
        let numbers = levels.flatten().copied();
        numbers.filter(|number| self.contributions.get(*number).is_some_and(&keep)).collect()
    }

    /// The list that a sequence of contributions makes.
    pub(crate) fn resolve(&self, collection: &'static Collection, sequence: Vec<usize>) -> Rc<Resolved> {
        let key = (collection.section, sequence);
        if let Some(known) = self.known.borrow().get(&key) {
            return Rc::clone(known);
        }
        let resolved = Rc::new(self.fold(collection, &key.1));
        self.known.borrow_mut().insert(key, Rc::clone(&resolved));
        resolved
    }

    /// Why IIS refuses a contribution, if it does.
    pub(crate) fn refusal(&self, number: usize) -> Option<Refusal> {
        let own = self.contributions.get(number)?;
        let collection = Collection::of(&own.section).unwrap_or(&NO_LIST);
        self.resolve(collection, self.own_sequence(number)).refused.get(&number).cloned()
    }

    /// Notes that so many entries were gone through; false when that was too much.
    pub(crate) fn spend(&self, entries: usize) -> bool {
        self.spent.set(self.spent.get().saturating_add(entries));
        self.spent.get() <= BUDGET
    }

    /// Whether something was left out because it was too much, as a problem.
    pub(crate) fn complaint(&self) -> Option<Problem> {
        let path = self.contributions.first().map_or("", |c| c.source.path.as_str());
        let text = "the sections of this server's files multiply beyond all measure; some are not resolved";
        (self.spent.get() > BUDGET).then(|| Problem::warning(path, "", text))
    }

    fn fold(&self, collection: &Collection, sequence: &[usize]) -> Resolved {
        let mut resolved = Resolved::default();
        let mut locks = Locks::default();
        for &number in sequence {
            let Some(contribution) = self.contributions.get(number) else { continue };
            if !self.spend(resolved.entries.len() + contribution.document().children(contribution.index).count()) {
                break;
            }
            let refusal = locks.refusal(contribution, self.declarations, self.topology);
            match refusal.map_or_else(|| self.apply(collection, number, contribution, &resolved.entries), Err) {
                Ok(entries) => {
                    resolved.entries = entries;
                    locks.add(contribution);
                }
                Err(refusal) => drop(resolved.refused.insert(number, refusal)),
            }
        }
        resolved
    }

    /// What one section makes of what it inherits.
    fn apply(
        &self,
        collection: &Collection,
        number: usize,
        contribution: &Contribution<'_>,
        inherited: &[Entry],
    ) -> Result<Vec<Entry>, Refusal> {
        let mut above: Vec<Option<Entry>> = inherited.iter().copied().map(Some).collect();
        let mut above_by_key: HashMap<String, usize> = HashMap::with_capacity(inherited.len());
        for (at, entry) in inherited.iter().enumerate() {
            if let Some(element) = self.element(*entry) {
                above_by_key.insert(collection.key(element), at);
            }
        }
        let mut own: Vec<Option<Entry>> = Vec::new();
        let mut own_by_key: HashMap<String, usize> = HashMap::new();
        for (index, child) in contribution.document().children(contribution.index) {
            match child.name.as_str() {
                "clear" => {
                    let locked = above.iter().flatten().find(|entry| self.is_locked(**entry, contribution));
                    if let Some(element) = locked.and_then(|entry| self.element(*entry)) {
                        return Err(locked_item(collection, child, element));
                    }
                    above.clear();
                    above_by_key.clear();
                    own.clear();
                    own_by_key.clear();
                }
                "remove" => {
                    let key = collection.key(child);
                    if let Some(slot) = above_by_key.remove(&key).and_then(|at| above.get_mut(at)) {
                        if let Some(entry) = slot.filter(|entry| self.is_locked(*entry, contribution)) {
                            return Err(locked_item(collection, child, self.element(entry).unwrap_or(child)));
                        }
                        *slot = None;
                    }
                    own_by_key.remove(&key).and_then(|at| own.get_mut(at)).map(Option::take);
                }
                name if name == collection.entry => {
                    let key = collection.key(child);
                    if let Some(slot) = above_by_key.get(&key).and_then(|at| above.get_mut(*at)) {
                        let outer = slot.and_then(|entry| self.contributions.get(entry.contribution));
                        let is_other = outer.is_some_and(|outer| outer.scope.folded() != contribution.scope.folded());
                        if collection.replaces {
                            *slot = None;
                        } else if is_other {
                            let shown = collection.shown_key(child);
                            let text = format!(
                                "`{shown}` is inherited and added again to `{}`: IIS refuses the section",
                                collection.section
                            );
                            return Err(Refusal::new("duplicate", child, text));
                        }
                    }
                    own_by_key.insert(key, own.len());
                    own.push(Some(Entry { contribution: number, element: index }));
                }
                _ => {}
            }
        }
        let (first, second) = if collection.is_prepended { (own, above) } else { (above, own) };
        Ok(first.into_iter().chain(second).flatten().collect())
    }

    pub(crate) fn element(&self, entry: Entry) -> Option<&'a Element> {
        let source = self.contributions.get(entry.contribution)?.source;
        source.document.element(entry.element)
    }

    /// Whether an entry may not be taken away by a file below it.
    fn is_locked(&self, entry: Entry, by: &Contribution<'_>) -> bool {
        let is_other = self.contributions.get(entry.contribution).is_some_and(|outer| outer.file != by.file);
        is_other && self.element(entry).is_some_and(|element| element.value("lockItem").eq_ignore_ascii_case("true"))
    }
}

fn locked_item(collection: &Collection, at: &Element, locked: &Element) -> Refusal {
    let text = format!(
        "`{}` is locked in `{}` and may not be removed: IIS refuses the section",
        collection.shown_key(locked),
        collection.section
    );
    Refusal::new("lock_item", at, text)
}
