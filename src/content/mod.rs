//! One source to one document.

pub mod body;
pub mod markdown;
