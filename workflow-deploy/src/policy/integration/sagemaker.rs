//! SageMaker AI.
//!
//! See [SageMaker AI](https://docs.aws.amazon.com/step-functions/latest/dg/connect-sagemaker.html). The patterns end with
//! `*` as AWS's own do. Step Functions tags what it makes, so each needs `sagemaker:AddTags`, which that page does not say.

use super::super::arn;
use super::super::call::Call;

/// What an action makes.
struct Made {
    action: &'static str,
    /// What follows `Create` in the actions: `TrainingJob`.
    kind: &'static str,
    /// The resource, with its name.
    resource: &'static str,
    /// Arguments that hold roles for SageMaker.
    roles: &'static [&'static str],
    /// The rule that tells of its end, for what `.sync` waits for.
    rule: Option<&'static str>,
}

const MADE: &[Made] = &[
    Made {
        action: "createTrainingJob",
        kind: "TrainingJob",
        resource: "training-job/{TrainingJobName}*",
        roles: &["RoleArn"],
        rule: Some("StepFunctionsGetEventsForSageMakerTrainingJobsRule"),
    },
    Made {
        action: "createTransformJob",
        kind: "TransformJob",
        resource: "transform-job/{TransformJobName}*",
        roles: &[],
        rule: Some("StepFunctionsGetEventsForSageMakerTransformJobsRule"),
    },
    Made {
        action: "createHyperParameterTuningJob",
        kind: "HyperParameterTuningJob",
        resource: "hyper-parameter-tuning-job/{HyperParameterTuningJobName}*",
        roles: &["TrainingJobDefinition.RoleArn"],
        rule: Some("StepFunctionsGetEventsForSageMakerTuningJobsRule"),
    },
    Made {
        action: "createProcessingJob",
        kind: "ProcessingJob",
        resource: "processing-job/{ProcessingJobName}*",
        roles: &["RoleArn"],
        rule: Some("StepFunctionsGetEventsForSageMakerProcessingJobsRule"),
    },
    Made {
        action: "createLabelingJob",
        kind: "LabelingJob",
        resource: "labeling-job/{LabelingJobName}*",
        roles: &["RoleArn"],
        // No page of AWS names this rule.
        rule: Some("StepFunctionsGetEventsForSageMaker*"),
    },
    Made {
        action: "createModel",
        kind: "Model",
        resource: "model/{ModelName}*",
        roles: &["ExecutionRoleArn"],
        rule: None,
    },
    Made {
        action: "createEndpointConfig",
        kind: "EndpointConfig",
        resource: "endpoint-config/{EndpointConfigName}*",
        roles: &["ExecutionRoleArn"],
        rule: None,
    },
    Made { action: "createEndpoint", kind: "Endpoint", resource: "endpoint/{EndpointName}*", roles: &[], rule: None },
];

/// What an action needs, if it is known.
pub(super) fn grant(action: &str, call: &mut Call<'_>) -> bool {
    if action == "updateEndpoint" {
        let endpoint = call.own("sagemaker", "endpoint/{EndpointName}*");
        let configuration = call.own("sagemaker", "endpoint-config/{EndpointConfigName}*");
        call.allow(&["sagemaker:UpdateEndpoint"], &[endpoint, configuration]);
        return true;
    }
    let Some(made) = MADE.iter().find(|made| made.action == action) else { return false };
    let resource = [call.own("sagemaker", made.resource)];
    call.allow(&["sagemaker:AddTags", &format!("sagemaker:Create{}", made.kind)], &resource);
    if action == "createEndpoint" {
        let configuration = call.own("sagemaker", "endpoint-config/{EndpointConfigName}*");
        call.allow(&["sagemaker:CreateEndpoint"], &[configuration]);
    }
    call.allow(&["sagemaker:ListTags"], &["*".to_owned()]);
    made.roles.iter().for_each(|path| call.pass(path, "sagemaker.amazonaws.com"));
    if let Some(rule) = made.rule {
        wait(made.kind, &resource, rule, call);
    }
    true
}

fn wait(kind: &str, job: &[String], rule: &str, call: &mut Call<'_>) {
    if !call.is_sync() {
        return;
    }
    call.allow(&[&format!("sagemaker:Describe{kind}"), &format!("sagemaker:Stop{kind}")], job);
    call.rule(rule);
    if rule.ends_with('*') {
        let rule = arn::own("events", &format!("rule/{rule}"));
        call.warn(format!("AWS does not say which rule tells of the job's end: any of '{rule}' is allowed"));
    }
}
