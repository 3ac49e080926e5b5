//! The AWS SDK.

use super::{Case, case};

#[rustfmt::skip] // A table, to be read as such.
pub(super) const CASES: &[Case] = &[
    case("aws-sdk:dynamodb:query", r#"{"TableName": "orders"}"#, &[
        "dynamodb:Query | @dynamodb:table/orders",
    ], &[]),
    case("aws-sdk:dynamodb:query", r#"{"TableName": "orders", "IndexName": "by-day"}"#, &[
        "dynamodb:Query | @dynamodb:table/orders/index/by-day",
    ], &[]),
    case("aws-sdk:dynamodb:listTables", "{}", &[
        "dynamodb:ListTables | *",
    ], &[]),
    case("aws-sdk:dynamodb:executeStatement", r#"{"Statement": "SELECT * FROM orders"}"#, &[
        "dynamodb:PartiQLDelete dynamodb:PartiQLInsert dynamodb:PartiQLSelect dynamodb:PartiQLUpdate | @dynamodb:table/*",
    ], &[
        "the table of a PartiQL statement is not known here; actions as 'getItem' would narrow 'table/*'",
    ]),
    case("aws-sdk:s3:getObject", r#"{"Bucket": "in", "Key": "a/b.csv"}"#, &[
        "s3:GetObject | arn:*:s3:::in/a/b.csv",
    ], &[]),
    case("aws-sdk:s3:headObject", r#"{"Bucket": "in", "Key": "{% $states.input.key %}"}"#, &[
        "s3:GetObject | arn:*:s3:::in/*",
    ], &[
        "'Key' is computed; as a constant text it would narrow 'arn:*:s3:::in/*'",
    ]),
    case("aws-sdk:s3:putObject", r#"{"Bucket": "arn:aws:s3:eu-west-1:123456789012:accesspoint/out", "Key": "k", "Body": "b"}"#, &[
        "s3:PutObject | arn:aws:s3:eu-west-1:123456789012:accesspoint/out/object/k",
    ], &[]),
    case("aws-sdk:s3:listObjectsV2", r#"{"Bucket": "in"}"#, &[
        "s3:ListBucket | arn:*:s3:::in",
    ], &[]),
    case("aws-sdk:s3:copyObject", r#"{"Bucket": "out", "Key": "k", "CopySource": "in/a/b.csv"}"#, &[
        "s3:GetObject | arn:*:s3:::in/a/b.csv",
        "s3:PutObject | arn:*:s3:::out/k",
    ], &[]),
    case("aws-sdk:s3:listBuckets", "{}", &[
        "s3:ListAllMyBuckets | *",
    ], &[]),
    case("aws-sdk:sns:publish.waitForTaskToken", r#"{"TopicArn": "${OrdersTopicArn}", "Message": "m"}"#, &[
        "sns:Publish | ${OrdersTopicArn}",
    ], &[]),
    case("aws-sdk:sqs:sendMessageBatch", r#"{"QueueUrl": "https://sqs.eu-west-1.amazonaws.com/123456789012/orders", "Entries": []}"#, &[
        "sqs:SendMessage | arn:*:sqs:eu-west-1:123456789012:orders",
    ], &[]),
    case("aws-sdk:lambda:invoke", r#"{"FunctionName": "charge"}"#, &[
        "lambda:InvokeFunction | @lambda:function:charge",
    ], &[]),
    case("aws-sdk:sfn:startExecution", r#"{"StateMachineArn": "${RefundStateMachineArn}"}"#, &[
        "states:StartExecution | ${RefundStateMachineArn}",
    ], &[]),
    case("aws-sdk:sfn:sendTaskSuccess", r#"{"TaskToken": "{% $states.input.token %}", "Output": "{}"}"#, &[
        "states:SendTaskSuccess | *",
    ], &[]),
    case("aws-sdk:eventbridge:putEvents", r#"{"Entries": [{"Source": "s"}]}"#, &[
        "events:PutEvents | @events:event-bus/default",
    ], &[]),
    case("aws-sdk:secretsmanager:getSecretValue", r#"{"SecretId": "shop/key"}"#, &[
        "secretsmanager:GetSecretValue | @secretsmanager:secret:shop/key-??????",
    ], &[]),
    case("aws-sdk:secretsmanager:getSecretValue", r#"{"SecretId": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/key-a1B2c3"}"#, &[
        "secretsmanager:GetSecretValue | arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/key-a1B2c3",
    ], &[]),
    case("aws-sdk:ssm:getParameter", r#"{"Name": "/shop/key"}"#, &[
        "ssm:GetParameter | @ssm:parameter/shop/key",
    ], &[]),
    case("aws-sdk:kms:decrypt", r#"{"KeyId": "alias/shop", "CiphertextBlob": "{% $states.input.text %}"}"#, &[
        "kms:Decrypt | @kms:key/*",
    ], &[
        "the key 'alias/shop' is an alias; the key's ARN would narrow '@kms:key/*'",
    ]),
    case("aws-sdk:cloudwatchlogs:putLogEvents", r#"{"LogGroupName": "g", "LogStreamName": "s", "LogEvents": []}"#, &[
        "logs:PutLogEvents | @logs:log-group:g:log-stream:s",
    ], &[]),
    case("aws-sdk:cloudwatch:putMetricData", r#"{"Namespace": "n", "MetricData": []}"#, &[
        r#"cloudwatch:PutMetricData | * | {"StringEquals":{"cloudwatch:namespace":"n"}}"#,
    ], &[]),
    case("aws-sdk:rdsdata:executeStatement", r#"{"ResourceArn": "${ClusterArn}", "SecretArn": "${SecretArn}", "Sql": "SELECT 1"}"#, &[
        "rds-data:ExecuteStatement | ${ClusterArn}",
        "secretsmanager:GetSecretValue | ${SecretArn}",
    ], &[]),
    case("aws-sdk:scheduler:createSchedule", r#"{"Name": "n", "Target": {"RoleArn": "${SchedulerRoleArn}"}}"#, &[
        r#"iam:PassRole | ${SchedulerRoleArn} | {"StringEquals":{"iam:PassedToService":"scheduler.amazonaws.com"}}"#,
        "scheduler:CreateSchedule | @scheduler:schedule/default/n",
    ], &[]),
    case("aws-sdk:ec2:describeInstances", "{}", &[
        "ec2:DescribeInstances | *",
    ], &[]),
    case("aws-sdk:ec2:startInstances", r#"{"InstanceIds": ["i-1"]}"#, &[
        "ec2:StartInstances | *",
    ], &[
        "'ec2:StartInstances' is allowed on any resource: which it is for is not known here",
    ]),
    case("aws-sdk:apigateway:createRestApi", r#"{"Name": "n"}"#, &[
        "apigateway:POST | *",
    ], &[
        "'apigateway:POST' is allowed on any resource: which it is for is not known here",
    ]),
    case("aws-sdk:bedrockruntime:converse", r#"{"ModelId": "anthropic.claude-3-haiku-20240307-v1:0", "Messages": []}"#, &[
        "bedrock:InvokeModel | arn:*:bedrock:${AWS::Region}::foundation-model/anthropic.claude-3-haiku-20240307-v1:0",
    ], &[]),
    case("aws-sdk:rekognition:detectLabels", r#"{"Image": {}}"#, &[
        "rekognition:DetectLabels | *",
    ], &[]),
    case("aws-sdk:iam:createRole", r#"{"RoleName": "n"}"#, &[
        "iam:CreateRole | *",
    ], &[
        "'iam:CreateRole' is allowed on any resource: which it is for is not known here",
    ]),
    case("aws-sdk:nosuchservice:doThing", "{}", &[
        "nosuchservice:DoThing | *",
    ], &[
        "the service 'nosuchservice' is not known: 'nosuchservice:DoThing' is allowed on any resource",
    ]),
    case("aws-sdk:s3:getObject", r#"{"Bucket": "in", "Key": "k", "VersionId": "7"}"#, &[
        "s3:GetObjectVersion | arn:*:s3:::in/k",
    ], &[]),
    case("aws-sdk:s3:putObject", r#"{"Bucket": "out", "Key": "k", "Tagging": "a=b"}"#, &[
        "s3:PutObject s3:PutObjectTagging | arn:*:s3:::out/k",
    ], &[]),
    case("aws-sdk:s3:getBucketEncryption", r#"{"Bucket": "in"}"#, &[
        "s3:GetEncryptionConfiguration | arn:*:s3:::in",
    ], &[]),
    case("aws-sdk:dynamodb:batchGetItem", r#"{"RequestItems": {"orders": {"Keys": []}, "${ItemsTable}": {"Keys": []}}}"#, &[
        "dynamodb:BatchGetItem | @dynamodb:table/${ItemsTable} @dynamodb:table/orders",
    ], &[]),
    case("aws-sdk:dynamodb:transactWriteItems", r#"{"TransactItems": [{"Put": {"TableName": "orders"}}, {"Update": {"TableName": "{% $t %}"}}]}"#, &[
        "dynamodb:UpdateItem | @dynamodb:table/*",
        "dynamodb:PutItem | @dynamodb:table/orders",
    ], &[
        "'Update.TableName' is computed; as a constant text it would narrow '@dynamodb:table/*'",
    ]),
    case("aws-sdk:dynamodb:transactWriteItems", r#"{"TransactItems": "{% $states.input.items %}"}"#, &[
        "dynamodb:ConditionCheckItem dynamodb:DeleteItem dynamodb:PutItem dynamodb:UpdateItem | @dynamodb:table/*",
    ], &[
        "'TransactItems' is computed; as a constant text it would narrow '@dynamodb:table/*'",
    ]),
    case("aws-sdk:lambda:createFunction", r#"{"FunctionName": "f", "Role": "${FunctionRoleArn}"}"#, &[
        "lambda:CreateFunction | *",
    ], &[
        "'Role' may need 'iam:PassRole', which is not allowed: for which service is not known here",
        "'lambda:CreateFunction' is allowed on any resource: which it is for is not known here",
    ]),
    case("aws-sdk:kms:encapsulate", r#"{"KeyId": "k"}"#, &[
        "kms:Encapsulate | *",
    ], &[
        "IAM is not known to have an action 'kms:Encapsulate': look up what 'Encapsulate' needs",
    ]),
    case("aws-sdk:ssm:getParameter", r#"{"Name": "{% $states.input.name %}"}"#, &[
        "ssm:GetParameter | @ssm:parameter/*",
    ], &[
        "'Name' is computed; as a constant text it would narrow '@ssm:parameter/*'",
    ]),
    case("aws-sdk:kinesis:putRecord", r#"{"StreamName": "clicks", "Data": "d"}"#, &[
        "kinesis:PutRecord | @kinesis:stream/clicks",
    ], &[]),
    case("aws-sdk:ses:sendEmail", r#"{"Source": "a@example.com"}"#, &[
        "ses:SendEmail | @ses:configuration-set/* @ses:identity/* @ses:template/*",
    ], &[]),
    case("aws-sdk:sts:assumeRole", r#"{"RoleArn": "${OtherRoleArn}"}"#, &[
        "sts:AssumeRole | ${OtherRoleArn}",
    ], &[]),
];
