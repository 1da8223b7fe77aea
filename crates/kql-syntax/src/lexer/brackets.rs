use super::{Token, TokenKind};

/// Which bracket belongs to which, so that reading on after an error never leaves the group it began in.
pub(crate) struct Brackets {
    /// For a bracket that has one, the token index of its partner; else `NONE`.
    partner: Vec<u32>,
    /// How many matched brackets enclose a token; a bracket counts as outside of itself.
    depth: Vec<u32>,
}

const NONE: u32 = u32::MAX;

impl Brackets {
    pub(crate) fn of(tokens: &[Token]) -> Self {
        let mut partner = vec![NONE; tokens.len()];
        let mut open: Vec<(usize, TokenKind)> = Vec::new();
        // How many of each kind are open, so that a stray closer costs nothing.
        let mut counts = [0usize; 3];
        for (i, token) in tokens.iter().enumerate() {
            if let Some(closer) = token.kind.closer() {
                open.push((i, closer));
                counts[slot(closer)] += 1;
            } else if token.kind.is_closer() && counts[slot(token.kind)] > 0 && reaches(&open, token.kind, &counts) {
                while let Some((at, closer)) = open.pop() {
                    counts[slot(closer)] -= 1;
                    if closer == token.kind {
                        link(&mut partner, at, i);
                        break;
                    }
                }
            }
        }
        let mut depth = vec![0; tokens.len()];
        let mut now = 0u32;
        for (i, token) in tokens.iter().enumerate() {
            let matched = partner.get(i).is_some_and(|p| *p != NONE);
            if matched && token.kind.is_closer() {
                now = now.saturating_sub(1);
            }
            if let Some(slot) = depth.get_mut(i) {
                *slot = now;
            }
            if matched && !token.kind.is_closer() {
                now += 1;
            }
        }
        Self { partner, depth }
    }

    pub(crate) fn partner(&self, index: usize) -> Option<usize> {
        self.partner.get(index).copied().filter(|p| *p != NONE).map(|p| p as usize)
    }

    pub(crate) fn depth(&self, index: usize) -> u32 {
        self.depth.get(index).copied().unwrap_or(0)
    }
}

const fn slot(closer: TokenKind) -> usize {
    match closer {
        TokenKind::RightParen => 0,
        TokenKind::RightBracket => 1,
        _ => 2,
    }
}

/// A brace may close over unclosed `(` and `[`; these may not close over an open brace.
fn reaches(open: &[(usize, TokenKind)], closer: TokenKind, counts: &[usize; 3]) -> bool {
    closer == TokenKind::RightBrace
        || counts[slot(TokenKind::RightBrace)] == 0
        || open.last().is_some_and(|(_, top)| *top == closer)
        || open
            .iter()
            .rev()
            .take(64)
            .find(|(_, o)| *o == closer || *o == TokenKind::RightBrace)
            .is_some_and(|(_, o)| *o == closer)
}

fn link(partner: &mut [u32], a: usize, b: usize) {
    if let (Ok(a32), Ok(b32)) = (u32::try_from(a), u32::try_from(b)) {
        if let Some(slot) = partner.get_mut(a) {
            *slot = b32;
        }
        if let Some(slot) = partner.get_mut(b) {
            *slot = a32;
        }
    }
}
