//! What a template may be asked for.

/// How functions are deployed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateOptions {
    /// The archive with the program of all functions, which has to be called `bootstrap` in it: as
    /// `cargo lambda build --output-format zip` leaves it, `target/lambda/NAME/bootstrap.zip`. The template of
    /// CloudFormation has parameters instead, for what is in a bucket.
    pub code: String,
    /// The processors that the program was built for.
    pub architecture: Architecture,
    /// How many functions there are.
    pub functions: FunctionResources,
    /// `service` of a `serverless.yml`, of which functions, state machines and the stack have their names.
    pub service: String,
}

impl TemplateOptions {
    /// The program as `cargo lambda build --output-format zip` leaves it, for `arm64`, with one function for each task.
    ///
    /// ```
    /// use workflow_deploy::template::TemplateOptions;
    ///
    /// let options = TemplateOptions::of_program("order_processing");
    /// assert_eq!(options.code, "target/lambda/order_processing/bootstrap.zip");
    /// assert_eq!(options.service, "order-processing");
    /// ```
    pub fn of_program(program: &str) -> Self {
        TemplateOptions {
            code: format!("target/lambda/{program}/bootstrap.zip"),
            architecture: Architecture::default(),
            functions: FunctionResources::default(),
            service: program.replace('_', "-"),
        }
    }
}

/// `Architectures` of a Lambda function.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Architecture {
    /// `arm64`, the cheaper of the two.
    #[default]
    Arm64,
    /// `x86_64`.
    X86_64,
}

impl Architecture {
    /// The name as Lambda has it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Arm64 => "arm64",
            Self::X86_64 => "x86_64",
        }
    }
}

/// How many Lambda functions do the tasks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FunctionResources {
    /// One for each task, with its own memory, timeout, environment, log group and role. Its handler is the task's name.
    #[default]
    PerTask,
    /// One for all, with an alias for each task that is called like it. It has the most memory and the longest timeout
    /// that a task asks for, and the environments of all.
    Shared,
}
