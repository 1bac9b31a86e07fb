//! Views, and what is made of them: the floor where entries become pages.

pub mod view;
