//! Visits every part of a query's tree. The parser bounds the height of trees, so recursion ends early enough.

use kql_syntax::ast::{
    Assignment, Expr, ExprKind, Function, Operator, OperatorKind, Setting, Statement, StatementKind,
};

/// A part of a tree.
#[derive(Clone, Copy)]
pub(super) enum Node<'a> {
    Expr(&'a Expr),
    Operator(&'a Operator),
    /// The statements of a query or of a function's body.
    Statements(&'a [Statement]),
}

type Visit<'v, 'a> = &'v mut dyn FnMut(Node<'a>);

pub(super) fn statements<'a>(list: &'a [Statement], visit: Visit<'_, 'a>) {
    visit(Node::Statements(list));
    for statement in list {
        match &statement.kind {
            StatementKind::Let { value, .. } | StatementKind::Alias { value, .. } | StatementKind::Expr(value) => {
                expr(value, visit);
            }
            StatementKind::LetFunction { function: called, .. } => function(called, visit),
            StatementKind::DeclareParameters(parameters) => {
                parameters.iter().filter_map(|p| p.default.as_ref()).for_each(|e| expr(e, visit));
            }
            StatementKind::Restrict { entities } => all(entities, visit),
            StatementKind::Set { .. } | StatementKind::DeclarePattern { .. } | StatementKind::Error => {}
        }
    }
}

fn function<'a>(function: &'a Function, visit: Visit<'_, 'a>) {
    function.parameters.iter().filter_map(|p| p.default.as_ref()).for_each(|e| expr(e, visit));
    statements(&function.body, visit);
}

fn all<'a>(list: &'a [Expr], visit: Visit<'_, 'a>) {
    list.iter().for_each(|e| expr(e, visit));
}

fn assigned<'a>(list: &'a [Assignment], visit: Visit<'_, 'a>) {
    list.iter().for_each(|a| expr(&a.value, visit));
}

fn settings<'a>(list: &'a [Setting], visit: Visit<'_, 'a>) {
    list.iter().for_each(|s| expr(&s.value, visit));
}

pub(super) fn expr<'a>(at: &'a Expr, visit: Visit<'_, 'a>) {
    visit(Node::Expr(at));
    match &at.kind {
        ExprKind::Unary { operand, .. } => expr(operand, visit),
        ExprKind::Binary { left, right, .. } => {
            expr(left, visit);
            expr(right, visit);
        }
        ExprKind::Logical { operands, .. } | ExprKind::List(operands) => all(operands, visit),
        ExprKind::In { left, list, .. } => {
            expr(left, visit);
            all(list, visit);
        }
        ExprKind::Between { left, low, high, .. } => [left, low, high].into_iter().for_each(|e| expr(e, visit)),
        ExprKind::Call { args, .. } => args.iter().for_each(|a| expr(&a.value, visit)),
        ExprKind::Path { base, member } => {
            expr(base, visit);
            // A plain member is no name of its own.
            if !matches!(member.kind, ExprKind::Name(_)) {
                expr(member, visit);
            }
        }
        ExprKind::Index { base, index } => {
            expr(base, visit);
            expr(index, visit);
        }
        ExprKind::Pipeline { source, operators } => {
            source.iter().for_each(|e| expr(e, visit));
            for operator in operators {
                visit(Node::Operator(operator));
                inside(&operator.kind, visit);
            }
        }
        ExprKind::Paren(inner) => expr(inner, visit),
        ExprKind::Literal(_)
        | ExprKind::Name(_)
        | ExprKind::Wildcard(_)
        | ExprKind::Star
        | ExprKind::Typeof(_)
        | ExprKind::Error => {}
    }
}

fn inside<'a>(kind: &'a OperatorKind, visit: Visit<'_, 'a>) {
    use OperatorKind as K;
    match kind {
        K::Where(e) | K::Take(e) | K::Sample(e) => expr(e, visit),
        K::Project(list)
        | K::Extend(list)
        | K::ProjectRename(list)
        | K::Distinct(list)
        | K::Serialize(list)
        | K::Print(list) => assigned(list, visit),
        K::ProjectAway(list) | K::ProjectKeep(list) | K::ProjectByNames(list) => all(list, visit),
        K::ProjectReorder(list) => list.iter().for_each(|(e, _)| expr(e, visit)),
        K::Summarize { aggregates, by, options } => {
            assigned(aggregates, visit);
            assigned(by, visit);
            settings(options, visit);
        }
        K::Sort(keys) => keys.iter().for_each(|k| expr(&k.expr, visit)),
        K::Top { count, by } => [count, &by.expr].into_iter().for_each(|e| expr(e, visit)),
        K::SampleDistinct { count, of } => [count, of].into_iter().for_each(|e| expr(e, visit)),
        K::TopHitters { count, of, by } => {
            [Some(count), Some(of), by.as_ref()].into_iter().flatten().for_each(|e| expr(e, visit))
        }
        K::TopNested(levels) => {
            for level in levels {
                level.count.iter().chain(&level.others).for_each(|e| expr(e, visit));
                expr(&level.of.value, visit);
                expr(&level.by.value, visit);
            }
        }
        K::Join { right, on, .. } | K::Lookup { right, on, .. } => {
            expr(right, visit);
            all(on, visit);
        }
        K::Union { tables, .. } => all(tables, visit),
        K::MvExpand { columns, limit, .. } => {
            columns.iter().for_each(|c| expr(&c.value, visit));
            limit.iter().for_each(|e| expr(e, visit));
        }
        K::MvApply { columns, limit, on, .. } => {
            columns.iter().for_each(|c| expr(&c.value, visit));
            limit.iter().for_each(|e| expr(e, visit));
            expr(on, visit);
        }
        K::Parse { expr: e, .. } | K::ParseKv { expr: e, .. } => expr(e, visit),
        K::MakeSeries { aggregates, on, from, to, step, by, .. } => {
            for aggregate in aggregates {
                expr(&aggregate.assignment.value, visit);
                aggregate.default.iter().for_each(|e| expr(e, visit));
            }
            expr(&on.value, visit);
            [from, to, step].into_iter().flatten().for_each(|e| expr(e, visit));
            assigned(by, visit);
        }
        K::Search { tables, condition, .. } => {
            all(tables, visit);
            expr(condition, visit);
        }
        K::Find { tables, condition, project, project_away, .. } => {
            all(tables, visit);
            expr(condition, visit);
            [project, project_away].into_iter().flatten().for_each(|list| all(list, visit));
        }
        K::Partition { by, scope, body, .. } => {
            expr(by, visit);
            scope.iter().for_each(|e| expr(e, visit));
            expr(body, visit);
        }
        K::Scan { order, partition, declare, steps, .. } => {
            order.iter().for_each(|k| expr(&k.expr, visit));
            all(partition, visit);
            declare.iter().filter_map(|p| p.default.as_ref()).for_each(|e| expr(e, visit));
            for step in steps {
                expr(&step.condition, visit);
                assigned(&step.assignments, visit);
            }
        }
        K::Evaluate { args, .. } | K::Invoke { args, .. } => args.iter().for_each(|a| expr(&a.value, visit)),
        K::Datatable { values, .. } => all(values, visit),
        K::ExternalData { addresses, .. } => all(addresses, visit),
        K::Range { from, to, step, .. } => [from, to, step].into_iter().for_each(|e| expr(e, visit)),
        K::Fork(legs) => legs.iter().for_each(|(_, e)| expr(e, visit)),
        K::Facet { by, with } => {
            all(by, visit);
            with.iter().for_each(|e| expr(e, visit));
        }
        K::Reduce { by, options } => {
            expr(by, visit);
            settings(options, visit);
        }
        K::MacroExpand { entity, body, .. } => {
            expr(entity, visit);
            statements(body, visit);
        }
        K::MakeGraph { nodes, partition, .. } => {
            nodes.iter().for_each(|n| expr(&n.table, visit));
            partition.iter().for_each(|(_, body)| expr(body, visit));
        }
        K::GraphMatch { condition, project, .. } => {
            condition.iter().for_each(|e| expr(e, visit));
            assigned(project, visit);
        }
        K::GraphWhereNodes(condition) | K::GraphWhereEdges(condition) => expr(condition, visit),
        K::Assert { condition, message } => [condition, message].into_iter().for_each(|e| expr(e, visit)),
        _ => {}
    }
}
