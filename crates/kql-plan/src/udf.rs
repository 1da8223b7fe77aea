//! KQL's scalar functions as functions of the plan.
//!
//! One type wraps them all. Its name spells the whole call signature, so that a plan that travels to another machine
//! finds its functions there by name.

use crate::expr::call::Arg;
use crate::values::{from_scalar, to_scalar};
use datafusion::arrow::datatypes::DataType;
use datafusion::error::{DataFusionError, Result};
use datafusion::logical_expr::{
    ColumnarValue, Expr, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, TypeSignature, Volatility,
    expr::ScalarFunction,
};
use kql_functions::{ColumnArg, KqlType, OwnedValue, Prepared, Scalar, Value, prepare, read};
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

/// A call of a `kql-functions` scalar with known types.
pub(crate) struct KqlFunction {
    name: String,
    signature: Signature,
    function: &'static Scalar,
    params: Vec<Param>,
    returns: KqlType,
    /// Made at bind time, for the arguments that were constant then.
    prepared: Prepared,
    /// The call was made ready by the planner, with what only it knows: never make it ready anew.
    fixed: bool,
    constants: Vec<Option<OwnedValue>>,
    /// Made at run time, when more turned out to be constant (the value of a subquery).
    late: Mutex<Option<Late>>,
}

type Late = (Vec<Option<OwnedValue>>, Prepared);

#[derive(Debug, Clone, Copy)]
struct Param {
    ty: KqlType,
    /// A `typeof(…)`: it is part of the name and no argument of the plan's function.
    literal: bool,
}

/// The expression of a call.
pub(crate) fn call(function: &'static Scalar, args: &[Arg], returns: KqlType, prepared: Prepared) -> Expr {
    build(function, args, returns, prepared, false)
}

/// The expression of a call that the planner has made ready with what only it knows.
pub(crate) fn fixed_call(function: &'static Scalar, args: &[Arg], returns: KqlType, prepared: Prepared) -> Expr {
    build(function, args, returns, prepared, true)
}

fn build(function: &'static Scalar, args: &[Arg], returns: KqlType, prepared: Prepared, fixed: bool) -> Expr {
    let params: Vec<Param> = args.iter().map(|a| Param { ty: a.ty, literal: a.bound.is_none() }).collect();
    let udf = KqlFunction {
        name: name_of(function.name, &params, returns),
        signature: any_signature(if function.deterministic { Volatility::Immutable } else { Volatility::Volatile }),
        function,
        params,
        returns,
        prepared,
        fixed,
        constants: args.iter().map(Arg::constant).collect(),
        late: Mutex::new(None),
    };
    let exprs = args.iter().filter_map(|a| a.bound.as_ref().map(|b| b.expr.clone())).collect();
    Expr::ScalarFunction(ScalarFunction::new_udf(Arc::new(ScalarUDF::new_from_impl(udf)), exprs))
}

/// Any number of arguments of any types: the binder has already seen to them.
pub(crate) fn any_signature(volatility: Volatility) -> Signature {
    Signature::one_of(vec![TypeSignature::Nullary, TypeSignature::VariadicAny], volatility)
}

/// `substring(string,long)->string`
fn name_of(name: &str, params: &[Param], returns: KqlType) -> String {
    let params: Vec<String> =
        params.iter().map(|p| if p.literal { format!("typeof {}", p.ty) } else { p.ty.to_string() }).collect();
    format!("{name}({})->{returns}", params.join(","))
}

impl KqlFunction {
    /// What runs this call, given which arguments are constant now.
    fn prepared(&self, constants: Vec<Option<OwnedValue>>) -> Prepared {
        let news = constants.iter().zip(&self.constants).any(|(now, then)| now.is_some() && then.is_none());
        if self.fixed || !news {
            return self.prepared.clone();
        }
        let mut late = self.late.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, prepared)) = late.as_ref()
            && *known == constants
        {
            return prepared.clone();
        }
        let types: Vec<KqlType> = self.params.iter().map(|p| p.ty).collect();
        match prepare(self.function, &constants, &types, self.returns) {
            Ok(prepared) => {
                *late = Some((constants, prepared.clone()));
                prepared
            }
            // The general form runs too, and says what is wrong row by row.
            Err(_) => self.prepared.clone(),
        }
    }
}

impl fmt::Debug for KqlFunction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl PartialEq for KqlFunction {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for KqlFunction {}

impl Hash for KqlFunction {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

impl ScalarUDFImpl for KqlFunction {
    fn name(&self) -> &str {
        &self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(self.returns.arrow())
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let mut given = args.args.iter();
        let mut columns = Vec::with_capacity(self.params.len());
        let mut all_scalar = self.function.deterministic;
        for param in &self.params {
            columns.push(match (param.literal, if param.literal { None } else { given.next() }) {
                (true, _) => ColumnArg::Constant(Value::Type(param.ty)),
                (false, Some(ColumnarValue::Scalar(scalar))) => ColumnArg::Constant(from_scalar(scalar, param.ty)?),
                (false, Some(ColumnarValue::Array(array))) => {
                    all_scalar = false;
                    ColumnArg::Array(Arc::clone(array))
                }
                (false, None) => return Err(DataFusionError::Internal(format!("{}: too few arguments", self.name))),
            });
        }
        let constants = columns
            .iter()
            .map(|c| match c {
                ColumnArg::Constant(value) => Some(value.clone()),
                ColumnArg::Array(_) => None,
            })
            .collect();
        let rows = if all_scalar { 1 } else { args.number_rows };
        let array = self.prepared(constants).run(&columns, rows).map_err(DataFusionError::Execution)?;
        if !all_scalar {
            return Ok(ColumnarValue::Array(array));
        }
        let value = read(array.as_ref(), self.returns).map_err(DataFusionError::Execution)?.get(0).into_owned();
        Ok(ColumnarValue::Scalar(to_scalar(&value, self.returns)))
    }
}
