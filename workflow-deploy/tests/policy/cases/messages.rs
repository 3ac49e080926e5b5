//! Lambda, SNS, SQS, EventBridge and DynamoDB.

use super::{Case, case};

#[rustfmt::skip] // A table, to be read as such.
pub(super) const CASES: &[Case] = &[
    case("lambda:invoke", r#"{"FunctionName": "charge", "Payload": "{% $states.input %}"}"#, &[
        "lambda:InvokeFunction | @lambda:function:charge",
    ], &[]),
    case("lambda:invoke", r#"{"FunctionName": "charge:live"}"#, &[
        "lambda:InvokeFunction | @lambda:function:charge:live",
    ], &[]),
    case("lambda:invoke", r#"{"FunctionName": "charge", "Qualifier": "7"}"#, &[
        "lambda:InvokeFunction | @lambda:function:charge:7",
    ], &[]),
    case("lambda:invoke", r#"{"FunctionName": "charge:$LATEST"}"#, &[
        "lambda:InvokeFunction | @lambda:function:charge:$LATEST",
    ], &[]),
    case("lambda:invoke", r#"{"FunctionName": "123456789012:function:charge"}"#, &[
        "lambda:InvokeFunction | arn:*:lambda:${AWS::Region}:123456789012:function:charge",
    ], &[]),
    case("lambda:invoke", r#"{"FunctionName": "arn:aws:lambda:eu-west-1:123456789012:function:charge:live"}"#, &[
        "lambda:InvokeFunction | arn:aws:lambda:eu-west-1:123456789012:function:charge:live",
    ], &[]),
    case("lambda:invoke", r#"{"FunctionName": "${ChargeFunctionArn}"}"#, &[
        "lambda:InvokeFunction | ${ChargeFunctionArn}",
    ], &[]),
    case("lambda:invoke", r#"{"FunctionName": "{% $states.input.function %}"}"#, &[
        "lambda:InvokeFunction | @lambda:function:*",
    ], &[
        "'FunctionName' is computed; as a constant text it would narrow '@lambda:function:*'",
    ]),
    case("lambda:invoke", r#"{"FunctionName": "charge", "Qualifier": "{% $states.input.version %}"}"#, &[
        "lambda:InvokeFunction | @lambda:function:charge:*",
    ], &[
        "'Qualifier' is computed; as a constant text it would narrow '@lambda:function:charge:*'",
    ]),
    case("lambda:invoke.waitForTaskToken", r#"{"FunctionName": "approve", "Payload": {"token": "{% $states.context.Task.Token %}"}}"#, &[
        "lambda:InvokeFunction | @lambda:function:approve",
    ], &[]),
    case("sns:publish", r#"{"TopicArn": "arn:aws:sns:eu-west-1:123456789012:orders", "Message": "m"}"#, &[
        "sns:Publish | arn:aws:sns:eu-west-1:123456789012:orders",
    ], &[]),
    case("sns:publish", r#"{"TargetArn": "${DeviceArn}", "Message": "m"}"#, &[
        "sns:Publish | ${DeviceArn}",
    ], &[]),
    case("sns:publish", r#"{"PhoneNumber": "{% $states.input.phone %}", "Message": "m"}"#, &[
        "sns:Publish | *",
    ], &[]),
    case("sns:publish", r#"{"TopicArn": "{% $states.input.topic %}", "Message": "m"}"#, &[
        "sns:Publish | @sns:*",
    ], &[
        "'TopicArn' is computed; as a constant text it would narrow '@sns:*'",
    ]),
    case("sns:publish.waitForTaskToken", r#"{"TopicArn": "${OrdersTopicArn}", "Message": "m"}"#, &[
        "sns:Publish | ${OrdersTopicArn}",
    ], &[]),
    case("sqs:sendMessage", r#"{"QueueUrl": "https://sqs.eu-west-1.amazonaws.com/123456789012/orders", "MessageBody": "m"}"#, &[
        "sqs:SendMessage | arn:*:sqs:eu-west-1:123456789012:orders",
    ], &[]),
    case("sqs:sendMessage", r#"{"QueueUrl": "https://sqs.${AWS::Region}.amazonaws.com/${AWS::AccountId}/orders.fifo", "MessageBody": "m"}"#, &[
        "sqs:SendMessage | @sqs:orders.fifo",
    ], &[]),
    case("sqs:sendMessage", r#"{"QueueUrl": "https://eu-west-1.queue.amazonaws.com/123456789012/orders", "MessageBody": "m"}"#, &[
        "sqs:SendMessage | arn:*:sqs:eu-west-1:123456789012:orders",
    ], &[]),
    case("sqs:sendMessage", r#"{"QueueUrl": "${QueueUrl}", "MessageBody": "m"}"#, &[
        "sqs:SendMessage | @sqs:*",
    ], &[
        "'${QueueUrl}' does not tell the queue: an URL as https://sqs.${AWS::Region}.amazonaws.com/${AWS::AccountId}/NAME would narrow '@sqs:*'",
    ]),
    case("sqs:sendMessage.waitForTaskToken", r#"{"QueueUrl": "{% $states.input.queue %}", "MessageBody": "m"}"#, &[
        "sqs:SendMessage | @sqs:*",
    ], &[
        "'QueueUrl' is computed; as a constant text it would narrow '@sqs:*'",
    ]),
    case("events:putEvents", r#"{"Entries": [{"EventBusName": "shop", "Source": "s"}, {"Source": "s"}]}"#, &[
        "events:PutEvents | @events:event-bus/default @events:event-bus/shop",
    ], &[]),
    case("events:putEvents", r#"{"Entries": "{% $states.input.events %}"}"#, &[
        "events:PutEvents | @events:event-bus/*",
    ], &[
        "'Entries' is computed; with a constant 'EventBusName' in each it would narrow '@events:event-bus/*'",
    ]),
    case("events:putEvents.waitForTaskToken", r#"{"Entries": [{"EventBusName": "${ShopBusArn}"}]}"#, &[
        "events:PutEvents | ${ShopBusArn}",
    ], &[]),
    case("dynamodb:getItem", r#"{"TableName": "orders", "Key": {}}"#, &[
        "dynamodb:GetItem | @dynamodb:table/orders",
    ], &[]),
    case("dynamodb:putItem", r#"{"TableName": "${OrdersTable}", "Item": {}}"#, &[
        "dynamodb:PutItem | @dynamodb:table/${OrdersTable}",
    ], &[]),
    case("dynamodb:updateItem", r#"{"TableName": "arn:aws:dynamodb:eu-west-1:123456789012:table/orders"}"#, &[
        "dynamodb:UpdateItem | arn:aws:dynamodb:eu-west-1:123456789012:table/orders",
    ], &[]),
    case("dynamodb:deleteItem", r#"{"TableName": "{% $states.input.table %}"}"#, &[
        "dynamodb:DeleteItem | @dynamodb:table/*",
    ], &[
        "'TableName' is computed; as a constant text it would narrow '@dynamodb:table/*'",
    ]),
];
