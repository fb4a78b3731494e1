//! Presigned uploads, and the storage that they go to.

use serde_json::{Value, json};

use super::State;
use super::posts::text;
use crate::Shared;
use crate::http::{Request, Response};

/// Where uploads will be seen.
const PUBLIC: &str = "https://media.example.com/temp/";

/// An upload, announced or received.
#[derive(Debug)]
pub(super) struct Upload {
    name: String,
    content_type: String,
    announced: Option<u64>,
    received: Option<u64>,
}

impl Upload {
    pub fn to_json(&self) -> Value {
        json!({
            "name": self.name, "contentType": self.content_type,
            "announced": self.announced, "received": self.received,
        })
    }
}

impl State {
    pub(super) fn presign(&mut self, shared: &Shared, body: &Value) -> Response {
        let number = self.uploads.len() + 1;
        let announced = body.get("size").and_then(Value::as_u64);
        if announced.is_some_and(|bytes| bytes > 5 << 30) {
            return Response::error(400, "File size exceeds the maximum of 5GB");
        }
        let safe = |character: char| match character {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '.' | '-' | '_' => character,
            _ => '_',
        };
        let name: String = text(body, "filename").chars().map(safe).collect();
        let name = format!("{number}_{name}");
        self.uploads.push(Upload {
            name: name.clone(),
            content_type: text(body, "contentType").to_string(),
            announced,
            received: None,
        });
        let host = shared.address;
        Response::json(
            200,
            &json!({
                "uploadUrl": format!("http://{host}/storage/{name}?X-Signature=signature-{number}"),
                "publicUrl": format!("{PUBLIC}{name}"),
                "key": format!("temp/{name}"),
                "expiresIn": 3600,
            }),
        )
    }

    /// What the storage does with a file.
    pub(super) fn receive(&mut self, request: &Request) -> Response {
        let refuse = |status, why: &str| Response {
            status,
            headers: vec![("Content-Type".to_string(), "application/xml".to_string())],
            body: format!("<Error><Code>{why}</Code></Error>").into_bytes(),
        };
        if request.header("authorization").is_some() {
            let fault = "the key was sent to the storage".to_string();
            self.complain(request, &[fault]);
            return refuse(400, "InvalidRequest");
        }
        let name = request.path.trim_start_matches("/storage/");
        let number = name.split('_').next().unwrap_or_default();
        let signed = request
            .query
            .iter()
            .any(|(key, value)| key == "X-Signature" && *value == format!("signature-{number}"));
        let upload = self.uploads.iter_mut().find(|upload| upload.name == name);
        let Some(upload) = upload.filter(|_| signed && request.method == "PUT") else {
            return refuse(403, "SignatureDoesNotMatch");
        };
        if request.header("content-type") != Some(&upload.content_type) {
            return refuse(403, "SignatureDoesNotMatch");
        }
        if request.header("content-length").is_none() {
            return refuse(411, "MissingContentLength");
        }
        upload.received = Some(request.body_bytes);
        Response {
            status: 200,
            headers: Vec::new(),
            body: Vec::new(),
        }
    }
}

/// Whether a platform could fetch a URL: what is here must have been uploaded.
pub(super) fn reachable(uploads: &[Upload], url: &str) -> Result<(), String> {
    if !url.starts_with("https://") && !url.starts_with("http://") {
        return Err(format!("Media URL {url} is not valid"));
    }
    let Some(name) = url.strip_prefix(PUBLIC) else {
        return Ok(());
    };
    let upload = uploads.iter().find(|upload| upload.name == name);
    match upload.and_then(|upload| upload.received) {
        Some(_) => Ok(()),
        None => Err(format!("Media URL {url} cannot be fetched")),
    }
}
