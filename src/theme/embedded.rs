//! The default theme in the binary: one table, and nothing else names its files.

macro_rules! files {
    ($($path:literal),* $(,)?) => {
        /// Paths inside `themes/default` and what the files hold.
        pub const FILES: &[(&str, &[u8])] =
            &[$(($path, include_bytes!(concat!("../../themes/default/", $path)))),*];
    };
}

files![
    "assets/book.css/1-tree.css",
    "assets/book.css/2-entry.css",
    "assets/chooser.css",
    "assets/compare.css",
    "assets/compare.js",
    "assets/drawing.css",
    "assets/home.css",
    "assets/lists.css",
    "assets/lost.css",
    "assets/lost.js",
    "assets/map.css",
    "assets/map.js",
    "assets/mark.svg",
    "assets/move.css",
    "assets/my-skills.css",
    "assets/my-skills.js",
    "assets/names.css",
    "assets/parallel.css",
    "assets/scheme.js",
    "assets/search-client.js/1-files.js",
    "assets/search-client.js/2-tokens.js",
    "assets/search-client.js/3-index.js",
    "assets/search-client.js/4-query.js",
    "assets/search-client.js/5-read.js",
    "assets/search-client.js/6-rank.js",
    "assets/search-client.js/7-texts.js",
    "assets/search-client.js/8-excerpts.js",
    "assets/search-client.js/8-view.js",
    "assets/search-client.js/9-panel.js",
    "assets/search.css",
    "assets/search.js",
    "assets/site.css/1-tokens.css",
    "assets/site.css/2-base.css",
    "assets/site.css/3-header.css",
    "assets/site.css/4-menu.css",
    "assets/site.css/5-parts.css",
    "assets/site.css/6-print.css",
    "assets/site.js",
    "assets/text.css",
    "assets/whole.css",
    "strings/en.toml",
    "strings/zh.toml",
    "templates/404.html",
    "templates/bare.html",
    "templates/base.html",
    "templates/chapter.html",
    "templates/chapters.html",
    "templates/chooser.html",
    "templates/compare-pair.html",
    "templates/compare.html",
    "templates/components.html",
    "templates/footer.html",
    "templates/header.html",
    "templates/home.html",
    "templates/map.html",
    "templates/menu.html",
    "templates/move.html",
    "templates/my-skills.html",
    "templates/notice.html",
    "templates/page.html",
    "templates/parallel.html",
    "templates/print.html",
    "templates/redirect.html",
    "templates/role.html",
    "templates/roles.html",
    "templates/root-404.html",
    "templates/search.html",
    "templates/skill-map.html",
    "templates/skill.html",
    "templates/skills.html",
    "templates/sources.html",
    "templates/switch.html",
];

#[cfg(test)]
mod tests {
    use super::FILES;
    use crate::source::{Disk, Files};
    use std::path::Path;

    #[test]
    fn the_table_is_the_folder() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let (found, errors) = Disk::new(root.to_owned()).walk("themes/default");
        assert!(errors.is_empty(), "{errors:?}");
        let on_disk: Vec<&str> = found.iter().map(|f| f.path.trim_start_matches("themes/default/")).collect();
        let in_table: Vec<&str> = FILES.iter().map(|(path, _)| *path).collect();
        assert_eq!(in_table, on_disk);
    }
}
