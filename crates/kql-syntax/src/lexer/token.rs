use diagnostics::Span;

/// What a token is. The text itself stays in the query; a token only knows where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// A name or a keyword; only the parser can tell. `in~` is one word too.
    Word,
    /// `!contains`, `!in~`: an exclamation mark grown together with a word.
    BangWord,
    /// `5`, `0x1F`
    Integer,
    /// `1.5`, `1e-3`
    Real,
    /// `1d`, `1.5h`, `3ticks`
    TimeSpan,
    /// A whole string literal, prefix and quotes included.
    String,
    /// `datetime(…)`, `guid(…)`: the type, the parentheses and raw text between them.
    Typed,
    /// A string or typed literal that never ends, or holds an escape that does not exist.
    Broken(Broken),
    /// Characters that mean nothing in KQL.
    Unknown,
    LeftParen,
    RightParen,
    LeftBracket,
    RightBracket,
    LeftBrace,
    RightBrace,
    Comma,
    Semicolon,
    Colon,
    Dot,
    DotDot,
    Pipe,
    Plus,
    Minus,
    Star,
    Slash,
    Percent,
    Assign,
    Equal,
    NotEqual,
    EqualTilde,
    NotTilde,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    /// `=>`
    Arrow,
    End,
}

/// Why a literal could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Broken {
    /// The string's line, or the text, ends before its quote.
    Unclosed,
    /// A backslash, this many bytes into the literal, is followed by what is no escape.
    Escape(u32),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) span: Span,
    /// Whether a line ends between this token and the one before it.
    pub(crate) starts_line: bool,
}

impl TokenKind {
    /// The bracket that closes this one.
    pub(crate) const fn closer(self) -> Option<Self> {
        match self {
            Self::LeftParen => Some(Self::RightParen),
            Self::LeftBracket => Some(Self::RightBracket),
            Self::LeftBrace => Some(Self::RightBrace),
            _ => None,
        }
    }

    pub(crate) const fn is_closer(self) -> bool {
        matches!(self, Self::RightParen | Self::RightBracket | Self::RightBrace)
    }

    /// How messages name a punctuation mark they expect.
    pub(crate) const fn mark(self) -> &'static str {
        match self {
            Self::LeftParen => "`(`",
            Self::RightParen => "`)`",
            Self::LeftBracket => "`[`",
            Self::RightBracket => "`]`",
            Self::LeftBrace => "`{`",
            Self::RightBrace => "`}`",
            Self::Comma => "`,`",
            Self::Semicolon => "`;`",
            Self::Colon => "`:`",
            Self::Assign => "`=`",
            Self::DotDot => "`..`",
            Self::Arrow => "`=>`",
            Self::Pipe => "`|`",
            _ => "something else",
        }
    }
}
