use super::filter::Filter;
use super::function::Function;

/// What a path starts from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Root {
    /// `$`
    Input,
    /// `$$`
    Context,
    /// `$name`
    Variable(Box<str>),
}

/// One step of a path.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// `.name` or `['name']`
    Member(Box<str>),
    /// `['a','b']`
    Members(Vec<Box<str>>),
    /// `[0]`, counted from the end if negative.
    Element(i64),
    /// `[0,1]`
    Elements(Vec<i64>),
    /// `[1:3]`
    Slice { from: Option<i64>, to: Option<i64> },
    /// `.*` or `[*]`
    Wildcard,
    /// `..`, which applies what follows to each value below.
    Scan,
    /// `[?(...)]`
    Filter(Filter),
    /// `.length()`
    Function(Function),
}

impl Step {
    /// Whether the step leads to one value at most. Several names give one object if nothing follows them.
    pub(super) fn is_definite(&self, is_last: bool) -> bool {
        match self {
            Self::Member(_) | Self::Element(_) | Self::Function(_) => true,
            Self::Members(_) => is_last,
            Self::Elements(_) | Self::Slice { .. } | Self::Wildcard | Self::Scan | Self::Filter(_) => false,
        }
    }
}

pub(crate) fn are_definite(steps: &[Step]) -> bool {
    let last = steps.len().wrapping_sub(1);
    steps.iter().enumerate().all(|(index, step)| step.is_definite(index == last))
}

/// The steps as Jayway JsonPath writes them: `$['a'][0]`.
pub(crate) fn normalised(steps: &[Step]) -> String {
    steps.iter().fold("$".to_owned(), |text, step| text + &fragment(step))
}

/// One step as Jayway JsonPath writes it.
pub(super) fn fragment(step: &Step) -> String {
    match step {
        Step::Member(name) => format!("['{name}']"),
        Step::Members(names) => format!("[{}]", joined(names.iter().map(|name| format!("'{name}'")))),
        Step::Element(index) => format!("[{index}]"),
        Step::Elements(indexes) => format!("[{}]", joined(indexes.iter().map(i64::to_string))),
        Step::Slice { from, to } => {
            let text = |bound: &Option<i64>| bound.map(|bound| bound.to_string()).unwrap_or_default();
            format!("[{}:{}]", text(from), text(to))
        }
        Step::Wildcard => "[*]".to_owned(),
        Step::Scan => "..".to_owned(),
        Step::Filter(_) => "[?]".to_owned(),
        Step::Function(function) => format!(".{}", function.name()),
    }
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(",")
}
