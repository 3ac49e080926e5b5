//! Child executions, HTTP endpoints and API Gateway.

use super::{Case, case};

#[rustfmt::skip] // A table, to be read as such.
pub(super) const CASES: &[Case] = &[
    case("states:startExecution", r#"{"StateMachineArn": "arn:aws:states:eu-west-1:123456789012:stateMachine:refund", "Input": {}}"#, &[
        "states:StartExecution | arn:aws:states:eu-west-1:123456789012:stateMachine:refund",
    ], &[]),
    case("states:startExecution.sync", r#"{"StateMachineArn": "arn:aws:states:eu-west-1:123456789012:stateMachine:refund:live", "Input": {}}"#, &[
        "RULE | @events:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule",
        "states:DescribeExecution states:StopExecution | arn:aws:states:eu-west-1:123456789012:execution:refund:*",
        "states:StartExecution | arn:aws:states:eu-west-1:123456789012:stateMachine:refund:live",
    ], &[]),
    case("states:startExecution.sync", r#"{"StateMachineArn": "arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:stateMachine:${AWS::StackName}-refund"}"#, &[
        "RULE | @events:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule",
        "states:DescribeExecution states:StopExecution | @states:execution:${AWS::StackName}-refund:*",
        "states:StartExecution | @states:stateMachine:${AWS::StackName}-refund",
    ], &[]),
    case("states:startExecution.sync:2", r#"{"StateMachineArn": "refund"}"#, &[
        "RULE | @events:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule",
        "states:DescribeExecution states:StopExecution | @states:execution:refund:*",
        "states:StartExecution | @states:stateMachine:refund",
    ], &[]),
    case("states:startExecution.sync:2", r#"{"StateMachineArn": "{% $states.input.machine %}"}"#, &[
        "RULE | @events:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule",
        "states:DescribeExecution states:StopExecution | @states:execution:*",
        "states:StartExecution | @states:stateMachine:*",
    ], &[
        "'StateMachineArn' is computed; as a constant text it would narrow '@states:stateMachine:*'",
    ]),
    case("states:startExecution.sync:2", r#"{"StateMachineArn": "${OtherStateMachineArn}"}"#, &[
        "RULE | @events:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule",
        "states:StartExecution | ${OtherStateMachineArn}",
        "states:DescribeExecution states:StopExecution | @states:execution:*",
    ], &[
        "'StateMachineArn' does not tell the machine's name: an ARN with it would narrow '@states:execution:*'",
    ]),
    case("states:startExecution.waitForTaskToken", r#"{"StateMachineArn": "${RefundStateMachineArn}"}"#, &[
        "states:StartExecution | ${RefundStateMachineArn}",
    ], &[]),
    case("http:invoke", r#"{"ApiEndpoint": "https://api.example.com/v1/refunds", "Method": "POST", "Authentication": {"ConnectionArn": "arn:aws:events:eu-west-1:123456789012:connection/example/0c4d"}}"#, &[
        "events:RetrieveConnectionCredentials | arn:aws:events:eu-west-1:123456789012:connection/example/0c4d",
        "secretsmanager:DescribeSecret secretsmanager:GetSecretValue | arn:aws:secretsmanager:eu-west-1:123456789012:secret:events!connection/example/*",
        r#"states:InvokeHTTPEndpoint | @states:stateMachine:orders | {"StringEquals":{"states:HTTPEndpoint":"https://api.example.com/v1/refunds","states:HTTPMethod":"POST"}}"#,
    ], &[]),
    case("http:invoke", r#"{"ApiEndpoint": "{% 'https://api.example.com/' & $states.input.id %}", "Method": "GET", "Authentication": {"ConnectionArn": "${ConnectionArn}"}}"#, &[
        "events:RetrieveConnectionCredentials | ${ConnectionArn}",
        "secretsmanager:DescribeSecret secretsmanager:GetSecretValue | @secretsmanager:secret:events!connection/*",
        r#"states:InvokeHTTPEndpoint | @states:stateMachine:orders | {"StringEquals":{"states:HTTPMethod":"GET"}}"#,
    ], &[
        "'ApiEndpoint' is computed; as a constant text it would be a condition on 'states:HTTPEndpoint'",
    ]),
    case("http:invoke", r#"{"ApiEndpoint": "https://in.example.com", "Method": "GET", "InvocationConfig": {"ConnectionArn": "{% $states.input.connection %}"}}"#, &[
        "events:RetrieveConnectionCredentials | @events:connection/*",
        "secretsmanager:DescribeSecret secretsmanager:GetSecretValue | @secretsmanager:secret:events!connection/*",
        r#"states:InvokeHTTPEndpoint | @states:stateMachine:orders | {"StringEquals":{"states:HTTPEndpoint":"https://in.example.com","states:HTTPMethod":"GET"}}"#,
    ], &[
        "'InvocationConfig.ConnectionArn' is computed; as a constant text it would narrow '@events:connection/*'",
    ]),
    case("apigateway:invoke", r#"{"ApiEndpoint": "abc123.execute-api.eu-west-1.amazonaws.com", "Method": "GET", "Stage": "prod", "Path": "/orders/1", "AuthType": "IAM_ROLE"}"#, &[
        "execute-api:Invoke | @execute-api:abc123/prod/GET/orders/1",
    ], &[]),
    case("apigateway:invoke", r#"{"ApiEndpoint": "${Api.ApiId}.execute-api.${AWS::Region}.amazonaws.com", "Method": "GET", "Path": "{% $states.input.path %}", "AuthType": "IAM_ROLE"}"#, &[
        "execute-api:Invoke | @execute-api:${Api.ApiId}/$default/GET/*",
    ], &[
        "'Path' is computed; as a constant text it would narrow '@execute-api:${Api.ApiId}/$default/GET/*'",
    ]),
    case("apigateway:invoke", r#"{"ApiEndpoint": "abc123.execute-api.eu-west-1.amazonaws.com", "Method": "GET", "AuthType": "NO_AUTH"}"#, &[], &[]),
    case("apigateway:invoke.waitForTaskToken", r#"{"ApiEndpoint": "abc123.execute-api.eu-west-1.amazonaws.com", "Method": "POST", "Stage": "prod", "AuthType": "IAM_ROLE", "Headers": {}}"#, &[
        "execute-api:Invoke | @execute-api:abc123/prod/POST/",
    ], &[]),
];
