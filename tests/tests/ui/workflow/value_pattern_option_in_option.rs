//! Patterns of options of what may be null.

mod shop;
use shop::*;

#[derive(Clone, Debug, Serialize, Deserialize, WorkflowData)]
pub struct Note {
    text: Option<Option<String>>,
}

#[workflow]
async fn fulfil(note: Note, done: Vec<Option<()>>) -> Result<u32, ShopError> {
    let first = match &note {
        Note { text: Some(_) } => 1,
        Note { text: None } => 2,
    };
    if let (Some(Some(_)), [None, ..]) = (&note.text, done.as_slice()) {
        return Ok(3);
    }
    Ok(first)
}

fn main() {}
