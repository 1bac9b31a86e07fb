//! Drawing findings: for people, for editors, for machines. Each form is a file of its own.
