//! What a function tells of itself. One file holds one function: its types, its null rules, its meaning, its
//! page of the manual, and its examples, which run as tests.

use crate::{GroupedFactory, KqlType, OwnedValue, Value};
use arrow::array::ArrayRef;
use std::sync::Arc;

/// A page of the manual.
#[derive(Debug, Clone, Copy)]
pub struct Doc {
    /// `substring(source, start [, length])`
    pub syntax: &'static str,
    /// One sentence.
    pub summary: &'static str,
    /// Null and error rules, limits, and how it differs from Microsoft's engine, if it does.
    pub notes: &'static str,
    /// Expressions with the value that `tostring` gives for them (null prints as `null`), each run as a test.
    pub examples: &'static [(&'static str, &'static str)],
}

/// What one parameter takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Param {
    /// Exactly this type after the usual conversions (`int` to `long` to `real`; `dynamic` to anything).
    Of(KqlType),
    /// Any type, unconverted.
    Any,
    /// `int`, `long`, `real` or `decimal`, unconverted.
    Number,
    /// `int` or `long`, unconverted.
    Integer,
    /// `typeof(…)`.
    TypeLiteral,
}

/// What a function gives back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Returns {
    Type(KqlType),
    /// The type of the argument with this index.
    SameAs(usize),
    /// The type named by the `typeof(…)` argument with this index, else the type.
    TypeArgument(usize, KqlType),
    /// Several columns, by name and type: a `dynamic` array that holds their values in this order. `project` and
    /// `extend` make a column of each; anywhere else the call means its first column.
    Columns(&'static [(&'static str, KqlType)]),
}

/// One way to call a function. Overloads are tried in order; the first that needs no conversion wins, then the
/// first that fits with conversions.
#[derive(Debug, Clone, Copy)]
pub struct Overload {
    pub params: &'static [Param],
    /// How many of `params` must be given.
    pub required: usize,
    /// More arguments of the last parameter's kind may follow.
    pub variadic: bool,
    pub returns: Returns,
}

impl Overload {
    pub const fn new(params: &'static [Param], returns: Returns) -> Self {
        Self { params, required: params.len(), variadic: false, returns }
    }

    #[must_use]
    pub const fn optional(mut self, count: usize) -> Self {
        self.required = self.params.len() - count;
        self
    }

    #[must_use]
    pub const fn variadic(mut self) -> Self {
        self.variadic = true;
        self
    }
}

/// How the argument and result types of a call are found.
#[derive(Clone, Copy)]
pub enum Types {
    Overloads(&'static [Overload]),
    /// For what overloads cannot say (`iff`, `case`, `coalesce`): given the argument types, what each is
    /// converted to and what comes back, or a sentence that says what is wrong.
    Custom(fn(&[KqlType]) -> Result<Bound, String>),
}

/// A call's types after overload resolution: what each argument is converted to, and the result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    pub params: Vec<KqlType>,
    pub returns: KqlType,
}

/// What a null argument does. A `string` argument is never null.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nulls {
    /// Any null argument gives null (`""` where the result is a string) without calling the function.
    Propagate,
    /// The function sees nulls.
    Handled,
}

/// How an unnamed result column is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AutoName {
    /// `Column1`, `Column2` …
    Numbered,
    /// The name that the first argument would get (`tostring(d.x)` is `d_x`).
    FirstArgument,
    /// This, and the name that the first argument would get (`strlen(b)` is `strlen_b`).
    Prefix(&'static str),
    /// Always this.
    Fixed(&'static str),
}

/// What is known of a call before the first row.
#[derive(Debug, Clone, Copy)]
pub struct Call<'c> {
    /// The constant arguments; `None` where an argument varies from row to row.
    pub constants: &'c [Option<OwnedValue>],
    /// The types of the arguments.
    pub types: &'c [KqlType],
    /// The type of the result.
    pub returns: KqlType,
}

impl Call<'_> {
    /// The argument with this index, if it is constant.
    pub fn constant(&self, index: usize) -> Option<&OwnedValue> {
        self.constants.get(index).and_then(Option::as_ref)
    }

    /// The text of the argument with this index, which has to be a constant string.
    ///
    /// # Errors
    /// A sentence that names the argument by what it `means`.
    pub fn constant_str(&self, index: usize, means: &str) -> Result<&str, String> {
        self.constant(index).and_then(Value::as_str).ok_or_else(|| format!("{means} must be a constant string"))
    }
}

/// A row-by-row implementation made for one call, with its constants already looked at.
pub type RowFunction = Arc<dyn for<'a> Fn(&[Value<'a>]) -> OwnedValue + Send + Sync>;

/// A column-by-column implementation made for one call: arguments and number of rows.
pub type BatchFunction = Arc<dyn Fn(&[ColumnArg], usize) -> Result<ArrayRef, String> + Send + Sync>;

/// One argument as a whole column, or one value for all rows.
#[derive(Debug, Clone)]
pub enum ColumnArg {
    Array(ArrayRef),
    Constant(OwnedValue),
}

/// What computes the result.
#[derive(Clone, Copy)]
pub enum Eval {
    /// One row at a time.
    Row(for<'a> fn(&[Value<'a>]) -> OwnedValue),
    /// One row at a time, after a look at the constant arguments (`None` where an argument varies): a regular
    /// expression is compiled once. An error here is an error of the query.
    Prepared(fn(&Call<'_>) -> Result<RowFunction, String>),
    /// A whole batch at once, after a look at the constant arguments and the types.
    Batch(fn(&Call<'_>) -> Result<BatchFunction, String>),
    /// The planner gives it its meaning (`now`, `toscalar`, `column_ifexists`, window functions …); the name is
    /// what the planner knows it by.
    Planner,
}

/// A scalar function or operator. Immutable and stateless: it travels by name.
pub struct Scalar {
    /// The name as KQL spells it; operators by their symbol (`has_any`, `=~`, `!contains`).
    pub name: &'static str,
    /// Other spellings with the same meaning (`todynamic` for `parse_json`).
    pub aliases: &'static [&'static str],
    pub types: Types,
    pub nulls: Nulls,
    pub auto_name: AutoName,
    /// Whether equal arguments always give equal results (`rand` does not).
    pub deterministic: bool,
    pub eval: Eval,
    pub doc: Doc,
}

impl Doc {
    /// A page without notes.
    #[must_use]
    pub const fn new(
        syntax: &'static str,
        summary: &'static str,
        examples: &'static [(&'static str, &'static str)],
    ) -> Self {
        Self { syntax, summary, notes: "", examples }
    }

    /// The page with notes.
    #[must_use]
    pub const fn notes(mut self, notes: &'static str) -> Self {
        self.notes = notes;
        self
    }
}

impl Scalar {
    /// A function without aliases that is deterministic, gives null for null, and whose columns are numbered.
    #[must_use]
    pub const fn new(name: &'static str, types: Types, eval: Eval, doc: Doc) -> Self {
        Self {
            name,
            aliases: &[],
            types,
            nulls: Nulls::Propagate,
            auto_name: AutoName::Numbered,
            deterministic: true,
            eval,
            doc,
        }
    }

    /// With other spellings.
    #[must_use]
    pub const fn aliases(mut self, aliases: &'static [&'static str]) -> Self {
        self.aliases = aliases;
        self
    }

    /// The columns that a call gives where it gives several: see [`Returns::Columns`].
    #[must_use]
    pub fn columns(&self) -> &'static [(&'static str, KqlType)] {
        let Types::Overloads(overloads) = self.types else { return &[] };
        let columns = overloads.iter().find_map(|o| match o.returns {
            Returns::Columns(columns) => Some(columns),
            _ => None,
        });
        columns.unwrap_or_default()
    }

    /// Whose unnamed columns are called as their first argument.
    #[must_use]
    pub const fn named_by_argument(mut self) -> Self {
        self.auto_name = AutoName::FirstArgument;
        self
    }

    /// Whose unnamed columns are called in a way of their own.
    #[must_use]
    pub const fn named(mut self, name: AutoName) -> Self {
        self.auto_name = name;
        self
    }

    /// That sees nulls.
    #[must_use]
    pub const fn sees_nulls(mut self) -> Self {
        self.nulls = Nulls::Handled;
        self
    }

    /// Whose result may differ from call to call.
    #[must_use]
    pub const fn varies(mut self) -> Self {
        self.deterministic = false;
        self
    }
}

impl Aggregate {
    /// An aggregate without aliases.
    #[must_use]
    pub const fn new(
        name: &'static str,
        types: Types,
        auto_name: AggregateName,
        eval: AggregateEval,
        doc: Doc,
    ) -> Self {
        Self { name, aliases: &[], types, auto_name, eval, doc }
    }

    /// With other spellings.
    #[must_use]
    pub const fn aliases(mut self, aliases: &'static [&'static str]) -> Self {
        self.aliases = aliases;
        self
    }
}

/// Gathers the rows of one group.
pub trait Accumulator: Send + Sync {
    /// One row's arguments, in row order.
    fn update(&mut self, args: &[Value<'_>]);
    /// What has been gathered, so that another accumulator of the same kind can [`Accumulator::merge`] it.
    fn state(&self) -> Vec<u8>;
    /// Takes over another accumulator's state; rows of `self` come before rows of `state`.
    fn merge(&mut self, state: &[u8]);
    fn finish(&mut self) -> OwnedValue;
    /// Bytes held, roughly.
    fn size(&self) -> usize;
}

/// How an unnamed aggregate column is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AggregateName {
    /// `count_`
    Fixed(&'static str),
    /// Prefix and the first argument's name: `dcount_` gives `dcount_b`, and `dcount_` over an expression.
    Prefix(&'static str),
    /// Prefix and the names of the first two arguments: `covariance_x_y`.
    PrefixAndArguments(&'static str),
    /// The argument's own name (`take_any(b)` is `b`).
    Argument,
    /// Prefix, first argument's name, and the constants (`percentile_a_95`).
    PrefixAndConstants(&'static str),
}

/// Makes an accumulator for one group, from the types of the arguments and their values where they are constant.
pub type AccumulatorFactory = fn(&[KqlType], &[Option<OwnedValue>]) -> Result<Box<dyn Accumulator>, String>;

/// What computes an aggregate.
#[derive(Clone, Copy)]
pub enum AggregateEval {
    /// Accumulators of our own: argument types, and constants where arguments are constant.
    Accumulator(AccumulatorFactory),
    /// The same for all groups together.
    Grouped(GroupedFactory),
    /// The planner gives it its meaning, by name (`count`, `sum`, `min`, `arg_max`, …).
    Planner,
}

/// An aggregate function.
pub struct Aggregate {
    pub name: &'static str,
    pub aliases: &'static [&'static str],
    pub types: Types,
    pub auto_name: AggregateName,
    pub eval: AggregateEval,
    pub doc: Doc,
}

/// Finds the types of a call: see [`Types`]. `type_args[i]` is set where argument `i` is a `typeof(…)`.
///
/// # Errors
/// A sentence that says which argument does not fit.
pub fn resolve(name: &str, types: &Types, args: &[KqlType], type_args: &[Option<KqlType>]) -> Result<Bound, String> {
    match types {
        Types::Custom(custom) => custom(args),
        Types::Overloads(overloads) => crate::overload::resolve(name, overloads, args, type_args),
    }
}
