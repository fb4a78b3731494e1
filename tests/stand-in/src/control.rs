//! How tests in other languages steer a stand-in: `/_/script`, `/_/reset`, `/_/log`.

use serde_json::{Value, json};

use crate::Shared;
use crate::http::{Request, Response};
use crate::limit::Limit;
use crate::service::State;

pub(crate) fn answer(shared: &Shared, request: &Request) -> Response {
    let mut state = shared.state();
    match (request.method.as_str(), request.path.as_str()) {
        ("GET", "/_/log") => return Response::json(200, &state.log()),
        ("POST", "/_/reset") => *state = State::new(),
        ("POST", "/_/script") => {
            let body = request.json();
            let twists = body.get("exchanges").and_then(Value::as_array);
            state.script = twists.into_iter().flatten().cloned().collect();
            let number = |name: &str| body.get("limit")?.get(name)?.as_u64();
            if let (Some(requests), Some(per)) = (number("requests"), number("perMs")) {
                state.limit = Limit::new(u32::try_from(requests).unwrap_or(u32::MAX), per);
            }
        }
        _ => return Response::error(404, "there is nothing here"),
    }
    Response::json(200, &json!({ "done": true }))
}
