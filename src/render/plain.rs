//! Files without a template of their own: sitemap, robots, redirects, OpenSearch.

use super::frame::{About, frame};
use super::scene::Scene;
use super::view::{PageView, RedirectView};
use super::{Artifact, Edition, Rendered, escape};
use crate::catalog::{EntryIx, Page, PageKind, output_path};
use crate::search;
use std::fmt::Write;

/// All of them but the redirects.
pub(super) fn files(edition: &Edition) -> Vec<Artifact> {
    let config = &edition.catalog.config;
    let robots = format!("User-agent: *\nAllow: /\n\nSitemap: {}sitemap.xml\n", config.base_url);
    let mut files = vec![
        Artifact { path: "sitemap.xml".to_owned(), bytes: sitemap(edition).into_bytes() },
        Artifact { path: "robots.txt".to_owned(), bytes: robots.into_bytes() },
        Artifact { path: ".nojekyll".to_owned(), bytes: Vec::new() },
    ];
    if edition.features.search {
        for language in 0..config.languages.len() {
            let path = format!("{}/opensearch.xml", config.languages[language].locale);
            files.push(Artifact { path, bytes: opensearch(edition, language).into_bytes() });
        }
    }
    files
}

/// <https://www.sitemaps.org/protocol.html>, with alternates as in the pages' heads: from the same views, so that
/// the two cannot disagree.
fn sitemap(edition: &Edition) -> String {
    use rayon::prelude::*;
    let pages: Vec<Page> = edition.pages().collect();
    let urls: Vec<String> = pages.par_iter().filter_map(|page| url(edition, *page)).collect();
    let mut out = String::from(concat!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
        "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
    ));
    out.extend(urls);
    out.push_str("</urlset>\n");
    out
}

fn url(edition: &Edition, page: Page) -> Option<String> {
    // Side by side pages repeat what stands on the two pages.
    if matches!(page.kind, PageKind::Parallel(_)) {
        return None;
    }
    let scene = Scene::new(edition, page);
    let entry = match page.kind {
        PageKind::Entry(entry) => Some(entry),
        PageKind::Home => edition.catalog.home,
        _ => None,
    };
    let frame = frame(&scene, About { entry, ..About::page("", "".into()) });
    if frame.noindex {
        return None;
    }
    let mut out = String::from("<url><loc>");
    escape(frame.canonical.as_deref()?, &mut out);
    out.push_str("</loc>");
    let updated = entry.and_then(|entry| scene.document(entry).front.updated);
    if let Some(date) = updated {
        let _ = write!(out, "<lastmod>{date}</lastmod>");
    }
    for alternate in &frame.alternates {
        let _ = write!(out, "<xhtml:link rel=\"alternate\" hreflang=\"{}\" href=\"", alternate.lang);
        escape(&alternate.href, &mut out);
        out.push_str("\"/>");
    }
    out.push_str("</url>\n");
    Some(out)
}

/// With it readers can search from the address bar.
fn opensearch(edition: &Edition, language: usize) -> String {
    let config = &edition.catalog.config;
    let own = &config.languages[language];
    let base = format!("{}{}", config.base_url, own.locale);
    search::opensearch(&search::Description {
        title: &own.title,
        description: &own.description,
        lang: &own.tag,
        page: &format!("{base}/search/"),
        own: &format!("{base}/opensearch.xml"),
        icon: "",
    })
}

/// A page at each old address that leads to the new one.
pub(super) fn redirects(edition: &Edition) -> Vec<Rendered> {
    let languages = edition.catalog.config.languages.len();
    let mut pages = Vec::new();
    for (entry, alias) in edition.catalog.aliases.iter() {
        pages.extend((0..languages).map(|language| redirect(edition, *entry, alias, language)));
    }
    pages
}

fn redirect(edition: &Edition, entry: EntryIx, alias: &str, language: usize) -> Rendered {
    let page = edition.catalog.entry_page(entry, language);
    let locale = &edition.catalog.config.languages[language].locale;
    let mut scene = Scene::new(edition, page);
    let target = std::mem::replace(&mut scene.address, format!("{locale}/{alias}"));
    let about = About::page("redirect", scene.title(entry));
    let mut frame = frame(&scene, About { entry: Some(entry), ..about });
    frame.noindex = true;
    frame.alternates.clear();
    let view = PageView::Redirect(RedirectView {
        href: scene.to(&target),
        title: scene.title(entry),
        lang: scene.language().tag.as_str().into(),
        frame,
    });
    let rendered = edition.render(page, &view)?;
    Ok(Artifact { path: output_path(&scene.address), ..rendered })
}
