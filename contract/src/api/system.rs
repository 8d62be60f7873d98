//! Endpoints about the server itself.

use super::endpoint::endpoints;
use crate::permission::Access;
use serde::{Deserialize, Serialize};

/// How the server is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Health {
    /// `ok`.
    pub status: String,
    /// Version of the server.
    pub version: String,
    /// `sqlite` or `postgres`.
    pub database: String,
}

endpoints! {
    /// Whether the server and its database answer.
    GetHealth = Get "/api/v1/health", Access::Public, { response: Health, }

    /// The OpenAPI 3.1 description of this interface.
    GetOpenApi = Get "/api/v1/openapi.json", Access::Public, { file: "application/json", }
}
