//! TLS by rustls and ring, trusting what the system trusts.

use std::sync::Arc;

use rustls::ClientConfig;
use rustls_platform_verifier::BuilderVerifierExt as _;

use crate::error::Error;

/// A configuration that leaves the process's default provider alone.
pub(crate) fn config() -> Result<ClientConfig, Error> {
    let failed = |error: rustls::Error| Error::setup(format!("TLS cannot be set up: {error}"));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    Ok(ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(failed)?
        .with_platform_verifier()
        .map_err(failed)?
        .with_no_client_auth())
}
