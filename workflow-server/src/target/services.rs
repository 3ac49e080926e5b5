//! The services that speak JSON 1.0 or 1.1: what their members are called here and on the wire.

use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::Timestamp;
use serde_json::{Map, Value};

/// A service that speaks JSON 1.0 or 1.1.
#[derive(Debug)]
pub(crate) struct Service {
    /// As in `aws-sdk:name:action`.
    pub(crate) name: &'static str,
    /// As in errors: `DynamoDb`.
    pub(crate) error_name: &'static str,
    /// As in signatures.
    pub(crate) signing_name: &'static str,
    /// As in `AWS_ENDPOINT_URL_<ID>`.
    endpoint_id: &'static str,
    /// `1.0` or `1.1`.
    pub(crate) json_version: &'static str,
    /// Before the dot of `X-Amz-Target`.
    pub(crate) target_prefix: &'static str,
    members_begin: Case,
    /// The members that begin otherwise.
    irregular: Vec<&'static str>,
    /// The members whose keys are data.
    maps: Vec<&'static str>,
    timestamps: Vec<&'static str>,
    /// The members that begin with one case in some operations and with the other in others.
    ambiguous: Vec<&'static str>,
    exceptions: Vec<&'static str>,
}

/// How members begin on the wire. Definitions begin them in upper case.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Case {
    Upper,
    Lower,
}

static SERVICES: LazyLock<HashMap<&'static str, Service>> = LazyLock::new(|| {
    let lines = include_str!("services.tsv").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(Service::parse).map(|service| (service.name, service)).collect()
});

/// The service of that name in `aws-sdk:name:action`.
pub(crate) fn find(name: &str) -> Option<&'static Service> {
    SERVICES.get(name)
}

/// The names of services, each with what is after `AWS_ENDPOINT_URL_` in its variable.
pub(crate) fn endpoint_ids() -> impl Iterator<Item = (&'static str, &'static str)> {
    let others = [("lambda", "LAMBDA"), ("sns", "SNS")];
    SERVICES.values().map(|service| (service.name, service.endpoint_id)).chain(others)
}

impl Service {
    fn parse(line: &'static str) -> Option<Self> {
        let columns: Vec<&str> = line.split('\t').collect();
        let list = |column: &'static str| column.split(',').filter(|name| !name.is_empty()).collect();
        let &[
            name,
            error,
            signing,
            endpoint,
            version,
            prefix,
            case,
            irregular,
            maps,
            timestamps,
            ambiguous,
            exceptions,
        ] = columns.as_slice()
        else {
            return None;
        };
        Some(Self {
            name,
            error_name: error,
            signing_name: signing,
            endpoint_id: endpoint,
            json_version: version,
            target_prefix: prefix,
            members_begin: if case == "lower" { Case::Lower } else { Case::Upper },
            irregular: list(irregular),
            maps: list(maps),
            timestamps: list(timestamps),
            ambiguous: list(ambiguous),
            exceptions: list(exceptions),
        })
    }

    /// Whether the service's model has an exception of that name.
    pub(crate) fn has_exception(&self, name: &str) -> bool {
        self.exceptions.contains(&name)
    }

    /// The parameters of a definition as the service reads them, or the member whose name on the wire is not known.
    pub(crate) fn write_wire(&self, parameters: Value) -> Result<Value, String> {
        let Value::Object(members) = parameters else { return Ok(parameters) };
        // A member that is null is one that is not set.
        let members = members.into_iter().filter(|(_, value)| !value.is_null());
        let members = members.map(|(name, value)| {
            let text = is_text(self.name, &name) && !value.is_string();
            let value = if text { Value::String(value.to_string()) } else { value };
            (name, value)
        });
        self.members_write_wire(Value::Object(members.collect()), Keys::Members)
    }

    fn members_write_wire(&self, value: Value, keys: Keys) -> Result<Value, String> {
        match value {
            Value::Object(members) => {
                let members = members.into_iter().map(|(name, value)| {
                    let name = if keys == Keys::Members { self.wire_name(name)? } else { name };
                    let value = self.members_write_wire(value, self.keys_of(&name, keys))?;
                    Ok((name, value))
                });
                members.collect::<Result<Map<_, _>, String>>().map(Value::Object)
            }
            Value::Array(items) => items
                .into_iter()
                .map(|item| self.members_write_wire(item, keys))
                .collect::<Result<_, _>>()
                .map(Value::Array),
            scalar => Ok(scalar),
        }
    }

    fn wire_name(&self, name: String) -> Result<String, String> {
        if self.ambiguous.contains(&name.as_str()) {
            return Err(name);
        }
        let lower = with_first(&name, char::to_ascii_lowercase);
        Ok(match self.members_begin {
            Case::Upper if self.irregular.contains(&lower.as_str()) => lower,
            Case::Lower if !self.irregular.contains(&name.as_str()) => lower,
            Case::Upper | Case::Lower => name,
        })
    }

    /// The keys of a member's value. The values of a map have members again.
    fn keys_of(&self, wire_name: &str, around: Keys) -> Keys {
        if around == Keys::Members && self.maps.contains(&wire_name) { Keys::Data } else { Keys::Members }
    }

    /// The response of the service as AWS's SDK for Java has it: members begin in upper case.
    pub(crate) fn read_wire(&self, response: Value, timestamps: Timestamps) -> Value {
        self.members_read_wire(response, Keys::Members, timestamps)
    }

    fn members_read_wire(&self, value: Value, keys: Keys, timestamps: Timestamps) -> Value {
        match value {
            Value::Object(members) => {
                let members = members.into_iter().map(|(name, value)| {
                    let is_timestamp = keys == Keys::Members && self.timestamps.contains(&name.as_str());
                    let value = match value {
                        Value::Number(seconds) if is_timestamp => timestamps.write(&seconds),
                        other => self.members_read_wire(other, self.keys_of(&name, keys), timestamps),
                    };
                    let name = if keys == Keys::Members { with_first(&name, char::to_ascii_uppercase) } else { name };
                    (name, value)
                });
                Value::Object(members.collect())
            }
            Value::Array(items) => {
                items.into_iter().map(|item| self.members_read_wire(item, keys, timestamps)).collect()
            }
            scalar => scalar,
        }
    }
}

/// What the keys of an object are.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Keys {
    Members,
    Data,
}

/// How timestamps are written in results.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Timestamps {
    /// ISO 8601, in `aws-sdk` integrations.
    Iso8601,
    /// Milliseconds since 1970, in optimised integrations.
    Milliseconds,
}

impl Timestamps {
    /// Writes a timestamp that is in seconds; one that is out of range stays as it is.
    fn write(self, seconds: &serde_json::Number) -> Value {
        let milliseconds = seconds.as_f64().map(|seconds| (seconds * 1000.0).round());
        #[expect(clippy::cast_possible_truncation, reason = "a cast of a float saturates, and that is out of range")]
        let moment = milliseconds.and_then(|moment| Timestamp::from_millisecond(moment as i64).ok());
        match (moment, self) {
            (Some(moment), Self::Iso8601) => Value::String(moment.to_string()),
            (Some(moment), Self::Milliseconds) => Value::from(moment.as_millisecond()),
            (None, _) => Value::Number(seconds.clone()),
        }
    }
}

/// The members that are text, for which a definition may give any JSON: AWS writes it as text.
fn is_text(service: &str, member: &str) -> bool {
    matches!(
        (service, member),
        ("sfn", "Input" | "Output" | "Definition")
            | ("sqs", "MessageBody")
            | ("secretsmanager", "SecretString")
            | ("ssm", "Value")
    )
}

fn with_first(name: &str, change: impl Fn(&char) -> char) -> String {
    let mut characters = name.chars();
    let first = characters.next().map(|first| change(&first));
    first.into_iter().chain(characters).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_line_of_the_table_is_a_service() {
        let lines = include_str!("services.tsv").lines().filter(|line| !line.starts_with('#'));
        assert_eq!(SERVICES.len(), lines.count());
        for service in SERVICES.values() {
            assert!(["1.0", "1.1"].contains(&service.json_version), "{service:?}");
            assert!(!service.target_prefix.is_empty(), "{service:?}");
        }
    }

    #[test]
    fn members_begin_in_lower_case_where_the_service_has_it_so() {
        let ecs = find("ecs").unwrap();
        let task = json!({"Cluster": "c", "Overrides": {"ContainerOverrides": [{"Name": "n"}]}, "Count": null});
        let wire = json!({"cluster": "c", "overrides": {"containerOverrides": [{"name": "n"}]}});
        assert_eq!(ecs.write_wire(task), Ok(wire));
        let labels = json!({"ContainerDefinitions": [{"DockerLabels": {"Mine": "1"}}]});
        assert_eq!(ecs.write_wire(labels), Ok(json!({"containerDefinitions": [{"dockerLabels": {"Mine": "1"}}]})));
        let response = json!({"tasks": [{"startedAt": 1.5e9, "attributes": [{"name": "a"}]}]});
        let result = json!({"Tasks": [{"StartedAt": "2017-07-14T02:40:00Z", "Attributes": [{"Name": "a"}]}]});
        assert_eq!(ecs.read_wire(response, Timestamps::Iso8601), result);
    }

    #[test]
    fn keys_that_are_data_stay_as_they_are() {
        let dynamodb = find("dynamodb").unwrap();
        let item = json!({"TableName": "t", "Item": {"id": {"S": "1"}, "Time": {"M": {"x": {"N": "1"}}}}});
        assert_eq!(dynamodb.write_wire(item.clone()), Ok(item.clone()));
        assert_eq!(dynamodb.read_wire(item.clone(), Timestamps::Iso8601), item);
    }

    #[test]
    fn a_member_of_either_case_is_refused() {
        assert_eq!(find("sqs").unwrap().write_wire(json!({"Tags": {}})), Err("Tags".to_owned()));
    }

    #[test]
    fn members_that_are_text_take_any_json() {
        let wire = find("sqs").unwrap().write_wire(json!({"QueueUrl": "q", "MessageBody": {"a": 1}}));
        assert_eq!(wire, Ok(json!({"QueueUrl": "q", "MessageBody": "{\"a\":1}"})));
    }

    #[test]
    fn a_time_that_is_none_stays_a_number() {
        for timestamps in [Timestamps::Iso8601, Timestamps::Milliseconds] {
            let result = find("sfn").unwrap().read_wire(json!({"startDate": 1e300}), timestamps);
            assert_eq!(result, json!({"StartDate": 1e300}));
        }
        let result = find("sfn").unwrap().read_wire(json!({"startDate": 1.5}), Timestamps::Milliseconds);
        assert_eq!(result, json!({"StartDate": 1500}));
    }
}
