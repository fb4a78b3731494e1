//! `LateError`.

use postworthy_late::{Error, ErrorKind};
use pyo3::create_exception;
use pyo3::prelude::*;

use crate::error::PostworthyError;

create_exception!(
    postworthy.late,
    LateError,
    PostworthyError,
    "Why a call to Late failed. The API key never stands in it.\n\n\
     - `kind`: what a caller acts on: \"setup\" (the key, the address or an argument cannot be\n  \
     used, and nothing was sent), \"not_authorized\", \"payment_required\", \"forbidden\",\n  \
     \"invalid\", \"not_found\", \"duplicate\", \"conflict\", \"rate_limited\", \"platform\", \"service\",\n  \
     \"redirect\", \"network\", \"timeout\", \"answer\" (it cannot be read), \"file\"\n\
     - `message`: what the service said, or else what happened\n\
     - `status`: the HTTP status, where there was an answer\n\
     - `call`, `request_id`, `attempts`: which call it was, under which id, how often it was sent\n\
     - `may_have_arrived`: whether the service may have done it all the same; `create_post_under`\n  \
     with `request_id` makes sure, within five minutes\n\
     - `existing`: of a duplicate, the id of what exists\n\
     - `code`: of what is forbidden, such as \"ACCOUNT_DISCONNECTED\"\n\
     - `field`: of what is invalid, where the service names one\n\
     - `wait`: seconds to wait, where the rate is limited and the service says so\n\
     - `platform`: the platform behind the service that failed\n\
     - `to`: the host that a redirect points to\n\n\
     What does not apply is None."
);

/// The exception for an error of the client.
pub fn raise(failure: &Error) -> PyErr {
    let raised = LateError::new_err(failure.to_string());
    Python::attach(|py| match describe(raised.value(py), failure) {
        Ok(()) => raised,
        Err(other) => other,
    })
}

fn describe(raised: &Bound<'_, PyAny>, failure: &Error) -> PyResult<()> {
    raised.setattr("kind", failure.kind().as_str())?;
    raised.setattr("message", failure.message())?;
    raised.setattr("status", failure.status())?;
    raised.setattr("call", failure.call())?;
    raised.setattr("request_id", failure.request_id())?;
    raised.setattr("attempts", failure.attempts())?;
    raised.setattr("may_have_arrived", failure.may_have_arrived())?;
    match failure.kind() {
        ErrorKind::Forbidden { code } => raised.setattr("code", code.as_deref()),
        ErrorKind::Invalid { field } => raised.setattr("field", field.as_deref()),
        ErrorKind::Duplicate { existing } => raised.setattr("existing", existing),
        ErrorKind::RateLimited { wait } => {
            raised.setattr("wait", wait.map(|wait| wait.as_secs_f64()))
        }
        ErrorKind::Platform { platform } => raised.setattr("platform", platform.as_deref()),
        ErrorKind::Redirect { to } => raised.setattr("to", to.as_deref()),
        _ => Ok(()),
    }
}

/// Gives the class the attributes that only some of its exceptions set.
pub fn complete(py: Python<'_>) -> PyResult<()> {
    let class = py.get_type::<LateError>();
    for name in [
        "status",
        "call",
        "request_id",
        "code",
        "field",
        "existing",
        "wait",
        "platform",
        "to",
    ] {
        class.setattr(name, py.None())?;
    }
    class.setattr("kind", "setup")?;
    class.setattr("message", "")?;
    class.setattr("attempts", 0)?;
    class.setattr("may_have_arrived", false)
}
