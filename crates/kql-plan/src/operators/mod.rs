//! Tabular operators, one file each: how its names are bound and what plan it becomes.
//!
//! Written by `cargo xtask codegen`.

pub(crate) mod r#as;
pub(crate) mod assert;
pub(crate) mod consume;
pub(crate) mod count;
pub(crate) mod datatable;
pub(crate) mod distinct;
pub(crate) mod evaluate;
pub(crate) mod execute_and_cache;
pub(crate) mod extend;
pub(crate) mod externaldata;
pub(crate) mod facet;
pub(crate) mod find;
pub(crate) mod fork;
pub(crate) mod getschema;
pub(crate) mod graph_match;
pub(crate) mod graph_to_table;
pub(crate) mod graph_where;
pub(crate) mod invoke;
pub(crate) mod join;
pub(crate) mod lookup;
pub(crate) mod make_graph;
pub(crate) mod make_series;
pub(crate) mod mv_apply;
pub(crate) mod mv_expand;
pub(crate) mod parse;
pub(crate) mod parse_kv;
pub(crate) mod partition;
pub(crate) mod print;
pub(crate) mod project;
pub(crate) mod project_away;
pub(crate) mod project_by_names;
pub(crate) mod project_keep;
pub(crate) mod project_rename;
pub(crate) mod project_reorder;
pub(crate) mod range;
pub(crate) mod reduce;
pub(crate) mod render;
pub(crate) mod sample;
pub(crate) mod sample_distinct;
pub(crate) mod scan;
pub(crate) mod search;
pub(crate) mod serialize;
pub(crate) mod sort;
pub(crate) mod summarize;
pub(crate) mod take;
pub(crate) mod top;
pub(crate) mod top_hitters;
pub(crate) mod top_nested;
pub(crate) mod union;
pub(crate) mod r#where;

/// All of them.
pub(crate) static ALL: &[&crate::operator::Operator] = &[
    &r#as::OPERATOR,
    &assert::OPERATOR,
    &consume::OPERATOR,
    &count::OPERATOR,
    &datatable::OPERATOR,
    &distinct::OPERATOR,
    &evaluate::OPERATOR,
    &execute_and_cache::OPERATOR,
    &extend::OPERATOR,
    &externaldata::OPERATOR,
    &facet::OPERATOR,
    &find::OPERATOR,
    &fork::OPERATOR,
    &getschema::OPERATOR,
    &graph_match::OPERATOR,
    &graph_to_table::OPERATOR,
    &graph_where::OPERATOR,
    &invoke::OPERATOR,
    &join::OPERATOR,
    &lookup::OPERATOR,
    &make_graph::OPERATOR,
    &make_series::OPERATOR,
    &mv_apply::OPERATOR,
    &mv_expand::OPERATOR,
    &parse::OPERATOR,
    &parse_kv::OPERATOR,
    &partition::OPERATOR,
    &print::OPERATOR,
    &project::OPERATOR,
    &project_away::OPERATOR,
    &project_by_names::OPERATOR,
    &project_keep::OPERATOR,
    &project_rename::OPERATOR,
    &project_reorder::OPERATOR,
    &range::OPERATOR,
    &reduce::OPERATOR,
    &render::OPERATOR,
    &sample::OPERATOR,
    &sample_distinct::OPERATOR,
    &scan::OPERATOR,
    &search::OPERATOR,
    &serialize::OPERATOR,
    &sort::OPERATOR,
    &summarize::OPERATOR,
    &take::OPERATOR,
    &top::OPERATOR,
    &top_hitters::OPERATOR,
    &top_nested::OPERATOR,
    &union::OPERATOR,
    &r#where::OPERATOR,
];
