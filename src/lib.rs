//! Bifold: a static-site generator for bilingual career handbooks.

pub mod diagnostic;
pub mod locale;
pub mod search;
pub mod source;
