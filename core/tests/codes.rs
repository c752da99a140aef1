//! Keeps `core/src/problem-codes.md` equal to what the code says. `UPDATE=1 cargo test --test codes`
//! writes it anew.
#![allow(missing_docs)]

use std::{env, fmt::Write as _, fs, path::Path};

use wesign_core::problem::Code;

fn table() -> String {
    let mut table = String::from(
        "# Problem codes\n\n\
         Generated from `problem::Code` and checked by `core/tests/codes.rs`. A code never changes its\n\
         meaning; new ones may come, so treat an unknown one as `invalid`. `min` and `max` are given\n\
         where the meaning names them.\n\n\
         | code | meaning |\n|---|---|\n",
    );
    for code in Code::ALL {
        let _ = writeln!(table, "| `{code}` | {} |", code.meaning());
    }
    table
}

#[test]
fn the_table_says_what_the_code_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/problem-codes.md");
    if env::var_os("UPDATE").is_some() {
        fs::write(&path, table()).expect("a writable file");
    }
    let written = fs::read_to_string(&path).expect("src/problem-codes.md");
    assert_eq!(
        written,
        table(),
        "run: UPDATE=1 cargo test -p wesign-core --test codes"
    );
}

#[test]
fn codes_are_distinct_snake_case() {
    for (at, code) in Code::ALL.iter().enumerate() {
        let text = code.as_str();
        assert!(
            text.bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'_'),
            "{text}"
        );
        assert!(
            Code::ALL[..at].iter().all(|other| other.as_str() != text),
            "{text} twice"
        );
        assert_eq!(Code::parse(text), Some(*code));
        assert!(code.meaning().ends_with('.'), "{text}: one sentence");
    }
}
