//! Filters for words: putting facts into a sentence, picking one of a list, handing words to scripts.

use super::words::PLURAL;
use tera::{Kwargs, State, TeraResult, Value};

/// `{{ site.words.role.missing | fill(n=3, first=title) }}`: replaces `{n}` and `{first}`. Of words with several
/// forms (`one`, `other`) the number `n` takes the right one. The result is escaped as any text.
pub fn fill(words: Value, arguments: Kwargs, _: &State) -> TeraResult<String> {
    let form = match words.as_map() {
        Some(forms) => {
            let one = arguments.get::<&Value>("n")?.and_then(Value::as_i128) == Some(1);
            let names: &[&str] = if one { &[PLURAL[0], PLURAL[1]] } else { &[PLURAL[1]] };
            names.iter().find_map(|name| forms.get(&tera::value::Key::Str(name))).and_then(Value::as_str)
        }
        None => words.as_str(),
    };
    let Some(mut rest) = form else {
        return Err(tera::Error::message("`fill` takes words: a text, or a table with `one` and `other`"));
    };
    let mut out = String::with_capacity(rest.len() + 16);
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        let Some(close) = rest[open..].find('}') else { break };
        let name = &rest[open + 1..open + close];
        match arguments.get::<&Value>(name)? {
            Some(value) => out.push_str(&value.to_string()),
            None => return Err(tera::Error::message(format!("`fill` was not given `{name}`"))),
        }
        rest = &rest[open + close + 1..];
    }
    out.push_str(rest);
    Ok(out)
}

/// `{{ site.words.numerals | pick(n=3) }}`: the third of a list, or the number itself when the list is shorter.
pub fn pick(list: Value, arguments: Kwargs, _: &State) -> TeraResult<Value> {
    let n: usize = arguments.must_get("n")?;
    let picked = list.as_array().and_then(|list| list.get(n.checked_sub(1)?));
    Ok(picked.cloned().unwrap_or_else(|| Value::from(n as u64)))
}

/// `data-words="{{ site.words.script | json }}"`: a value for scripts. Escaped as any text, so it belongs in a quoted
/// attribute; keys are sorted, so the same words give the same bytes.
pub fn json(value: Value, _: Kwargs, _: &State) -> TeraResult<String> {
    let sorted = serde_json::to_value(&value).map_err(tera::Error::message)?;
    Ok(sorted.to_string())
}
