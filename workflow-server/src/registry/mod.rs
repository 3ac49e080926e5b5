//! What the API creates.
