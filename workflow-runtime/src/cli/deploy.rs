//! `export` of what deploys workflows: templates and policies.

use super::args::{ExportArgs, Format};
use super::entry::Entry;
use crate::exported::Exported;
use crate::{ExecutionType, SameName};
use serde_json::Value;
use std::path::{Component, Path};
use workflow_asl::{Diagnostic, StateMachine};
use workflow_cli::{Stop, Streams};
use workflow_deploy::policy::policy;
use workflow_deploy::template::{FunctionResources, TemplateOptions};
use workflow_deploy::{Deployment, Refused};

/// The state machines of these workflows and of those that they start, with all their functions.
pub(super) fn deployment(entries: &[Entry]) -> Result<Deployment, SameName> {
    let mut exported = Exported::new();
    entries.iter().try_for_each(|entry| exported.add(entry.workflow))?;
    Ok(exported.deployment())
}

/// Writes a deployment in one of the formats.
pub(super) type Writer = fn(&Deployment, &TemplateOptions) -> Result<String, Refused>;

pub(super) fn export(
    entries: &[Entry],
    write: Writer,
    program: &str,
    args: ExportArgs,
    template: Option<&Path>,
    streams: &Streams,
) -> Result<String, Stop> {
    let deployment = deployment(entries).map_err(Stop::refused)?;
    for machine in &deployment.machines {
        validate(&machine.name, &machine.definition, machine.execution_type)?;
    }
    let format = args.format;
    let options = options(program, args, template, streams);
    let text = write(&deployment, &options).map_err(|refused| Stop::saying(1, listed(&refused)))?;
    for machine in &deployment.machines {
        for warning in policy(machine, &deployment).warnings {
            streams.messages.line(&format!("warning: {}: {warning}", machine.name));
        }
    }
    if !cfg!(feature = "lambda") && !deployment.functions.is_empty() && format != Format::Iam {
        streams.messages.line("warning: this program was built without the cargo feature `lambda` of workflow-runtime, without which it cannot be its functions");
    }
    Ok(text)
}

fn options(program: &str, args: ExportArgs, template: Option<&Path>, streams: &Streams) -> TemplateOptions {
    let stem = Path::new(program).file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let options = TemplateOptions::of_program(&stem);
    TemplateOptions {
        code: args.code.unwrap_or_else(|| seen_from(template, options.code, streams)),
        architecture: args.architecture.map_or(options.architecture, Into::into),
        functions: if args.shared_function { FunctionResources::Shared } else { FunctionResources::PerTask },
        service: options.service,
    }
}

/// A path as it is seen from the folder of a template, where the tools look for what it names.
fn seen_from(template: Option<&Path>, path: String, streams: &Streams) -> String {
    let folder = template.and_then(Path::parent).unwrap_or(Path::new(""));
    let is_below = |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
    if !folder.components().all(is_below) {
        let path = streams.path(Path::new(&path));
        return std::path::absolute(&path).unwrap_or(path).display().to_string();
    }
    let depth = folder.components().filter(|part| matches!(part, Component::Normal(_))).count();
    "../".repeat(depth) + &path
}

fn validate(name: &str, definition: &StateMachine, execution_type: ExecutionType) -> Result<(), Stop> {
    let mut errors = workflow_asl::validate_template(definition, execution_type);
    errors.retain(Diagnostic::is_error);
    if errors.is_empty() { Ok(()) } else { Err(Stop::invalid(name, &errors)) }
}

/// What each state machine's role needs.
pub(super) fn policies(deployment: &Deployment, _: &TemplateOptions) -> Result<String, Refused> {
    deployment.check()?;
    let policies = deployment.machines.iter().map(|machine| (machine, policy(machine, deployment)));
    // IAM takes no policy without statements.
    let needed = policies.filter(|(_, policy)| !policy.statements.is_empty());
    let policies: Value = needed.map(|(machine, policy)| (machine.name.clone(), policy.to_json())).collect();
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
