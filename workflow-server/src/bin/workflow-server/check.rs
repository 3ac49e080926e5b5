//! `check`: what is wrong with definitions, without running anything.

use std::fs::File;
use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use workflow_asl::ExecutionType;
use workflow_asl::check::{Colours, Report};

/// The size in bytes of the largest file that is read: much more than a definition may have.
const LARGEST: u64 = 16 << 20;

/// Check definitions as AWS does, and for what AWS lets pass.
///
/// The exit code is 1 if there is an error, and 2 if a file cannot be read.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// The files; - is the standard input.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The type of the state machines.
    #[arg(long = "type", value_name = "TYPE", ignore_case = true, default_value = "standard")]
    machine_type: MachineType,
    /// Write the findings as JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum MachineType {
    Standard,
    Express,
}

impl Check {
    /// Findings go to stderr for people, to stdout for programs.
    pub(crate) fn run(&self) -> io::Result<ExitCode> {
        let mut report = Report::new(match self.machine_type {
            MachineType::Standard => ExecutionType::Standard,
            MachineType::Express => ExecutionType::Express,
        })
        .of_templates();
        for file in &self.files {
            match read(file) {
                Ok(text) => report.add(&file.display().to_string(), &text),
                Err(error) => {
                    writeln!(io::stderr(), "error: cannot read {}: {error}", file.display())?;
                    report.add_unreadable();
                }
            }
        }
        if self.json {
            writeln!(io::stdout(), "{:#}", report.to_json())?;
        } else {
            let colours = if io::stderr().is_terminal() { Colours::Ansi } else { Colours::None };
            writeln!(io::stderr(), "{}{}", report.render(colours), report.summary())?;
        }
        Ok(ExitCode::from(report.exit_code()))
    }
}

fn read(file: &Path) -> io::Result<String> {
    let mut text = String::new();
    let length = if file == Path::new("-") {
        io::stdin().take(LARGEST + 1).read_to_string(&mut text)?
    } else {
        File::open(file)?.take(LARGEST + 1).read_to_string(&mut text)?
    };
    if length as u64 > LARGEST {
        return Err(io::Error::other(format!("it is larger than {LARGEST} bytes")));
    }
    Ok(text)
}
