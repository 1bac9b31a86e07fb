//! Bifold: a static-site generator for bilingual career handbooks.

pub mod catalog;
pub mod cli;
pub mod config;
pub mod content;
pub mod diagnostic;
pub mod locale;
pub mod map;
pub mod render;
pub mod search;
pub mod serve;
pub mod site;
pub mod source;
pub mod theme;
