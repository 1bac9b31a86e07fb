//! Names of elements: what a browser would take for a tag, and what is only a word between angle brackets.
//!
//! Source of the lists: the HTML Living Standard (sections 4 and 16.2, obsolete elements included), SVG 2 and MathML
//! Core. A word that is none of them, `<user>` or `<your-host>`, is a placeholder: a browser would do nothing with it.

/// Elements of HTML, sorted.
const HTML: [&str; 145] = [
    "a",
    "abbr",
    "acronym",
    "address",
    "applet",
    "area",
    "article",
    "aside",
    "audio",
    "b",
    "base",
    "basefont",
    "bdi",
    "bdo",
    "bgsound",
    "big",
    "blink",
    "blockquote",
    "body",
    "br",
    "button",
    "canvas",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "data",
    "datalist",
    "dd",
    "del",
    "details",
    "dfn",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "frame",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "i",
    "iframe",
    "image",
    "img",
    "input",
    "ins",
    "isindex",
    "kbd",
    "keygen",
    "label",
    "legend",
    "li",
    "link",
    "listing",
    "main",
    "map",
    "mark",
    "marquee",
    "math",
    "menu",
    "menuitem",
    "meta",
    "meter",
    "multicol",
    "nav",
    "nextid",
    "nobr",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "ol",
    "optgroup",
    "option",
    "output",
    "p",
    "param",
    "picture",
    "plaintext",
    "pre",
    "progress",
    "q",
    "rb",
    "rp",
    "rt",
    "rtc",
    "ruby",
    "s",
    "samp",
    "script",
    "search",
    "section",
    "select",
    "selectedcontent",
    "slot",
    "small",
    "source",
    "spacer",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "track",
    "tt",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
    "xmp",
];

/// Elements of SVG that HTML does not have, in lower case (a browser reads them in any), sorted.
const SVG: [&str; 62] = [
    "animate",
    "animatemotion",
    "animatetransform",
    "circle",
    "clippath",
    "defs",
    "desc",
    "discard",
    "ellipse",
    "feblend",
    "fecolormatrix",
    "fecomponenttransfer",
    "fecomposite",
    "feconvolvematrix",
    "fediffuselighting",
    "fedisplacementmap",
    "fedistantlight",
    "fedropshadow",
    "feflood",
    "fefunca",
    "fefuncb",
    "fefuncg",
    "fefuncr",
    "fegaussianblur",
    "feimage",
    "femerge",
    "femergenode",
    "femorphology",
    "feoffset",
    "fepointlight",
    "fespecularlighting",
    "fespotlight",
    "fetile",
    "feturbulence",
    "filter",
    "foreignobject",
    "g",
    "glyph",
    "line",
    "lineargradient",
    "marker",
    "mask",
    "metadata",
    "mpath",
    "path",
    "pattern",
    "polygon",
    "polyline",
    "radialgradient",
    "rect",
    "set",
    "solidcolor",
    "stop",
    "switch",
    "symbol",
    "text",
    "textpath",
    "tref",
    "tspan",
    "unknown",
    "use",
    "view",
];

/// Elements of MathML, sorted.
const MATHML: [&str; 36] = [
    "annotation",
    "annotation-xml",
    "maction",
    "maligngroup",
    "malignmark",
    "menclose",
    "merror",
    "mfenced",
    "mfrac",
    "mglyph",
    "mi",
    "mlabeledtr",
    "mmultiscripts",
    "mn",
    "mo",
    "mover",
    "mpadded",
    "mphantom",
    "mprescripts",
    "mroot",
    "mrow",
    "ms",
    "mspace",
    "msqrt",
    "mstyle",
    "msub",
    "msubsup",
    "msup",
    "mtable",
    "mtd",
    "mtext",
    "mtr",
    "munder",
    "munderover",
    "none",
    "semantics",
];

/// The word of the first tag of a piece of HTML that means something to a browser: an element, a declaration, an
/// instruction. None when there are only words between angle brackets.
pub(super) fn first_real(html: &str) -> Option<&str> {
    tags(html).find(|tag| !is_placeholder(tag))
}

/// The first tag of all, real or not.
pub(super) fn first(html: &str) -> Option<&str> {
    tags(html).next()
}

/// What follows each `<` that opens a tag, up to its `>`.
fn tags(html: &str) -> impl Iterator<Item = &str> {
    html.match_indices('<').filter_map(|(at, _)| {
        let tag = &html[at..];
        let is_tag = tag[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
        is_tag.then(|| &tag[..tag.find('>').map_or(tag.len(), |end| end + 1)])
    })
}

/// `<user>`: the name is no element's. Elements that scripts define (`<my-element>`) are none here: no script does.
fn is_placeholder(tag: &str) -> bool {
    let inside = tag.trim_start_matches(['<', '/']);
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
    let name = &inside[..inside.find(|c| !is_part(c)).unwrap_or(inside.len())];
    // `<x:script>` and `<svg:a>` are read as they stand: no element has a colon, but be on the safe side.
    let name = name.rsplit(':').next().unwrap_or(name).to_ascii_lowercase();
    let is_known = |list: &[&str]| list.binary_search(&&*name).is_ok();
    !name.is_empty() && !is_known(&HTML) && !is_known(&SVG) && !is_known(&MATHML)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted() {
        for list in [&HTML[..], &SVG[..], &MATHML[..]] {
            assert!(list.is_sorted(), "{:?}", list.windows(2).find(|pair| pair[0] >= pair[1]));
        }
    }

    #[test]
    fn placeholders_are_no_elements() {
        for html in ["<user>", "<your-host>", "</user>", "<my-element onclick=x>", "<T>", "<pid>\n正文\n"] {
            assert_eq!(first_real(html), None, "{html}");
        }
        for (html, real) in [
            ("<user>:<IMG src=x>", "<IMG src=x>"),
            ("<script", "<script"),
            ("</Font>", "</Font>"),
            ("<foreignObject>", "<foreignObject>"),
            ("<!DOCTYPE html>", "<!DOCTYPE html>"),
            ("<?php x ?>", "<?php x ?>"),
            ("<![CDATA[x]]>", "<![CDATA[x]]>"),
            ("<x:script>", "<x:script>"),
        ] {
            assert_eq!(first_real(html), Some(real));
        }
        assert_eq!(first("a < b <user>"), Some("<user>"));
    }
}
