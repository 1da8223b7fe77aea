//! From the conditions of a branch of a query to Sigma's, for one kind of log.

use super::condition::Condition;
use super::leaf::{Ask, leaf};
use super::source::{Field, Source};
use crate::export::flow::{Branch, Lets};
use kql_syntax::ast::{Argument, BinaryOp, Expr, ExprKind, InOp, Literal, LogicalOp, OperatorKind, StringOp};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Columns that operators made, each with the columns as they were before.
#[derive(Debug, Clone, Default)]
struct Made<'q>(BTreeMap<&'q str, (Rc<Self>, &'q Expr)>);

const DEEPEST: usize = 64;

/// Everything that a branch asks of a record of this log.
pub(super) fn read(branch: &Branch<'_>, source: &Source, lets: &Lets<'_>, notes: &mut BTreeSet<String>) -> Condition {
    let mut reader = Reader { source, lets, notes };
    let mut made = Rc::new(Made::default());
    let mut all = Vec::new();
    for operator in &branch.operators {
        match &operator.kind {
            OperatorKind::Where(condition) => all.push(reader.condition(condition, &made, 0)),
            OperatorKind::Extend(columns) | OperatorKind::Project(columns) => {
                let before = Rc::clone(&made);
                let mut after = (*made).clone();
                for column in columns {
                    if let [name] = column.names.as_slice() {
                        after.0.insert(&name.text, (Rc::clone(&before), &column.value));
                    }
                }
                made = Rc::new(after);
            }
            _ => {}
        }
    }
    Condition::All(all)
}

struct Reader<'a, 'q> {
    source: &'a Source,
    lets: &'a Lets<'q>,
    notes: &'a mut BTreeSet<String>,
}

impl<'q> Reader<'_, 'q> {
    fn condition(&mut self, expr: &'q Expr, made: &Rc<Made<'q>>, depth: usize) -> Condition {
        if depth > DEEPEST {
            return Condition::Unsaid("a condition of great depth".to_owned());
        }
        match &expr.kind {
            ExprKind::Paren(inner) => self.condition(inner, made, depth + 1),
            ExprKind::Literal(Literal::Bool(true)) => Condition::Always,
            ExprKind::Literal(Literal::Bool(false)) => Condition::Never,
            ExprKind::Logical { op, operands } => {
                let parts = operands.iter().map(|part| self.condition(part, made, depth + 1)).collect();
                if *op == LogicalOp::And { Condition::All(parts) } else { Condition::Any(parts) }
            }
            ExprKind::Binary { op, left, right, .. } => self.binary(*op, left, right, made),
            ExprKind::In { op, left, list, .. } => self.listed(*op, left, list, made),
            ExprKind::Call { name, args } => self.call(&name.text, args, made, depth),
            ExprKind::Name(name) => match made.0.get(name.text.as_str()) {
                Some((before, value)) => self.condition(value, &Rc::clone(before), depth + 1),
                None => Condition::Unsaid(format!("the truth of {}", name.text)),
            },
            _ => Condition::Unsaid("a condition that is no test of a text".to_owned()),
        }
    }

    fn call(&mut self, name: &str, args: &'q [Argument], made: &Rc<Made<'q>>, depth: usize) -> Condition {
        let first = args.first().map(|arg| &arg.value);
        match (name, first) {
            ("not", Some(inner)) => self.condition(inner, made, depth + 1).not(),
            ("isnotempty" | "isnotnull", Some(inner)) => self.filled(inner, made, depth + 1),
            ("isempty" | "isnull", Some(inner)) => self.filled(inner, made, depth + 1).not(),
            ("iff" | "iif", _) => {
                let [condition, yes, no] = args else { return Condition::Never };
                let when = self.condition(&condition.value, made, depth + 1);
                let yes = self.condition(&yes.value, made, depth + 1);
                let no = self.condition(&no.value, made, depth + 1);
                Condition::Any(vec![Condition::All(vec![when.clone(), yes]), Condition::All(vec![when.not(), no])])
            }
            _ => Condition::Unsaid(format!("the function {name}")),
        }
    }

    /// Whether a text is not empty. A text that conditions choose is, when one of those with a text holds.
    fn filled(&mut self, expr: &'q Expr, made: &Rc<Made<'q>>, depth: usize) -> Condition {
        if depth > DEEPEST {
            return Condition::Unsaid("a condition of great depth".to_owned());
        }
        match &expr.kind {
            ExprKind::Paren(inner) => self.filled(inner, made, depth + 1),
            ExprKind::Literal(Literal::String(text)) if text.is_empty() => Condition::Never,
            ExprKind::Literal(_) => Condition::Always,
            ExprKind::Name(name) if made.0.contains_key(name.text.as_str()) => match made.0.get(name.text.as_str()) {
                Some((before, value)) => self.filled(value, &Rc::clone(before), depth + 1),
                None => Condition::Never,
            },
            ExprKind::Call { name, args } if matches!(name.text.as_str(), "case" | "iff" | "iif") => {
                let mut any = Vec::new();
                let mut earlier: Vec<Condition> = Vec::new();
                let mut rest = args.as_slice();
                while let [when, then, tail @ ..] = rest {
                    let when = self.condition(&when.value, made, depth + 1);
                    let then = self.filled(&then.value, made, depth + 1);
                    // An earlier choice without a text takes what it holds for.
                    let mut all = earlier.clone();
                    all.extend([when.clone(), then.clone()]);
                    if then != Condition::Always {
                        earlier.push(when.not());
                    }
                    any.push(Condition::All(all));
                    rest = tail;
                }
                if let [last] = rest {
                    let last = self.filled(&last.value, made, depth + 1);
                    any.push(last);
                }
                Condition::Any(any)
            }
            ExprKind::Call { name, args } if name.text == "strcat" => {
                Condition::Any(args.iter().map(|arg| self.filled(&arg.value, made, depth + 1)).collect())
            }
            _ => match self.field(expr, made, depth) {
                Ok(field) => leaf(field, Ask::Empty).not(),
                Err(why) => Condition::Unsaid(why),
            },
        }
    }

    fn binary(&mut self, op: BinaryOp, left: &'q Expr, right: &'q Expr, made: &Rc<Made<'q>>) -> Condition {
        if is_recent(op, left, right) {
            return Condition::Always;
        }
        let Some(values) = self.texts(right, made) else {
            return Condition::Unsaid("a comparison of two columns".to_owned());
        };
        let (ask, negated) = match op {
            BinaryOp::Equal => (Ask::Is(values), false),
            BinaryOp::NotEqual => (Ask::Is(values), true),
            BinaryOp::String { op, negated } => match self.ask(op, values) {
                Ok(ask) => (ask, negated),
                Err(why) => return Condition::Unsaid(why),
            },
            _ => return Condition::Unsaid("a comparison by size".to_owned()),
        };
        let condition = self.asked(left, ask, made);
        if negated { condition.not() } else { condition }
    }

    fn ask(&mut self, op: StringOp, values: Vec<String>) -> Result<Ask, String> {
        Ok(match op {
            StringOp::EqualTilde => Ask::Is(values),
            StringOp::Contains | StringOp::ContainsCs => Ask::Contains(values),
            StringOp::StartsWith | StringOp::StartsWithCs => Ask::StartsWith(values),
            StringOp::EndsWith | StringOp::EndsWithCs => Ask::EndsWith(values),
            StringOp::Has
            | StringOp::HasCs
            | StringOp::HasPrefix
            | StringOp::HasPrefixCs
            | StringOp::HasSuffix
            | StringOp::HasSuffixCs => {
                self.notes.insert("`has` looks for whole words, `contains` for any part".to_owned());
                Ask::Contains(values)
            }
            StringOp::MatchesRegex => {
                let regex = values.into_iter().next().unwrap_or_default();
                Ask::Matches(regex)
            }
            StringOp::Like | StringOp::LikeCs => return Err("`like`".to_owned()),
        })
    }

    fn listed(&mut self, op: InOp, left: &'q Expr, list: &'q [Expr], made: &Rc<Made<'q>>) -> Condition {
        let values: Option<Vec<Vec<String>>> = list.iter().map(|item| self.texts(item, made)).collect();
        let Some(values) = values else {
            return Condition::Unsaid("a list that another query makes".to_owned());
        };
        let values: Vec<String> = values.into_iter().flatten().collect();
        let (ask, negated) = match op {
            InOp::In | InOp::InTilde => (Ask::Is(values), false),
            InOp::NotIn | InOp::NotInTilde => (Ask::Is(values), true),
            InOp::HasAny | InOp::NotHasAny => {
                self.notes.insert("`has` looks for whole words, `contains` for any part".to_owned());
                (Ask::Contains(values), op == InOp::NotHasAny)
            }
            InOp::HasAll => (Ask::ContainsAll(values), false),
        };
        let condition = self.asked(left, ask, made);
        if negated { condition.not() } else { condition }
    }

    fn asked(&mut self, left: &'q Expr, ask: Ask, made: &Rc<Made<'q>>) -> Condition {
        if let (ExprKind::Name(name), Ask::Is(values) | Ask::StartsWith(values)) = (&left.kind, &ask)
            && name.text == self.source.action_column()
            && !made.0.contains_key(name.text.as_str())
        {
            let is_start = matches!(ask, Ask::StartsWith(_));
            let fits = |action: &&str| {
                values.iter().any(|v| v.eq_ignore_ascii_case(action) || (is_start && action.starts_with(v.as_str())))
            };
            return if self.source.actions.iter().any(fits) { Condition::Always } else { Condition::Never };
        }
        // A text that conditions choose, compared with one of the texts: when that one is chosen.
        match self.field(left, made, 0) {
            Ok(field) => leaf(field, ask),
            Err(why) => Condition::Unsaid(why),
        }
    }

    /// The field behind an expression: a column, and what only changes its spelling.
    fn field(&mut self, expr: &'q Expr, made: &Rc<Made<'q>>, depth: usize) -> Result<Field, String> {
        if depth > DEEPEST {
            return Err("a condition of great depth".to_owned());
        }
        match &expr.kind {
            ExprKind::Paren(inner) => self.field(inner, made, depth + 1),
            ExprKind::Name(name) => match made.0.get(name.text.as_str()) {
                // `project X` keeps X: the same name, made of itself, one step before.
                Some((before, value)) => self.field(value, &Rc::clone(before), depth + 1),
                None => self.source.field(&name.text).ok_or_else(|| format!("the column {}", name.text)),
            },
            ExprKind::Path { base, member } => match (&base.kind, &member.kind) {
                (ExprKind::Name(base), ExprKind::Name(member)) if !made.0.contains_key(base.text.as_str()) => {
                    let path = format!("{}.{}", base.text, member.text);
                    self.source.field(&path).ok_or_else(|| format!("the column {path}"))
                }
                _ => Err("a member of a computed value".to_owned()),
            },
            ExprKind::Call { name, args } => {
                let note = match name.text.as_str() {
                    "tostring" | "tolower" | "toint" | "tolong" => None,
                    "confusable_fold" => Some("look-alike letters are not folded"),
                    "path_normalize" => Some("forms of a path are not made one"),
                    "replace_string" | "replace_regex" if self.removes_escapes(args, made) => {
                        Some("carets and backticks are not removed")
                    }
                    "strcat" => {
                        Some("only the first of several joined texts is looked at: encoded commands are not decoded")
                    }
                    other => return Err(format!("the function {other}")),
                };
                self.notes.extend(note.map(str::to_owned));
                let first = args.first().ok_or_else(|| format!("the function {}", name.text))?;
                self.field(&first.value, made, depth + 1)
            }
            _ => Err("a computed value".to_owned()),
        }
    }

    /// `replace_string(x, '^', '')` and its like, which undo the escapes of a shell.
    fn removes_escapes(&self, args: &'q [Argument], made: &Rc<Made<'q>>) -> bool {
        let text = |index: usize| args.get(index).and_then(|arg| self.texts(&arg.value, made)).unwrap_or_default();
        let (what, with) = (text(1).join(""), text(2).join(""));
        matches!(what.as_str(), "^" | "`" | "`\\r?\\n") && with.trim().is_empty()
    }

    /// The constant texts of an expression: one, or those of a list.
    fn texts(&self, expr: &'q Expr, made: &Rc<Made<'q>>) -> Option<Vec<String>> {
        match &expr.kind {
            ExprKind::Paren(inner) => self.texts(inner, made),
            ExprKind::Literal(Literal::String(text)) => Some(vec![text.clone()]),
            ExprKind::Literal(Literal::Long(number)) => Some(vec![number.to_string()]),
            ExprKind::Literal(Literal::Int(number)) => Some(vec![number.to_string()]),
            ExprKind::Literal(Literal::Bool(truth)) => Some(vec![truth.to_string()]),
            ExprKind::Literal(Literal::Dynamic(json)) => match serde_json::from_str(json).ok()? {
                serde_json::Value::Array(items) => items.into_iter().map(|i| i.as_str().map(str::to_owned)).collect(),
                serde_json::Value::String(text) => Some(vec![text]),
                _ => None,
            },
            ExprKind::Name(name) if !made.0.contains_key(name.text.as_str()) => {
                let value = self.lets.get(name.text.as_str())?;
                // A variable of a variable is enough; a cycle cannot be written.
                matches!(value.kind, ExprKind::Literal(_) | ExprKind::Paren(_)).then(|| self.texts(value, made))?
            }
            _ => None,
        }
    }
}

/// `TimeGenerated > ago(1h)`: every platform has its own way of looking at new records only.
fn is_recent(op: BinaryOp, left: &Expr, right: &Expr) -> bool {
    let is_time =
        matches!(&left.kind, ExprKind::Name(name) if name.text == "TimeGenerated" || name.text == "Timestamp");
    let is_ago = matches!(&right.kind, ExprKind::Call { name, .. } if name.text == "ago");
    matches!(op, BinaryOp::Greater | BinaryOp::GreaterOrEqual) && is_time && is_ago
}
