use super::{ColumnDecl, Name, Operator, TypeName};
use diagnostics::Span;

#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    pub kind: ExprKind,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub enum ExprKind {
    Literal(Literal),
    /// A column, table, variable or parameterless function: known only to the binder.
    Name(Name),
    /// A name with `*` in it, as in `union Device*` or `project-away x*`.
    Wildcard(Name),
    /// `*` alone.
    Star,
    /// `-x`, `+x`
    Unary {
        op: UnaryOp,
        operand: Box<Expr>,
    },
    Binary {
        op: BinaryOp,
        op_span: Span,
        left: Box<Expr>,
        right: Box<Expr>,
    },
    /// `a and b and c`, `a or b or c`: flat, so that long chains stay shallow. At least two operands.
    Logical {
        op: LogicalOp,
        operands: Vec<Expr>,
    },
    /// `x in (…)`, `x has_any (…)` and their family.
    In {
        op: InOp,
        op_span: Span,
        left: Box<Expr>,
        list: Vec<Expr>,
    },
    /// `x between (low .. high)`
    Between {
        negated: bool,
        left: Box<Expr>,
        low: Box<Expr>,
        high: Box<Expr>,
    },
    /// `f(a, b)`: `f` may be built in or the user's. `entity_group [a, b]` is a call, too, and `datetime(now)` is the
    /// call `now()`.
    Call {
        name: Name,
        args: Vec<Argument>,
    },
    /// `base.member`; also `cluster('x').database('y').T`, whose member may be a call.
    Path {
        base: Box<Expr>,
        member: Box<Expr>,
    },
    /// `base[index]`
    Index {
        base: Box<Expr>,
        index: Box<Expr>,
    },
    /// `typeof(long)`, or `typeof(a: string, b: long)` for plugins.
    Typeof(TypeSpec),
    /// `source | operator | operator`; `source` is absent where the first operator makes rows itself
    /// (`print`, `range`, `datatable`, `union`, `search`, `find`, `externaldata`, `evaluate` …).
    Pipeline {
        source: Option<Box<Expr>>,
        operators: Vec<Operator>,
    },
    /// An expression in parentheses; kept so that `(a) b` and spans stay exact.
    Paren(Box<Expr>),
    /// `[a, b]` where the grammar takes a list (`datatable` rows, `externaldata` addresses).
    List(Vec<Expr>),
    /// What could not be read; a diagnostic stands at its span.
    Error,
}

#[derive(Debug, Clone, PartialEq)]
pub enum TypeSpec {
    Scalar(TypeName),
    Schema(Vec<ColumnDecl>),
    /// `typeof(*)` or `typeof(*, a: string)`
    AnySchema(Vec<ColumnDecl>),
}

/// A positional or named (`name = value`) argument.
#[derive(Debug, Clone, PartialEq)]
pub struct Argument {
    pub name: Option<Name>,
    pub value: Expr,
}

/// A literal's value. `Null` of a type is `long(null)` and its like.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    Bool(bool),
    /// `int(5)`
    Int(i32),
    /// `5`, `0x1F`, `long(5)`
    Long(i64),
    Real(f64),
    /// `decimal(1.5)`, as written.
    Decimal(String),
    /// Escapes resolved, adjacent literals joined.
    String(String),
    /// Ticks of 100 ns since 0001-01-01T00:00:00Z.
    DateTime(i64),
    /// Ticks of 100 ns.
    TimeSpan(i64),
    /// Canonical lower-case text with dashes.
    Guid(String),
    /// `dynamic(…)` as minified JSON text; JSON `null` is `Null`.
    Dynamic(String),
    /// `long(null)`, `dynamic(null)` …; the type's canonical KQL name.
    Null(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnaryOp {
    Minus,
    Plus,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogicalOp {
    And,
    Or,
}

/// Operators with one right operand. Arithmetic, comparison and string matching.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BinaryOp {
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    /// A string or term operator by its KQL spelling without `!`: see [`StringOp`].
    String {
        op: StringOp,
        negated: bool,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StringOp {
    /// `=~`, `!~`
    EqualTilde,
    Contains,
    ContainsCs,
    StartsWith,
    StartsWithCs,
    EndsWith,
    EndsWithCs,
    /// `has`, and `:` in `search` and `where`
    Has,
    HasCs,
    HasPrefix,
    HasPrefixCs,
    HasSuffix,
    HasSuffixCs,
    MatchesRegex,
    /// `like`, `notlike` (legacy)
    Like,
    LikeCs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum InOp {
    In,
    NotIn,
    /// `in~`
    InTilde,
    NotInTilde,
    HasAny,
    HasAll,
    /// `!has_any`, `!has_all` are accepted by no engine; the parser reports them.
    NotHasAny,
}
