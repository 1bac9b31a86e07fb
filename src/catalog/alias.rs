//! Old addresses that lead to entries: each is an address that nothing else has.

use super::entry::EntryIx;
use super::{Catalog, Page, PageKind};
use crate::config::Config;
use crate::content::RESERVED_PAGES;
use crate::diagnostic::{Code, Diagnostic, Findings};
use std::collections::BTreeMap;

/// The aliases of all entries, without their first slash; those that cannot be are told.
pub(super) fn read(catalog: &Catalog) -> (Vec<(EntryIx, String)>, Findings) {
    if catalog.entries.iter().all(|entry| entry.neutral().aliases.is_empty()) {
        return Default::default();
    }
    let mut diagnostics = Vec::new();
    let mut owners = owners(catalog);
    let mut aliases = Vec::new();
    for (index, entry) in catalog.entries.iter().enumerate() {
        for alias in &entry.neutral().aliases {
            let address = match address(&alias.value) {
                Ok(address) => address,
                Err(help) => {
                    let message = format!("`{}` is no old address of this site", alias.value);
                    let finding = Diagnostic::new(Code::BAD_ALIAS, alias.span, message);
                    diagnostics.push(match mended(&alias.value, &catalog.config) {
                        Some(mended) => finding
                            .help(format!("write `{mended}`: {help}"))
                            .edit(alias.span, format!("\"{mended}\"")),
                        None => finding.help(help),
                    });
                    continue;
                }
            };
            if let Some(help) = begins_with_locale(&address, &catalog.config) {
                let message = format!("`{}` begins with a language", alias.value);
                let finding = Diagnostic::new(Code::BAD_ALIAS, alias.span, message);
                diagnostics.push(finding.help(help));
                continue;
            }
            // Some systems tell no difference between small letters and capitals.
            let owner = owners.entry(address.to_lowercase());
            if let std::collections::btree_map::Entry::Occupied(owner) = owner {
                let message = format!("`{}` is {}", alias.value, owner.get());
                let finding = Diagnostic::new(Code::ADDRESS_COLLISION, alias.span, message);
                let help = "an alias is an address that nothing has any more: delete or change it";
                diagnostics.push(finding.help(help));
                continue;
            }
            owner.or_insert(format!("an alias of `{}` already", entry.key));
            aliases.push((EntryIx(index as u32), address));
        }
    }
    (aliases, Findings::from(diagnostics))
}

/// Every address below a language that a page has, and whose it is.
fn owners(catalog: &Catalog) -> BTreeMap<String, String> {
    let reserved = RESERVED_PAGES.iter().map(|name| (format!("{name}/"), "kept for the site".to_owned()));
    let mut owners: BTreeMap<String, String> = reserved.collect();
    for page in catalog.pages().filter(|page| page.language == 0) {
        let owner = match page.kind {
            PageKind::Entry(entry) => format!("the address of `{}`", catalog.entry(entry).key),
            _ => "the address of a page that the site makes itself".to_owned(),
        };
        if let Some((_, below)) = catalog.address(Page { language: 0, ..page }).split_once('/') {
            owners.insert(below.to_lowercase(), owner);
        }
    }
    owners
}

/// `/roles/big-data-engineer/` without its first slash.
fn address(alias: &str) -> Result<String, &'static str> {
    let form = "an alias goes from `/` to `/`, without language: /roles/big-data-engineer/";
    let inner = alias.strip_prefix('/').and_then(|rest| rest.strip_suffix('/')).ok_or(form)?;
    // A dot could make it the address of a file.
    let is_segment = |segment: &str| {
        (1..=200).contains(&segment.len())
            && !segment.starts_with('_')
            && segment.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
    };
    if !inner.split('/').all(is_segment) {
        return Err("an alias is made of ASCII letters, digits, `-` and `_` between slashes");
    }
    if inner.split('/').next() == Some("assets") {
        return Err("addresses below /assets/ are for files");
    }
    Ok(format!("{inner}/"))
}

fn begins_with_locale(address: &str, config: &Config) -> Option<String> {
    let (first, rest) = address.split_once('/')?;
    let is_locale = config.languages.iter().any(|language| language.locale.as_str() == first);
    is_locale.then(|| match rest {
        "" => "an alias holds in every language: write it without".to_owned(),
        rest => format!("write `/{rest}`: an alias holds in every language"),
    })
}

/// What was probably meant: the address of this very site, or one without its slashes.
fn mended(alias: &str, config: &Config) -> Option<String> {
    let below = alias.strip_prefix(&config.base_url).unwrap_or(alias);
    let inner = below.trim_matches('/');
    let inner = match inner.split_once('/') {
        Some((first, rest)) if config.languages.iter().any(|l| l.locale.as_str() == first) => rest,
        _ => inner,
    };
    let mended = format!("/{inner}/");
    address(&mended).is_ok().then_some(mended)
}
