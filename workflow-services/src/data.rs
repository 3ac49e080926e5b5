//! The file of services, which `data/build.py` writes.

use miniz_oxide::inflate::decompress_to_vec_with_limit;

const FILE: &[u8] = include_bytes!("../data/services.bin");
/// No part of the file is longer when it is read.
const LONGEST: usize = 4 << 20;

/// A service: its line in the index.
#[derive(Debug)]
pub(crate) struct Service {
    /// As in `aws-sdk:name:action`.
    pub(crate) name: String,
    /// As in errors: `DynamoDb`.
    pub(crate) error_name: String,
    offset: usize,
    length: usize,
}

/// All services, by name. None can be read only of a file that `data/build.py` did not write.
pub(crate) fn services() -> Vec<Service> {
    let Some((index, _)) = parts() else { return Vec::new() };
    text(index).lines().filter_map(Service::read).collect()
}

/// The index and the texts.
fn parts() -> Option<(&'static [u8], &'static [u8])> {
    let (length, rest) = FILE.split_first_chunk::<4>()?;
    rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)
}

fn text(deflated: &[u8]) -> String {
    let bytes = decompress_to_vec_with_limit(deflated, LONGEST).unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

impl Service {
    fn read(line: &str) -> Option<Self> {
        let mut words = line.split(' ');
        let (name, error_name) = (words.next()?.to_owned(), words.next()?.to_owned());
        let (offset, length) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
        Some(Self { name, error_name, offset, length })
    }

    /// What it can do.
    pub(crate) fn model(&self) -> Model {
        let bytes = parts().and_then(|(_, texts)| texts.get(self.offset..)?.get(..self.length));
        Model(text(bytes.unwrap_or_default()))
    }
}

/// The text of a service.
pub(crate) struct Model(String);

impl Model {
    /// The names of its errors.
    pub(crate) fn errors(&self) -> impl Iterator<Item = &str> {
        self.0.lines().take(1).flat_map(|line| line.split(' ')).filter(|name| !name.is_empty())
    }

    /// The names of its actions.
    pub(crate) fn actions(&self) -> impl Iterator<Item = &str> {
        self.0.lines().skip(1).filter_map(|line| line.split(' ').next())
    }

    /// What an action takes, `!` after what has to be there, and gives.
    pub(crate) fn action(&self, name: &str) -> Option<(Vec<&str>, Vec<&str>)> {
        let line = self.0.lines().skip(1).find(|line| line.split(' ').next() == Some(name))?;
        let mut words = line.split(' ').skip(1);
        let taken = words.by_ref().take_while(|word| *word != "|").collect();
        Some((taken, words.collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_service_can_be_read() {
        let services = services();
        assert!(services.len() > 400, "{}", services.len());
        assert!(services.is_sorted_by_key(|service| service.name.clone()));
        for service in &services {
            let model = service.model();
            assert!(model.actions().count() > 0, "{}", service.name);
            assert!(model.errors().all(|error| error.ends_with("Exception")), "{}", service.name);
            for action in model.actions() {
                assert!(action.starts_with(|first: char| first.is_ascii_lowercase()), "{} {action}", service.name);
            }
        }
    }

    #[test]
    fn it_is_as_large_as_the_documentation_says() {
        assert_eq!(FILE.len().div_ceil(1000), 472);
    }
}
