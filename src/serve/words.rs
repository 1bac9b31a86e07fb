//! The server's own words, in the two scripts that it can speak: chosen by the language of the page.

use crate::locale::Script;
use serde::Serialize;

/// Words of the overlay, the badge and the page with both languages.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Words {
    /// Above the findings; `{n}` is their number.
    pub errors: &'static str,
    /// See `errors`.
    pub warnings: &'static str,
    /// There is none.
    pub fine: &'static str,
    /// What the page shows while its sources cannot be read.
    pub last_good: &'static str,
    /// The page is gone.
    pub gone: &'static str,
    /// The server cannot be reached.
    pub away: &'static str,
    /// Closes the findings.
    pub close: &'static str,
    /// Opens a place in the editor.
    pub open: &'static str,
    /// Before what helps.
    pub help: &'static str,
    /// `{n}` more findings than are shown.
    pub more: &'static str,
    /// On the badge; `{ms}` and `{pages}` are filled in.
    pub built: &'static str,
    /// To the page with both languages.
    pub both: &'static str,
    /// There is no text in this language yet.
    pub missing: &'static str,
    /// The section has no counterpart.
    pub alone: &'static str,
}

const CHINESE: Words = Words {
    errors: "{n} 个错误",
    warnings: "{n} 个警告",
    fine: "没有发现问题",
    last_good: "下面显示的是上一个没有错误的版本。",
    gone: "这一页已不在网站中。",
    away: "与 bifold serve 的连接已断开，正在重新连接……",
    close: "关闭",
    open: "在编辑器中打开",
    help: "建议",
    more: "另有 {n} 条，用 bifold check 查看",
    built: "{ms} 毫秒，重新生成 {pages} 页",
    both: "双语对照",
    missing: "尚无译文",
    alone: "另一种语言中没有这一节",
};

const OTHER: Words = Words {
    errors: "Errors: {n}",
    warnings: "Warnings: {n}",
    fine: "Nothing found",
    last_good: "The page below is the last version without errors.",
    gone: "This page is no longer part of the site.",
    away: "bifold serve does not answer; trying again …",
    close: "Close",
    open: "Open in the editor",
    help: "help",
    more: "{n} more; see bifold check",
    built: "{ms} ms, pages rendered: {pages}",
    both: "Side by side",
    missing: "No translation yet",
    alone: "This section has no counterpart",
};

impl Words {
    /// The words for a page of a language, by its tag.
    pub fn of(tag: &str) -> &'static Words {
        match Script::of_tag(tag) {
            Script::Chinese => &CHINESE,
            Script::Other => &OTHER,
        }
    }
}
