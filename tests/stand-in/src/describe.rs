//! Finds fault with requests that the documents do not describe.
//!
//! `api.json` holds an entry a call. A shape is a word (`string`, `integer`, `integer 1..500`,
//! `number`, `boolean`, `object`, `any`), the words that are allowed (`image|video`), an array of a
//! shape, or an object of shapes, in which a name that ends with `!` is required.

use serde_json::Value;

use crate::http::{Request, decode};

/// The calls that are known.
pub(crate) struct Api(Vec<Value>);

/// A call that a request makes.
pub(crate) struct Found<'a> {
    /// As the documents head it: `GET /v1/posts/{postId}`.
    pub heading: &'a str,
    /// The parts of the path that stand for `{...}`.
    pub ids: Vec<String>,
    entry: &'a Value,
}

impl Api {
    pub fn new() -> Self {
        let api = serde_json::from_str(include_str!("api.json"));
        Api(api.unwrap_or_default())
    }

    /// The call that a request makes; the more literal one where two match.
    pub fn find(&self, method: &str, path: &str) -> Option<Found<'_>> {
        let found = self.0.iter().filter_map(|entry| {
            let heading = entry.get("call")?.as_str()?;
            let (its_method, template) = heading.split_once(' ')?;
            let ids = (its_method == method).then(|| matched(template, path))??;
            Some(Found {
                heading,
                ids,
                entry,
            })
        });
        found.min_by_key(|found| found.ids.len())
    }
}

fn matched(template: &str, path: &str) -> Option<Vec<String>> {
    let mut ids = Vec::new();
    let (mut left, mut right) = (template.split('/'), path.split('/'));
    loop {
        match (left.next(), right.next()) {
            (None, None) => return Some(ids),
            (Some(part), Some(given)) if part.starts_with('{') && !given.is_empty() => {
                ids.push(decode(given));
            }
            (Some(part), Some(given)) if part == given => {}
            _ => return None,
        }
    }
}

impl Found<'_> {
    /// What is wrong with a request: a sentence each.
    pub fn faults(&self, request: &Request) -> Vec<String> {
        let mut faults = Vec::new();
        let none = Value::Object(serde_json::Map::new());
        let query = self.entry.get("query").unwrap_or(&none);
        // Queries are texts, also where numbers and the like are asked for.
        let given = request.query.iter().map(|(name, text)| {
            let asked = query.get(name).and_then(Value::as_str);
            let scalar =
                asked.is_some_and(|asked| asked == "boolean" || asked.starts_with("integer"));
            let value = serde_json::from_str(text).ok().filter(|_| scalar);
            (
                name.clone(),
                value.unwrap_or_else(|| Value::String(text.clone())),
            )
        });
        check(query, &Value::Object(given.collect()), "query", &mut faults);
        let kind = request.header("content-type").unwrap_or_default();
        if let Some(shape) = self.entry.get("body") {
            if !kind.starts_with("application/json") {
                faults.push(format!("the body is `{kind}`, not JSON"));
            }
            match serde_json::from_slice(&request.body) {
                Ok(body) => check(shape, &body, "body", &mut faults),
                Err(error) => faults.push(format!("the body cannot be read: {error}")),
            }
        } else if self.entry.get("form").is_some() {
            if !kind.starts_with("multipart/form-data; boundary=") {
                faults.push(format!("the body is `{kind}`, not a form"));
            }
        } else if request.body_bytes > 0 {
            faults.push("there is a body, and none is described".to_string());
        }
        faults
    }
}

fn check(shape: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
    match (shape, value) {
        (Value::Object(fields), Value::Object(given)) => {
            for (name, value) in given {
                let shape = fields.get(name).or_else(|| fields.get(&format!("{name}!")));
                match shape {
                    Some(shape) => check(shape, value, &format!("{at}.{name}"), faults),
                    None => faults.push(format!("{at}.{name} is not described")),
                }
            }
            for name in fields.keys().filter_map(|name| name.strip_suffix('!')) {
                if !given.contains_key(name) {
                    faults.push(format!("{at}.{name} is missing"));
                }
            }
        }
        (Value::Array(shapes), Value::Array(items)) => {
            if let Some(shape) = shapes.first() {
                for (index, item) in items.iter().enumerate() {
                    check(shape, item, &format!("{at}[{index}]"), faults);
                }
            }
        }
        (Value::String(word), value) if fits(word, value) => {}
        (shape, value) => faults.push(format!("{at} is {value}, and not {shape}")),
    }
}

fn fits(word: &str, value: &Value) -> bool {
    match word {
        "any" => true,
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        "object" => value.is_object(),
        _ => match word
            .strip_prefix("integer ")
            .and_then(|range| range.split_once(".."))
        {
            Some((least, most)) => value.as_i64().is_some_and(|number| {
                least.parse().map_or(true, |least| number >= least)
                    && most.parse().map_or(true, |most| number <= most)
            }),
            None => word.split('|').any(|one| Some(one) == value.as_str()),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(method: &str, path: &str, query: &[(&str, &str)], body: &str) -> Vec<String> {
        let api = Api::new();
        let found = api.find(method, path).unwrap();
        let query = query
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_string()));
        found.faults(&Request {
            query: query.collect(),
            headers: [("content-type".to_string(), "application/json".to_string())].into(),
            body: body.as_bytes().to_vec(),
            body_bytes: body.len() as u64,
            ..Request::default()
        })
    }

    #[test]
    fn what_is_described_is_found_without_fault() {
        assert!(
            faults(
                "GET",
                "/v1/posts",
                &[("limit", "50"), ("status", "draft")],
                ""
            )
            .is_empty()
        );
        let body = r#"{"platforms":[{"platform":"bluesky","accountId":"a"}],"publishNow":true}"#;
        assert!(faults("POST", "/v1/posts", &[], body).is_empty());
    }

    #[test]
    fn what_is_not_described_is_named() {
        for (query, body, said) in [
            (vec![("a", "1")], "{}", "query.a is not described"),
            (
                vec![],
                r#"{"platform":[]}"#,
                "body.platform is not described",
            ),
            (
                vec![],
                r#"{"platforms":[{}]}"#,
                "body.platforms[0].platform is missing",
            ),
            (
                vec![],
                r#"{"publishNow":1}"#,
                "body.publishNow is 1, and not \"boolean\"",
            ),
            (vec![], "[", "cannot be read"),
        ] {
            let faults = faults("POST", "/v1/posts", &query, body);
            assert!(
                faults.iter().any(|fault| fault.contains(said)),
                "{faults:?}"
            );
        }
        let faults = faults(
            "GET",
            "/v1/posts",
            &[("limit", "501"), ("status", "lost")],
            "",
        );
        assert_eq!(faults.len(), 2, "{faults:?}");
    }

    #[test]
    fn the_more_literal_path_is_taken() {
        let api = Api::new();
        let found = api.find("GET", "/v1/accounts/health").unwrap();
        assert_eq!(found.heading, "GET /v1/accounts/health");
        let found = api.find("GET", "/v1/posts/a%2Fb").unwrap();
        assert_eq!(found.ids, ["a/b"]);
        assert!(api.find("GET", "/v1/posts/").is_none());
    }
}
