use super::{Argument, ColumnDecl, Expr, Name, Parameter, Statement, TypeName, TypeSpec};
use diagnostics::Span;

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

/// `table on key`: nodes of a graph.
#[derive(Debug, Clone, PartialEq)]
pub struct GraphNodes {
    pub table: Expr,
    pub key: Name,
}

/// `(a)-[e]->(b)--(c)`: a node, and edges to further nodes. A node without a name is `None`.
#[derive(Debug, Clone, PartialEq)]
pub struct GraphPath {
    pub start: Option<Name>,
    pub steps: Vec<(GraphEdge, Option<Name>)>,
    pub span: Span,
}

/// `-[e]->`, `<-[e*1..3]-`, `--`
#[derive(Debug, Clone, PartialEq)]
pub struct GraphEdge {
    pub name: Option<Name>,
    pub direction: GraphDirection,
    /// `*least..most`: how many edges stand for this one; one without it.
    pub length: Option<(Option<i64>, Option<i64>)>,
    pub span: Span,
}

/// Where an edge leads, seen from the node that is written first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GraphDirection {
    Forward,
    Backward,
    Either,
}

/// `nodes [as name] [with_node_id = name]` or `edges …`, what `graph-to-table` gives.
#[derive(Debug, Clone, PartialEq)]
pub struct GraphTable {
    /// The nodes, else the edges.
    pub nodes: bool,
    pub name: Option<Name>,
    pub options: Vec<Setting>,
    pub span: Span,
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
    /// `distinct *` holds one [`super::ExprKind::Star`].
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
    /// `options` holds `kind`, `bagexpansion`, `with_itemindex`, and `legacy = mvexpand` for the older spelling, whose
    /// default limit differs.
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
    /// A column with a type (`project b: string`) is in `project` by name and in `options` as `b = typeof(string)`.
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
    /// A function of another cluster has its whole path, as written, for a name.
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
    /// A property may have several values: [`super::ExprKind::List`].
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
    /// `assert-schema (…)` has the schema as its condition: [`super::ExprKind::Typeof`].
    Assert {
        condition: Expr,
        message: Expr,
    },
    ExecuteAndCache,
    /// `make-graph source --> target [with table on key, …] [with_node_id = name]`
    MakeGraph {
        source: Name,
        target: Name,
        nodes: Vec<GraphNodes>,
        options: Vec<Setting>,
        /// `partitioned-by column (operators)`
        partition: Option<(Name, Box<Expr>)>,
    },
    GraphMatch {
        options: Vec<Setting>,
        paths: Vec<GraphPath>,
        condition: Option<Expr>,
        project: Vec<Assignment>,
    },
    /// Kept as text.
    GraphShortestPaths {
        text: String,
    },
    GraphToTable(Vec<GraphTable>),
    /// Kept as text.
    GraphMarkComponents {
        text: String,
    },
    GraphWhereNodes(Expr),
    GraphWhereEdges(Expr),
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
            Self::GraphToTable(_) => "graph-to-table",
            Self::GraphMarkComponents { .. } => "graph-mark-components",
            Self::GraphWhereNodes(_) => "graph-where-nodes",
            Self::GraphWhereEdges(_) => "graph-where-edges",
            Self::Error => "error",
        }
    }
}
