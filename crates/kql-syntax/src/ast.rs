//! The syntax tree. Plain data with public fields: every node carries the [`Span`] it was read from.
//!
//! KQL decides only at binding whether a name is a table, a column or a `let` variable, so scalar and tabular
//! expressions share one type, [`Expr`]; a pipeline is an expression too.

use diagnostics::Span;

/// A whole query text: statements separated by `;`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Query {
    pub statements: Vec<Statement>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    pub kind: StatementKind,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub enum StatementKind {
    /// `let name = expression`
    Let { name: Name, value: Expr },
    /// `let name = [view] (parameters) { body }`
    LetFunction { name: Name, function: Function },
    /// `set option [= value]`
    Set { option: Name, value: Option<Expr> },
    /// `declare query_parameters (name: type = default, …)`
    DeclareParameters(Vec<Parameter>),
    /// `declare pattern …`, kept as text.
    DeclarePattern { name: Option<Name> },
    /// `alias database x = …`
    Alias { name: Name, value: Expr },
    /// `restrict access to (…)`
    Restrict { entities: Vec<Expr> },
    /// An expression whose result the query returns.
    Expr(Expr),
    /// What could not be read as any statement.
    Error,
}

/// A user-defined function.
#[derive(Debug, Clone, PartialEq)]
pub struct Function {
    pub view: bool,
    pub parameters: Vec<Parameter>,
    /// Statements of the body; the last one is its result.
    pub body: Vec<Statement>,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    pub name: Name,
    pub kind: ParameterKind,
    pub default: Option<Expr>,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub enum ParameterKind {
    Scalar(TypeName),
    /// `T: (a: string, …)`; `None` stands for `(*)`.
    Tabular(Option<Vec<ColumnDecl>>),
}

/// `name: type`, as in `datatable`, `externaldata` and tabular parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnDecl {
    pub name: Name,
    pub ty: TypeName,
}

/// An identifier; bracketed forms (`['a b']`) arrive unquoted.
#[derive(Debug, Clone, PartialEq)]
pub struct Name {
    pub text: String,
    pub span: Span,
}

/// A type's name as written: `string`, `long`, `date`, `double`, …
#[derive(Debug, Clone, PartialEq)]
pub struct TypeName {
    pub text: String,
    pub span: Span,
}

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

/// One operator after a `|`, or the one that starts a pipeline.
#[derive(Debug, Clone, PartialEq)]
pub struct Operator {
    pub kind: OperatorKind,
    /// `hint.strategy = shuffle` and the like: parsed, kept, without effect on results.
    pub hints: Vec<Setting>,
    pub span: Span,
}

/// `name = value` among an operator's parameters (`kind = inner`, `withsource = T`, `hint.x = y`).
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    pub name: Name,
    pub value: Expr,
}

/// `name = expr`, `(a, b) = expr` or a bare expression.
#[derive(Debug, Clone, PartialEq)]
pub struct Assignment {
    /// Empty: unnamed. More than one: `(a, b) = arg_max(…)`.
    pub names: Vec<Name>,
    pub value: Expr,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub struct OrderKey {
    pub expr: Expr,
    /// `None` is the default: descending.
    pub ascending: Option<bool>,
    /// `None` is the default: nulls first when ascending, last when descending.
    pub nulls_first: Option<bool>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JoinKind {
    InnerUnique,
    Inner,
    LeftOuter,
    RightOuter,
    FullOuter,
    LeftAnti,
    RightAnti,
    LeftSemi,
    RightSemi,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParseKind {
    Simple,
    Regex,
    Relaxed,
}

/// One item of a `parse` pattern.
#[derive(Debug, Clone, PartialEq)]
pub enum ParsePart {
    /// `*`
    Skip,
    Text {
        text: String,
        span: Span,
    },
    /// `name` or `name: type`
    Column {
        name: Name,
        ty: Option<TypeName>,
    },
}

#[derive(Debug, Clone, PartialEq)]
pub struct MvColumn {
    pub name: Option<Name>,
    pub value: Expr,
    /// `to typeof(T)`
    pub ty: Option<TypeName>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReorderOrder {
    AsWritten,
    Ascending,
    Descending,
    GrannyAscending,
    GrannyDescending,
}

#[derive(Debug, Clone, PartialEq)]
pub struct SeriesAggregate {
    pub assignment: Assignment,
    pub default: Option<Expr>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct TopNestedLevel {
    pub count: Option<Expr>,
    pub of: Assignment,
    pub others: Option<Expr>,
    pub by: Assignment,
    pub ascending: Option<bool>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ScanStep {
    pub name: Name,
    pub optional: bool,
    /// `output = all | last | none`
    pub output: Option<Name>,
    pub condition: Expr,
    pub assignments: Vec<Assignment>,
}

/// The operators. What a variant does not model in detail it keeps in `options`.
#[derive(Debug, Clone, PartialEq)]
pub enum OperatorKind {
    /// `where`, `filter`
    Where(Expr),
    Project(Vec<Assignment>),
    Extend(Vec<Assignment>),
    /// Each is a name or a wildcard.
    ProjectAway(Vec<Expr>),
    ProjectKeep(Vec<Expr>),
    ProjectRename(Vec<Assignment>),
    ProjectReorder(Vec<(Expr, ReorderOrder)>),
    /// `project-smart`, `project-by-names`: legacy or rare forms, kept as written.
    ProjectByNames(Vec<Expr>),
    Summarize {
        aggregates: Vec<Assignment>,
        by: Vec<Assignment>,
        options: Vec<Setting>,
    },
    /// `distinct *` holds one [`ExprKind::Star`].
    Distinct(Vec<Assignment>),
    /// `sort by`, `order by`
    Sort(Vec<OrderKey>),
    Top {
        count: Expr,
        by: OrderKey,
    },
    /// `take`, `limit`
    Take(Expr),
    Sample(Expr),
    SampleDistinct {
        count: Expr,
        of: Expr,
    },
    TopNested(Vec<TopNestedLevel>),
    TopHitters {
        count: Expr,
        of: Expr,
        by: Option<Expr>,
    },
    /// `count as n` is followed by a `ProjectRename` of `Count` to `n`.
    Count,
    Join {
        kind: Option<JoinKind>,
        right: Expr,
        on: Vec<Expr>,
        options: Vec<Setting>,
    },
    Lookup {
        kind: Option<JoinKind>,
        right: Expr,
        on: Vec<Expr>,
        options: Vec<Setting>,
    },
    /// As the first operator, or after a `|` (then the input is the first leg). `options` holds `kind`,
    /// `withsource` and `isfuzzy`.
    Union {
        tables: Vec<Expr>,
        options: Vec<Setting>,
    },
    MvExpand {
        columns: Vec<MvColumn>,
        limit: Option<Expr>,
        options: Vec<Setting>,
    },
    MvApply {
        columns: Vec<MvColumn>,
        limit: Option<Expr>,
        item_index: Option<Name>,
        on: Box<Expr>,
    },
    Parse {
        kind: ParseKind,
        flags: Option<String>,
        expr: Expr,
        parts: Vec<ParsePart>,
        required: bool,
    },
    ParseKv {
        expr: Expr,
        columns: Vec<ColumnDecl>,
        options: Vec<Setting>,
    },
    MakeSeries {
        aggregates: Vec<SeriesAggregate>,
        on: Assignment,
        from: Option<Expr>,
        to: Option<Expr>,
        /// Always there in a tree without errors. The legacy `in range(from, to, step)` form, whose `to` is inclusive,
        /// fills the same three fields and adds `in = range` to `options`.
        step: Option<Expr>,
        by: Vec<Assignment>,
        options: Vec<Setting>,
    },
    /// `in (T, U)` tables, the condition; `options` holds `kind = case_sensitive`.
    Search {
        tables: Vec<Expr>,
        condition: Expr,
        options: Vec<Setting>,
    },
    Find {
        tables: Vec<Expr>,
        condition: Expr,
        project: Option<Vec<Expr>>,
        project_away: Option<Vec<Expr>>,
        options: Vec<Setting>,
    },
    Partition {
        by: Expr,
        scope: Option<Expr>,
        body: Box<Expr>,
        options: Vec<Setting>,
    },
    Serialize(Vec<Assignment>),
    Scan {
        order: Vec<OrderKey>,
        partition: Vec<Expr>,
        declare: Vec<Parameter>,
        steps: Vec<ScanStep>,
        options: Vec<Setting>,
    },
    /// `evaluate plugin(args) [: schema]`
    Evaluate {
        plugin: Name,
        args: Vec<Argument>,
        schema: Option<TypeSpec>,
        options: Vec<Setting>,
    },
    Invoke {
        function: Name,
        args: Vec<Argument>,
    },
    Datatable {
        columns: Vec<ColumnDecl>,
        values: Vec<Expr>,
    },
    ExternalData {
        columns: Vec<ColumnDecl>,
        addresses: Vec<Expr>,
        options: Vec<Setting>,
    },
    Print(Vec<Assignment>),
    Range {
        name: Name,
        from: Expr,
        to: Expr,
        step: Expr,
    },
    GetSchema,
    Fork(Vec<(Option<Name>, Expr)>),
    Facet {
        by: Vec<Expr>,
        with: Option<Expr>,
    },
    Consume,
    As {
        name: Name,
        options: Vec<Setting>,
    },
    Render {
        chart: Option<Name>,
        options: Vec<Setting>,
    },
    Reduce {
        by: Expr,
        options: Vec<Setting>,
    },
    MacroExpand {
        entity: Expr,
        scope: Option<Name>,
        body: Vec<Statement>,
    },
    Assert {
        condition: Expr,
        message: Expr,
    },
    ExecuteAndCache,
    MakeGraph {
        text: String,
    },
    GraphMatch {
        text: String,
    },
    GraphShortestPaths {
        text: String,
    },
    GraphToTable {
        text: String,
    },
    GraphMarkComponents {
        text: String,
    },
    GraphWhereNodes {
        text: String,
    },
    GraphWhereEdges {
        text: String,
    },
    /// A word that names no operator; a diagnostic stands at it.
    Error,
}

impl OperatorKind {
    /// The operator as written in KQL, for messages.
    pub const fn keyword(&self) -> &'static str {
        match self {
            Self::Where(_) => "where",
            Self::Project(_) => "project",
            Self::Extend(_) => "extend",
            Self::ProjectAway(_) => "project-away",
            Self::ProjectKeep(_) => "project-keep",
            Self::ProjectRename(_) => "project-rename",
            Self::ProjectReorder(_) => "project-reorder",
            Self::ProjectByNames(_) => "project-by-names",
            Self::Summarize { .. } => "summarize",
            Self::Distinct(_) => "distinct",
            Self::Sort(_) => "sort",
            Self::Top { .. } => "top",
            Self::Take(_) => "take",
            Self::Sample(_) => "sample",
            Self::SampleDistinct { .. } => "sample-distinct",
            Self::TopNested(_) => "top-nested",
            Self::TopHitters { .. } => "top-hitters",
            Self::Count => "count",
            Self::Join { .. } => "join",
            Self::Lookup { .. } => "lookup",
            Self::Union { .. } => "union",
            Self::MvExpand { .. } => "mv-expand",
            Self::MvApply { .. } => "mv-apply",
            Self::Parse { required: false, .. } => "parse",
            Self::Parse { required: true, .. } => "parse-where",
            Self::ParseKv { .. } => "parse-kv",
            Self::MakeSeries { .. } => "make-series",
            Self::Search { .. } => "search",
            Self::Find { .. } => "find",
            Self::Partition { .. } => "partition",
            Self::Serialize(_) => "serialize",
            Self::Scan { .. } => "scan",
            Self::Evaluate { .. } => "evaluate",
            Self::Invoke { .. } => "invoke",
            Self::Datatable { .. } => "datatable",
            Self::ExternalData { .. } => "externaldata",
            Self::Print(_) => "print",
            Self::Range { .. } => "range",
            Self::GetSchema => "getschema",
            Self::Fork(_) => "fork",
            Self::Facet { .. } => "facet",
            Self::Consume => "consume",
            Self::As { .. } => "as",
            Self::Render { .. } => "render",
            Self::Reduce { .. } => "reduce",
            Self::MacroExpand { .. } => "macro-expand",
            Self::Assert { .. } => "assert",
            Self::ExecuteAndCache => "execute-and-cache",
            Self::MakeGraph { .. } => "make-graph",
            Self::GraphMatch { .. } => "graph-match",
            Self::GraphShortestPaths { .. } => "graph-shortest-paths",
            Self::GraphToTable { .. } => "graph-to-table",
            Self::GraphMarkComponents { .. } => "graph-mark-components",
            Self::GraphWhereNodes { .. } => "graph-where-nodes",
            Self::GraphWhereEdges { .. } => "graph-where-edges",
            Self::Error => "error",
        }
    }
}
