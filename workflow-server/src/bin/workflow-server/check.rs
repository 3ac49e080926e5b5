//! `check`: what is wrong with definitions, without running anything.

use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use workflow_asl::ExecutionType;
use workflow_asl::check::{Colours, Report};

/// Check definitions as AWS does, and for what AWS lets pass.
///
/// The exit code is 1 if there is an error, and 2 if a file cannot be read.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// The files; - is the standard input.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The type of the state machines.
    #[arg(long = "type", value_name = "TYPE", value_enum, ignore_case = true, default_value = "STANDARD")]
    machine_type: MachineType,
    /// Print the findings as a JSON list.
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
#[value(rename_all = "SCREAMING_SNAKE_CASE")]
enum MachineType {
    Standard,
    Express,
}

impl Check {
    pub(crate) fn run(&self) -> ExitCode {
        let mut report = Report::new(match self.machine_type {
            MachineType::Standard => ExecutionType::Standard,
            MachineType::Express => ExecutionType::Express,
        });
        for file in &self.files {
            match read(file) {
                Ok(text) => report.add(&file.display().to_string(), &text),
                Err(error) => {
                    eprintln!("cannot read {}: {error}", file.display());
                    report.add_unreadable();
                }
            }
        }
        if self.json {
            println!("{:#}", report.to_json());
        } else {
            let colours = if io::stdout().is_terminal() { Colours::Ansi } else { Colours::None };
            println!("{}{}", report.render(colours), report.summary());
        }
        ExitCode::from(report.exit_code())
    }
}

fn read(file: &Path) -> io::Result<String> {
    if file != Path::new("-") {
        return std::fs::read_to_string(file);
    }
    let mut text = String::new();
    io::stdin().read_to_string(&mut text)?;
    Ok(text)
}
