//! The tokens of `tests/search/tokens.json`, made as at build; `tests/search/tokens.test.mjs` makes them as browsers do.
//! `BIFOLD_UPDATE=1` writes what this side makes; read the difference before you keep it.

mod support;

use bifold::search::{Lexicon, tokens};
use serde_json::Value;
use std::path::Path;

#[test]
fn the_build_makes_the_tokens_that_the_client_makes() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/search/tokens.json");
    let cases: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    assert!(cases.len() >= 300, "{} cases", cases.len());
    let lexicon = Lexicon::new();
    let made: Vec<(String, Vec<String>)> = cases
        .iter()
        .map(|case| {
            let text = case["text"].as_str().unwrap();
            (text.to_owned(), tokens(text, &lexicon))
        })
        .collect();
    if support::is_updating() {
        let lines: Vec<String> = made
            .iter()
            .map(|(text, tokens)| serde_json::json!({ "text": text, "tokens": tokens }).to_string())
            .collect();
        std::fs::write(&path, format!("[\n{}\n]\n", lines.join(",\n"))).unwrap();
        return;
    }
    for (case, (text, tokens)) in cases.iter().zip(made) {
        assert_eq!(case["tokens"], serde_json::json!(tokens), "{text:?}");
    }
}
