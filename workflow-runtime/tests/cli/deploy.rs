//! `export` of what deploys workflows, and of diagrams.

use crate::fixture::{app, buy, verify};
use crate::shell::Shell;
use serde_json::Value;
use workflow_runtime::deploy::template::{self, FunctionResources, TemplateOptions};
use workflow_runtime::{App, definition};

#[test]
fn templates_have_all_workflows_unless_some_are_named() {
    let shell = Shell::new();
    let (out, err) = shell.run(app(), &["export", "--format", "sam", "--out", "sam.yaml"]).exits(0);
    let warning = "warning: this program was built without the cargo feature `lambda` of workflow-runtime, without which it cannot be its functions\n";
    let warning = if cfg!(feature = "lambda") { "" } else { warning };
    assert_eq!((out, err), (String::new(), format!("{warning}export: sam.yaml\n")));
    let all = shell.read("sam.yaml");
    assert!(all.contains("BuyStateMachine:") && all.contains("VerifyStateMachine:"), "{all}");
    for format in ["sam", "cloudformation", "serverless"] {
        let (out, _) = shell.run(app(), &["export", "buy", "--format", format]).exits(0);
        assert!(out.contains("BuyStateMachine") && !out.contains("VerifyStateMachine"), "{out}");
    }
}

#[test]
fn templates_are_what_a_test_can_write() {
    let deployment = App::new().workflow::<buy>().deployment().unwrap();
    let options = TemplateOptions {
        code: "code.zip".to_owned(),
        functions: FunctionResources::Shared,
        ..TemplateOptions::of_program("shop")
    };
    let args = ["export", "buy", "--format", "sam", "--code", "code.zip", "--shared-function"];
    let (out, _) = Shell::new().run(app(), &args).exits(0);
    assert_eq!(out, template::sam(&deployment, &options).unwrap());
}

#[test]
fn policies_are_those_of_the_machines() {
    let (out, _) = Shell::new().run(app(), &["export", "buy", "--format", "iam"]).exits(0);
    let policies: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(policies["buy"]["Statement"][0]["Action"][0], "lambda:InvokeFunction");
}

#[test]
fn diagrams_are_those_of_the_definition() {
    let shell = Shell::new();
    let (dot, _) = shell.run(app(), &["export", "buy", "--format", "dot"]).exits(0);
    assert_eq!(dot, workflow_asl::dot(&definition::<buy>()));
    let (mermaid, _) = shell.run(app(), &["export", "buy", "--format", "mermaid"]).exits(0);
    assert_eq!(mermaid, shell.run(app(), &["graph", "buy"]).exits(0).0);
}

#[test]
fn several_definitions_are_files_of_a_folder() {
    let shell = Shell::new();
    let line = shell.run(app(), &["export", "--all"]).refuses(2);
    assert_eq!(line, "error: several workflows are several files: name a folder with --out");
    assert_eq!(shell.run(app(), &["export", "--all", "--out", "-"]).refuses(2), line);
    shell.run(app(), &["export", "buy", "verify", "--out", "definitions"]).exits(0);
    assert_eq!(shell.files(), ["definitions/buy.asl.json", "definitions/verify.asl.json"]);
    assert_eq!(shell.read("definitions/verify.asl.json"), definition::<verify>().to_json_pretty());
    // Also where there is one only, so that `--check` finds it there.
    let one = || App::new().workflow::<verify>();
    shell.run(one(), &["export", "--all", "--out", "one"]).exits(0);
    shell.run(one(), &["export", "--out", "one", "--format", "dot"]).exits(0);
    shell.run(one(), &["export", "--check", "one"]).exits(0);
    assert_eq!(
        shell.files(),
        ["definitions/buy.asl.json", "definitions/verify.asl.json", "one/verify.asl.json", "one/verify.dot"]
    );
}

#[test]
fn the_program_is_seen_from_the_template() {
    let shell = Shell::new();
    std::fs::create_dir_all(shell.path("infra/prod")).unwrap();
    shell.run(app(), &["export", "--format", "sam", "--out", "infra/prod/sam.yaml"]).exits(0);
    let written = shell.read("infra/prod/sam.yaml");
    assert!(written.contains("CodeUri: ../../target/lambda/"), "{written}");
    shell.run(app(), &["export", "--format", "sam", "--check", "infra/prod/sam.yaml"]).exits(0);
    let elsewhere = shell.path("infra/t.yaml").display().to_string();
    shell.run(app(), &["export", "--format", "serverless", "--out", &elsewhere]).exits(0);
    let program = shell.path("target/lambda").display().to_string();
    assert!(shell.read("infra/t.yaml").contains(&format!("artifact: {program}/")), "{}", shell.read("infra/t.yaml"));
}

#[test]
fn options_that_mean_nothing_are_refused() {
    for (args, line) in [
        (&["--shared-function"] as &[_], "--shared-function is for the formats sam, cloudformation and serverless"),
        (
            &["--format", "iam", "--architecture", "arm64"],
            "--architecture is for the formats sam, cloudformation and serverless",
        ),
        (&["--format", "cloudformation", "--code", "x"], "--code is for the formats sam and serverless"),
    ] {
        let args: Vec<&str> = ["export", "buy"].iter().chain(args).copied().collect();
        assert_eq!(Shell::new().run(app(), &args).refuses(2), format!("error: {line}"));
    }
    let (_, err) = Shell::new().run(app(), &["export", "--format", "sam", "--code", ""]).exits(2);
    assert!(err.contains("--code"), "{err}");
    let shell = Shell::new();
    shell.run(app(), &["export", "buy", "--out", "nowhere/a.json", "--source-map", "map.json"]).refuses(2);
    assert_eq!(shell.files(), [""; 0]);
}

mod odd {
    use workflow_runtime::prelude::*;

    #[task]
    async fn größe(of: String) -> Result<String, Failure> {
        Ok(of)
    }

    #[workflow]
    pub(super) async fn measure(of: String) -> Result<String, Failure> {
        größe(of).await
    }

    pub(super) mod other {
        use super::*;

        #[task]
        async fn größe(of: String) -> Result<u32, Failure> {
            Ok(of.chars().count() as u32)
        }

        #[workflow]
        pub(in super::super) async fn count(of: String) -> Result<u32, Failure> {
            größe(of).await
        }
    }
}

#[test]
fn what_aws_would_refuse_is_not_written() {
    let shell = Shell::new();
    let app = || App::new().workflow::<odd::measure>();
    let line = shell.run(app(), &["export", "--format", "sam", "--out", "sam.yaml"]).refuses(1);
    assert_eq!(
        line,
        "error: function `größe`: a name has from 1 to 64 characters: letters of ASCII, digits, `-` and `_`"
    );
    let two = app().workflow::<odd::other::count>();
    let line = shell.run(two, &["export", "--format", "iam", "--out", "iam.json"]).refuses(1);
    assert!(line.starts_with("error: ") && line.contains("größe"), "{line}");
    let (_, err) = shell.run(app(), &["export", "--format", "terraform", "--out", "x"]).exits(2);
    assert!(err.contains("invalid value 'terraform'") && err.contains("cloudformation"), "{err}");
    assert_eq!(shell.files(), [""; 0]);
}
