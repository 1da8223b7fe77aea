use super::Expr;
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
