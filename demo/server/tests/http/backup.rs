//! A copy of the database, taken while people sign, put back elsewhere.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::support::{Database, Folder, Server, USUAL, binary, draft, fixtures, fresh_key};

/// Exit code and what was said.
fn run(folder: &Folder, arguments: &[&str]) -> (Option<i32>, String) {
    let ended = binary()
        .current_dir(folder.path())
        .args(arguments)
        .output()
        .unwrap();
    (
        ended.status.code(),
        String::from_utf8(ended.stderr).unwrap(),
    )
}

#[cfg(unix)]
fn is_private(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777 == 0o600
}

#[test]
fn a_copy_taken_among_signatures_is_whole_and_can_be_put_back() {
    let server = Server::start();
    for number in 0..20 {
        server.sign(USUAL, &fresh_key(), &draft(&format!("before-{number}")));
    }
    let url = server.database.url();
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for client in 0..4 {
            let (server, stop) = (&server, &stop);
            scope.spawn(move || {
                for number in 0.. {
                    let name = format!("during-{client}-{number}");
                    let answer = server.sign(USUAL, &fresh_key(), &draft(&name));
                    assert_eq!(answer.status, 201, "nobody waits for the copy");
                    if stop.load(Ordering::Relaxed) {
                        break;
                    }
                }
            });
        }
        let taken = run(server.folder(), &["backup", "copy.db", "--database", &url]);
        stop.store(true, Ordering::Relaxed);
        assert_eq!(taken, (Some(0), String::new()));
    });
    let copy = server.folder().path().join("copy.db");
    #[cfg(unix)]
    assert!(is_private(&copy));
    // Nothing is overwritten, neither by a copy nor by putting one back.
    let (code, said) = run(server.folder(), &["backup", "copy.db", "--database", &url]);
    assert_eq!(code, Some(1));
    assert!(said.contains("copy.db is there already"), "{said}");
    let (code, said) = run(server.folder(), &["restore", "copy.db", "--database", &url]);
    assert_eq!(code, Some(1));
    assert!(said.contains("is there already"), "{said}");

    let elsewhere = Folder::new();
    fixtures(&elsewhere);
    let from = copy.to_str().unwrap();
    let restored = run(&elsewhere, &["restore", from, "--database=test.db"]);
    assert_eq!(restored, (Some(0), String::new()));
    let file = elsewhere.path().join("test.db");
    #[cfg(unix)]
    assert!(is_private(&file));
    let there = Server::on(elsewhere, Database::File(file), &[]);
    let signed = there.number("SELECT count(*) FROM signature");
    assert!(signed >= 20, "{signed}");
    assert!(signed <= server.number("SELECT count(*) FROM signature"));
    assert_eq!(there.number("SELECT count(*) FROM consent"), 2 * signed);
    let count = 100 + u64::try_from(signed).unwrap();
    assert_eq!(there.count_reaching(USUAL, count), count);
    // With its secret: an address that was there is known.
    assert_eq!(
        there.sign(USUAL, &fresh_key(), &draft("before-0")).status,
        201
    );
    assert_eq!(there.number("SELECT count(*) FROM signature"), signed);
}

#[test]
fn what_is_no_whole_database_of_ours_is_refused() {
    let server = Server::start();
    for number in 0..200 {
        server.sign(USUAL, &fresh_key(), &draft(&format!("person-{number}")));
    }
    let url = server.database.url();
    let folder = server.folder();
    assert_eq!(
        run(folder, &["backup", "copy.db", "--database", &url]).0,
        Some(0)
    );
    let whole = std::fs::read(folder.path().join("copy.db")).unwrap();
    folder.write("short.db", &whole[..whole.len() / 2]);
    let mut damaged = whole.clone();
    let middle = damaged.len() / 2;
    damaged[middle..middle + 4096].fill(0x55);
    folder.write("damaged.db", damaged);
    folder.write("text.db", "not a database at all");
    let other = rusqlite::Connection::open(folder.path().join("other.db")).unwrap();
    other.execute_batch("CREATE TABLE t (x)").unwrap();
    let newer = folder.write("newer.db", &whole);
    let newer = rusqlite::Connection::open(newer).unwrap();
    newer.execute_batch("PRAGMA user_version = 999").unwrap();
    drop((other, newer));

    for file in [
        "short.db",
        "damaged.db",
        "text.db",
        "other.db",
        "newer.db",
        "none.db",
    ] {
        let (code, said) = run(folder, &["restore", file, "--database=new.db"]);
        assert_eq!(code, Some(1), "{file}: {said}");
        assert!(!folder.path().join("new.db").exists(), "{file}");
        assert!(!folder.path().join("new.db.restoring").exists(), "{file}");
    }
    let (code, said) = run(folder, &["backup", "none-copy.db", "--database=nothing.db"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(
        !folder.path().join("nothing.db").exists() && !folder.path().join("none-copy.db").exists()
    );
    for arguments in [
        vec!["backup", "x.db", "--database=postgres:///d"],
        vec!["restore", "copy.db", "--database=sqlite::memory:"],
    ] {
        let (code, said) = run(folder, &arguments);
        assert_eq!(code, Some(1));
        assert!(said.contains("pg_dump"), "{said}");
    }
    for arguments in [vec!["backup"], vec!["restore", "--database=new.db"]] {
        assert_eq!(run(folder, &arguments).0, Some(2), "{arguments:?}");
    }
}
