//! Lambda.

use super::super::arguments::Text;
use super::super::arn;
use super::super::call::Call;

/// See [Lambda](https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html). A function, a version of it and
/// an alias are different resources.
pub(super) fn invoke(call: &mut Call<'_>) {
    let function = match call.arguments.text("FunctionName") {
        Text::Constant(name) => function(name),
        Text::Computed | Text::Absent => {
            let any = arn::own("lambda", "function:*");
            call.warn_computed("FunctionName", &any);
            any
        }
    };
    let qualified = match call.arguments.text("Qualifier") {
        Text::Constant(qualifier) if !function.ends_with('*') => format!("{function}:{qualifier}"),
        Text::Computed if !function.ends_with('*') => {
            let any = format!("{function}:*");
            call.warn_computed("Qualifier", &any);
            any
        }
        Text::Constant(_) | Text::Computed | Text::Absent => function,
    };
    call.allow(&["lambda:InvokeFunction"], &[qualified]);
}

/// The ARN of what is an ARN, a part of one (`123456789012:function:name`) or a name, with its version or alias.
fn function(name: &str) -> String {
    if arn::is_arn(name) {
        return name.to_owned();
    }
    match name.split_once(":function:") {
        Some((account, name)) => {
            format!("arn:${{AWS::Partition}}:lambda:${{AWS::Region}}:{account}:function:{name}")
        }
        None => arn::own("lambda", &format!("function:{name}")),
    }
}
