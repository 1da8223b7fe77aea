//! The grammar of each tabular operator, one file per operator or family. Written by `cargo xtask codegen`.

mod r#as;
mod assert;
mod consume;
mod count;
mod datatable;
mod distinct;
mod evaluate;
mod execute_and_cache;
mod extend;
mod externaldata;
mod facet;
mod find;
mod fork;
mod getschema;
mod graph;
mod graph_match;
mod graph_to_table;
mod graph_where;
mod invoke;
mod join;
mod macro_expand;
mod make_graph;
mod make_series;
mod mv;
mod parse;
mod parse_kv;
mod partition;
mod print;
mod project;
mod project_by_names;
mod project_columns;
mod project_rename;
mod project_reorder;
mod range;
mod reduce;
mod render;
mod sample;
mod scan;
mod search;
mod serialize;
mod sort;
mod summarize;
mod take;
mod top;
mod top_hitters;
mod top_nested;
mod union;
mod r#where;

/// Every operator's grammar.
pub(crate) static ALL: &[&crate::operator::OperatorSyntax] = &[
    &r#as::SYNTAX,
    &assert::SYNTAX,
    &consume::SYNTAX,
    &count::SYNTAX,
    &datatable::SYNTAX,
    &distinct::SYNTAX,
    &evaluate::SYNTAX,
    &execute_and_cache::SYNTAX,
    &extend::SYNTAX,
    &externaldata::SYNTAX,
    &facet::SYNTAX,
    &find::SYNTAX,
    &fork::SYNTAX,
    &getschema::SYNTAX,
    &graph::SYNTAX,
    &graph_match::SYNTAX,
    &graph_to_table::SYNTAX,
    &graph_where::SYNTAX,
    &invoke::SYNTAX,
    &join::SYNTAX,
    &macro_expand::SYNTAX,
    &make_graph::SYNTAX,
    &make_series::SYNTAX,
    &mv::SYNTAX,
    &parse::SYNTAX,
    &parse_kv::SYNTAX,
    &partition::SYNTAX,
    &print::SYNTAX,
    &project::SYNTAX,
    &project_by_names::SYNTAX,
    &project_columns::SYNTAX,
    &project_rename::SYNTAX,
    &project_reorder::SYNTAX,
    &range::SYNTAX,
    &reduce::SYNTAX,
    &render::SYNTAX,
    &sample::SYNTAX,
    &scan::SYNTAX,
    &search::SYNTAX,
    &serialize::SYNTAX,
    &sort::SYNTAX,
    &summarize::SYNTAX,
    &take::SYNTAX,
    &top::SYNTAX,
    &top_hitters::SYNTAX,
    &top_nested::SYNTAX,
    &union::SYNTAX,
    &r#where::SYNTAX,
];
