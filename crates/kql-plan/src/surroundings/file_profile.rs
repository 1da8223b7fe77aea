//! `invoke FileProfile(hash, limit)`: what Defender knows of files, from a table of the user's, or the little that
//! the files themselves tell.

use crate::binder::Binder;
use crate::catalog::SavedFunction;
use crate::env::Binding;
use crate::expr::Cx;
use crate::relation::Relation;
use diagnostics::{Diagnostic, SourceText, Span};
use kql_syntax::ast::{Argument, Expr, ExprKind, Function, Name, OperatorKind, Statement, StatementKind};
use std::sync::Arc;

/// The columns that the function adds, as Defender XDR's reference names them.
const COLUMNS: &[(&str, &str)] = &[
    ("GlobalPrevalence", "int"),
    ("GlobalFirstSeen", "datetime"),
    ("GlobalLastSeen", "datetime"),
    ("Signer", "string"),
    ("Issuer", "string"),
    ("SignerHash", "string"),
    ("IsCertificateValid", "bool"),
    ("IsRootSignerMicrosoft", "bool"),
    ("SignatureState", "string"),
    ("IsExecutable", "bool"),
    ("FileType", "string"),
    ("ThreatName", "string"),
    ("Publisher", "string"),
    ("SoftwareName", "string"),
    ("ProfileAvailability", "string"),
];

/// What a described file tells of these columns.
const OF_FILES: &[(&str, &str)] = &[
    ("Issuer", "SignerIssuer"),
    ("IsRootSignerMicrosoft", "SignatureRoot startswith 'Microsoft'"),
    (
        "SignatureState",
        "case(SignatureOutcome == 'unsigned', 'Unsigned', \
         SignatureOutcome in ('microsoft_windows', 'microsoft', 'microsoft_third_party', 'trusted_root', 'known_vendor'), \
         'SignedValid', SignatureOutcome in ('tampered', 'invalid', 'expired'), 'SignedInvalid', 'Unknown')",
    ),
    ("IsExecutable", "true"),
    ("FileType", "'PortableExecutable'"),
    ("Publisher", "CompanyName"),
    ("SoftwareName", "FileDescription"),
    ("ProfileAvailability", "'Available'"),
];

/// By which a file is known.
const HASHES: &[&str] = &["SHA1", "SHA256", "MD5"];

/// The user's table of profiles.
const TABLE: &str = "FileProfile";

/// The described table of files.
const FILES: &str = "PeFiles";

impl Binder<'_> {
    /// `input | invoke FileProfile(hash, limit)`
    pub(crate) fn file_profile(
        &mut self,
        input: Relation,
        name: &Name,
        args: &[Argument],
        span: Span,
    ) -> Option<Relation> {
        let default = Expr { kind: ExprKind::Name(Name { text: "SHA1".to_owned(), span: name.span }), span: name.span };
        let hash = args.first().map_or(&default, |a| &a.value);
        // Its errors belong to the query's text; below, the text is ours.
        self.scalar(hash, &mut Cx::row(&input))?;
        let profiles = self.profiles();
        if profiles.is_none_or(|table| table == FILES) {
            let message = "what Defender knows of files is not known here: most columns of `FileProfile` are null";
            let help = "give a table with hashes and these columns: `--table FileProfile=FILE.csv`";
            self.report(Diagnostic::warning("file-profile", message).at(span, "").help(help));
        }
        let text = self.text(profiles);
        let mut statements = kql_syntax::parse(&text).query.statements;
        let mut statement = statements.pop()?;
        splice(&mut statement, hash);
        let StatementKind::Expr(expr) = &statement.kind else { return None };
        let saved = SavedFunction {
            function: Arc::new(Function { view: false, parameters: Vec::new(), body: Vec::new(), span }),
            source: Arc::new(SourceText::new(TABLE, text)),
        };
        let env = self.env.with("$input", Binding::Table(Arc::new(input)));
        self.foreign(name, &saved, span, |b| b.with_env(env, |b| b.deeper(span, |b| b.table(expr))))
    }

    /// The table to read profiles from.
    fn profiles(&self) -> Option<&'static str> {
        [TABLE, FILES].into_iter().find(|name| self.catalog.table(name).is_some())
    }

    /// The query behind the call.
    fn text(&self, profiles: Option<&'static str>) -> String {
        let has = |column: &str| {
            let info = profiles.and_then(|name| self.catalog.table(name));
            info.is_some_and(|info| info.columns.iter().any(|c| c.name == column))
        };
        let keys: Vec<&str> = HASHES.iter().copied().filter(|hash| has(hash)).collect();
        let begin = "['$input'] | extend ['$hash'] = tolower(tostring(['$argument']))";
        let Some(table) = profiles.filter(|_| !keys.is_empty()) else {
            let nulls: Vec<String> = COLUMNS.iter().map(|(column, ty)| format!("{column} = {}", null(ty))).collect();
            return format!("{begin} | extend {} | project-away ['$hash']", nulls.join(", "));
        };
        let value = |column: &str, ty: &str| {
            let of_files = OF_FILES.iter().find(|(c, _)| *c == column).map(|(_, value)| (*value).to_owned());
            match of_files {
                Some(value) if table == FILES => value,
                _ if has(column) => format!("to{ty}({column})"),
                Some(_) if column == "ProfileAvailability" => "'Available'".to_owned(),
                _ => null(ty),
            }
        };
        let values: Vec<String> = COLUMNS.iter().map(|(c, ty)| format!("{c} = {}", value(c, ty))).collect();
        let values = values.join(", ");
        let legs: Vec<String> = keys
            .iter()
            .map(|key| {
                format!("({table} | where isnotempty({key}) | project ['$hash'] = tolower(tostring({key})), {values})")
            })
            .collect();
        let any: Vec<String> = COLUMNS.iter().map(|(c, _)| format!("{c} = take_any({c})")).collect();
        format!(
            "{begin} | lookup kind=leftouter (union {} | summarize {} by ['$hash']) on ['$hash'] | project-away ['$hash']",
            legs.join(", "),
            any.join(", ")
        )
    }
}

fn null(ty: &str) -> String {
    if ty == "string" { "''".to_owned() } else { format!("{ty}(null)") }
}

/// Puts the query's expression where the text has `['$argument']`.
fn splice(statement: &mut Statement, hash: &Expr) {
    let StatementKind::Expr(Expr { kind: ExprKind::Pipeline { operators, .. }, .. }) = &mut statement.kind else {
        return;
    };
    let Some(OperatorKind::Extend(columns)) = operators.first_mut().map(|o| &mut o.kind) else { return };
    let mut at = columns.first_mut().map(|c| &mut c.value);
    while let Some(expr) = at {
        if !matches!(expr.kind, ExprKind::Call { .. }) {
            *expr = hash.clone();
            return;
        }
        let ExprKind::Call { args, .. } = &mut expr.kind else { return };
        at = args.first_mut().map(|a| &mut a.value);
    }
}
