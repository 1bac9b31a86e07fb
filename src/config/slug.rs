//! The names that stand in addresses.

/// Whether a name can be a slug: `[a-z0-9]+(-[a-z0-9]+)*`, and no name that Windows keeps for itself.
pub fn is_slug(name: &str) -> bool {
    let words = name
        .split('-')
        .all(|w| !w.is_empty() && w.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()));
    words && name.len() <= 100 && !is_device_name(name)
}

/// Whether Windows keeps a name, in lower case and without its ending, for a device.
pub fn is_device_name(name: &str) -> bool {
    matches!(name, "con" | "prn" | "aux" | "nul")
        || (name.len() == 4
            && (name.starts_with("com") || name.starts_with("lpt"))
            && name.ends_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_fit_every_system() {
        assert!(["a", "data-engineer", "c00012-x", "3d"].iter().all(|s| is_slug(s)));
        assert!(["", "-a", "a-", "a--b", "A", "数据", "con", "com1", "a_b"].iter().all(|s| !is_slug(s)));
    }
}
