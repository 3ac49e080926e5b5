//! `export` of what deploys workflows: templates and policies.

use super::args::{ExportArgs, Format};
use super::entry::Entry;
use crate::exported::Exported;
use crate::{ExecutionType, SameName};
use serde_json::Value;
use std::path::Path;
use workflow_asl::{Diagnostic, StateMachine};
use workflow_cli::{Stop, Streams};
use workflow_deploy::policy::policy;
use workflow_deploy::template::{self, FunctionResources, TemplateOptions};
use workflow_deploy::{Deployment, Refused};

/// The state machines of these workflows and of those that they start, with all their functions.
pub(super) fn deployment(entries: &[Entry]) -> Result<Deployment, SameName> {
    let mut exported = Exported::new();
    entries.iter().try_for_each(|entry| exported.add(entry.workflow))?;
    Ok(exported.deployment())
}

pub(super) fn export(
    entries: &[Entry],
    format: Format,
    program: &str,
    args: ExportArgs,
    streams: &Streams,
) -> Result<String, Stop> {
    let deployment = deployment(entries).map_err(Stop::refused)?;
    for machine in &deployment.machines {
        validate(&machine.name, &machine.definition, machine.execution_type)?;
    }
    let options = options(program, args);
    let text = match format {
        Format::Sam => template::sam(&deployment, &options),
        Format::Cloudformation => template::cloudformation(&deployment, &options),
        Format::Serverless => template::serverless(&deployment, &options),
        Format::Iam | Format::Asl | Format::Mermaid | Format::Dot => policies(&deployment),
    };
    let text = text.map_err(|refused| Stop::saying(1, listed(&refused)))?;
    for machine in &deployment.machines {
        for warning in policy(machine, &deployment).warnings {
            streams.messages.line(&format!("warning: {}: {warning}", machine.name));
        }
    }
    Ok(text)
}

fn options(program: &str, args: ExportArgs) -> TemplateOptions {
    let stem = Path::new(program).file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let options = TemplateOptions::of_program(&stem);
    TemplateOptions {
        code: args.code.unwrap_or(options.code),
        architecture: args.architecture.into(),
        functions: if args.shared_function { FunctionResources::Shared } else { FunctionResources::PerTask },
        service: options.service,
    }
}

fn validate(name: &str, definition: &StateMachine, execution_type: ExecutionType) -> Result<(), Stop> {
    let mut errors = workflow_asl::validate_for(definition, execution_type);
    errors.retain(Diagnostic::is_error);
    if errors.is_empty() { Ok(()) } else { Err(Stop::invalid(name, &errors)) }
}

/// What each state machine's role needs.
fn policies(deployment: &Deployment) -> Result<String, Refused> {
    deployment.check()?;
    let policies = deployment.machines.iter();
    let policies: Value =
        policies.map(|machine| (machine.name.clone(), policy(machine, deployment).to_json())).collect();
    Ok(format!("{policies:#}\n"))
}

fn listed(refused: &Refused) -> String {
    match refused.problems.as_slice() {
        [problem] => format!("error: {problem}"),
        problems => {
            let lines: String = problems.iter().map(|problem| format!("\n  {problem}")).collect();
            format!("error: this cannot be deployed:{lines}")
        }
    }
}
