//! Bedrock and SageMaker, and a service that is newer than the tables.

use super::{Case, case};

#[rustfmt::skip] // A table, to be read as such.
pub(super) const CASES: &[Case] = &[
    case("bedrock:invokeModel", r#"{"ModelId": "anthropic.claude-3-haiku-20240307-v1:0", "Body": {}}"#, &[
        "bedrock:InvokeModel | arn:*:bedrock:${AWS::Region}::foundation-model/anthropic.claude-3-haiku-20240307-v1:0",
    ], &[]),
    case("bedrock:invokeModel", r#"{"ModelId": "eu.anthropic.claude-3-haiku-20240307-v1:0", "Input": {"S3Uri": "s3://prompts/a.json"}, "Output": {"S3Uri": "s3://answers/a.json"}}"#, &[
        "bedrock:InvokeModel | @bedrock:inference-profile/eu.anthropic.claude-3-haiku-20240307-v1:0 arn:*:bedrock:*::foundation-model/anthropic.claude-3-haiku-20240307-v1:0",
        "s3:PutObject | arn:*:s3:::answers/a.json",
        "s3:GetObject | arn:*:s3:::prompts/a.json",
    ], &[]),
    case("bedrock:invokeModel", r#"{"ModelId": "{% $states.input.model %}", "Body": {}}"#, &[
        "bedrock:InvokeModel | @bedrock:application-inference-profile/* @bedrock:custom-model-deployment/* @bedrock:imported-model/* @bedrock:inference-profile/* @bedrock:provisioned-model/* arn:*:bedrock:${AWS::Region}::foundation-model/*",
    ], &[
        "'ModelId' is computed; as a constant text it would narrow 'arn:*:bedrock:${AWS::Region}::foundation-model/*'",
    ]),
    case("bedrock:invokeModel.waitForTaskToken", r#"{"ModelId": "arn:aws:bedrock:eu-west-1:123456789012:provisioned-model/abc", "Body": {}}"#, &[
        "bedrock:InvokeModel | arn:aws:bedrock:eu-west-1:123456789012:provisioned-model/abc",
    ], &[]),
    case("bedrock:createModelCustomizationJob", r#"{"BaseModelIdentifier": "amazon.titan-text-express-v1", "RoleArn": "arn:aws:iam::123456789012:role/tune"}"#, &[
        "bedrock:CreateModelCustomizationJob | @bedrock:custom-model/* @bedrock:model-customization-job/* arn:*:bedrock:${AWS::Region}::foundation-model/amazon.titan-text-express-v1",
        r#"iam:PassRole | arn:aws:iam::123456789012:role/tune | {"StringEquals":{"iam:PassedToService":"bedrock.amazonaws.com"}}"#,
    ], &[]),
    case("bedrock:createModelCustomizationJob.sync", r#"{"BaseModelIdentifier": "amazon.titan-text-express-v1", "RoleArn": "arn:aws:iam::123456789012:role/tune", "JobTags": []}"#, &[
        "bedrock:CreateModelCustomizationJob | @bedrock:custom-model/* @bedrock:model-customization-job/* arn:*:bedrock:${AWS::Region}::foundation-model/amazon.titan-text-express-v1",
        "bedrock:GetModelCustomizationJob bedrock:StopModelCustomizationJob bedrock:TagResource | @bedrock:model-customization-job/*",
        r#"iam:PassRole | arn:aws:iam::123456789012:role/tune | {"StringEquals":{"iam:PassedToService":"bedrock.amazonaws.com"}}"#,
    ], &[]),
    case("sagemaker:createTrainingJob", r#"{"TrainingJobName": "t", "RoleArn": "arn:aws:iam::123456789012:role/train"}"#, &[
        r#"iam:PassRole | arn:aws:iam::123456789012:role/train | {"StringEquals":{"iam:PassedToService":"sagemaker.amazonaws.com"}}"#,
        "sagemaker:ListTags | *",
        "sagemaker:AddTags sagemaker:CreateTrainingJob | @sagemaker:training-job/t*",
    ], &[]),
    case("sagemaker:createTrainingJob.sync", r#"{"TrainingJobName": "{% $states.input.name %}", "RoleArn": "arn:aws:iam::123456789012:role/train"}"#, &[
        "RULE | @events:rule/StepFunctionsGetEventsForSageMakerTrainingJobsRule",
        r#"iam:PassRole | arn:aws:iam::123456789012:role/train | {"StringEquals":{"iam:PassedToService":"sagemaker.amazonaws.com"}}"#,
        "sagemaker:ListTags | *",
        "sagemaker:AddTags sagemaker:CreateTrainingJob sagemaker:DescribeTrainingJob sagemaker:StopTrainingJob | @sagemaker:training-job/*",
    ], &[
        "'TrainingJobName' is computed; as a constant text it would narrow '@sagemaker:training-job/*'",
    ]),
    case("sagemaker:createTransformJob", r#"{"TransformJobName": "t"}"#, &[
        "sagemaker:ListTags | *",
        "sagemaker:AddTags sagemaker:CreateTransformJob | @sagemaker:transform-job/t*",
    ], &[]),
    case("sagemaker:createTransformJob.sync", r#"{"TransformJobName": "t"}"#, &[
        "RULE | @events:rule/StepFunctionsGetEventsForSageMakerTransformJobsRule",
        "sagemaker:ListTags | *",
        "sagemaker:AddTags sagemaker:CreateTransformJob sagemaker:DescribeTransformJob sagemaker:StopTransformJob | @sagemaker:transform-job/t*",
    ], &[]),
    case("sagemaker:createHyperParameterTuningJob", r#"{"HyperParameterTuningJobName": "h", "TrainingJobDefinition": {"RoleArn": "arn:aws:iam::123456789012:role/train"}}"#, &[
        r#"iam:PassRole | arn:aws:iam::123456789012:role/train | {"StringEquals":{"iam:PassedToService":"sagemaker.amazonaws.com"}}"#,
        "sagemaker:ListTags | *",
        "sagemaker:AddTags sagemaker:CreateHyperParameterTuningJob | @sagemaker:hyper-parameter-tuning-job/h*",
    ], &[]),
    case("sagemaker:createHyperParameterTuningJob.sync", r#"{"HyperParameterTuningJobName": "h", "TrainingJobDefinition": {"RoleArn": "arn:aws:iam::123456789012:role/train"}}"#, &[
        "RULE | @events:rule/StepFunctionsGetEventsForSageMakerTuningJobsRule",
        r#"iam:PassRole | arn:aws:iam::123456789012:role/train | {"StringEquals":{"iam:PassedToService":"sagemaker.amazonaws.com"}}"#,
        "sagemaker:ListTags | *",
        "sagemaker:AddTags sagemaker:CreateHyperParameterTuningJob sagemaker:DescribeHyperParameterTuningJob sagemaker:StopHyperParameterTuningJob | @sagemaker:hyper-parameter-tuning-job/h*",
    ], &[]),
    case("sagemaker:createProcessingJob", r#"{"ProcessingJobName": "p", "RoleArn": "arn:aws:iam::123456789012:role/train"}"#, &[
        r#"iam:PassRole | arn:aws:iam::123456789012:role/train | {"StringEquals":{"iam:PassedToService":"sagemaker.amazonaws.com"}}"#,
        "sagemaker:ListTags | *",
        "sagemaker:AddTags sagemaker:CreateProcessingJob | @sagemaker:processing-job/p*",
    ], &[]),
    case("sagemaker:createProcessingJob.sync", r#"{"ProcessingJobName": "p", "RoleArn": "arn:aws:iam::123456789012:role/train"}"#, &[
        "RULE | @events:rule/StepFunctionsGetEventsForSageMakerProcessingJobsRule",
        r#"iam:PassRole | arn:aws:iam::123456789012:role/train | {"StringEquals":{"iam:PassedToService":"sagemaker.amazonaws.com"}}"#,
        "sagemaker:ListTags | *",
        "sagemaker:AddTags sagemaker:CreateProcessingJob sagemaker:DescribeProcessingJob sagemaker:StopProcessingJob | @sagemaker:processing-job/p*",
    ], &[]),
    case("sagemaker:createLabelingJob", r#"{"LabelingJobName": "l", "RoleArn": "arn:aws:iam::123456789012:role/train"}"#, &[
        r#"iam:PassRole | arn:aws:iam::123456789012:role/train | {"StringEquals":{"iam:PassedToService":"sagemaker.amazonaws.com"}}"#,
        "sagemaker:ListTags | *",
        "sagemaker:AddTags sagemaker:CreateLabelingJob | @sagemaker:labeling-job/l*",
    ], &[]),
    case("sagemaker:createLabelingJob.sync", r#"{"LabelingJobName": "l", "RoleArn": "arn:aws:iam::123456789012:role/train"}"#, &[
        "RULE | @events:rule/StepFunctionsGetEventsForSageMaker*",
        r#"iam:PassRole | arn:aws:iam::123456789012:role/train | {"StringEquals":{"iam:PassedToService":"sagemaker.amazonaws.com"}}"#,
        "sagemaker:ListTags | *",
        "sagemaker:AddTags sagemaker:CreateLabelingJob sagemaker:DescribeLabelingJob sagemaker:StopLabelingJob | @sagemaker:labeling-job/l*",
    ], &[
        "AWS does not say which rule tells of the job's end: any of '@events:rule/StepFunctionsGetEventsForSageMaker*' is allowed",
    ]),
    case("sagemaker:createModel", r#"{"ModelName": "m", "ExecutionRoleArn": "arn:aws:iam::123456789012:role/train"}"#, &[
        r#"iam:PassRole | arn:aws:iam::123456789012:role/train | {"StringEquals":{"iam:PassedToService":"sagemaker.amazonaws.com"}}"#,
        "sagemaker:ListTags | *",
        "sagemaker:AddTags sagemaker:CreateModel | @sagemaker:model/m*",
    ], &[]),
    case("sagemaker:createEndpointConfig", r#"{"EndpointConfigName": "c"}"#, &[
        "sagemaker:ListTags | *",
        "sagemaker:AddTags sagemaker:CreateEndpointConfig | @sagemaker:endpoint-config/c*",
    ], &[]),
    case("sagemaker:createEndpoint", r#"{"EndpointName": "e", "EndpointConfigName": "c"}"#, &[
        "sagemaker:ListTags | *",
        "sagemaker:CreateEndpoint | @sagemaker:endpoint-config/c* @sagemaker:endpoint/e*",
        "sagemaker:AddTags | @sagemaker:endpoint/e*",
    ], &[]),
    case("sagemaker:updateEndpoint", r#"{"EndpointName": "e", "EndpointConfigName": "c"}"#, &[
        "sagemaker:UpdateEndpoint | @sagemaker:endpoint-config/c* @sagemaker:endpoint/e*",
    ], &[]),
    case("newservice:doThing", r#"{"Name": "n"}"#, &[
        "newservice:DoThing | *",
    ], &[
        "what 'newservice' needs is not known: 'newservice:DoThing' is allowed on any resource",
    ]),
];
