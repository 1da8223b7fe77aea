//! `execute-and-cache`: keeps an answer for the next time it is asked for. Here each answer is computed.

use crate::operator::Operator;

pub(crate) static OPERATOR: Operator = Operator {
    keywords: &["execute-and-cache"],
    starts: false,
    row_local: true,
    within: true,
    bind: |_, input, _| input,
};
