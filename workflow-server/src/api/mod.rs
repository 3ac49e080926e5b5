//! One function per operation of the API.
