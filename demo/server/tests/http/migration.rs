//! A database of an older version is brought forward, with everything that is in it.

use rusqlite::Connection;

use crate::support::{Folder, LEVERS, Request, Server, draft, fixtures, fresh_key, registration};

/// The tables as version 1 created them, with a few rows.
const VERSION_1: &str = include_str!("version-1.sql");

#[test]
fn version_1_is_brought_forward_and_keeps_everything() {
    let folder = Folder::new();
    fixtures(&folder);
    let old = Connection::open(folder.path().join("test.db")).unwrap();
    old.execute_batch(VERSION_1).unwrap();
    drop(old);

    let mut server = Server::of(folder, &[]);
    assert_eq!(server.number("PRAGMA user_version"), 4);
    assert_eq!(
        server.get("/api/petitions/levers/count").json()["count"],
        102
    );
    assert_eq!(server.number("SELECT count(*) FROM consent"), 3);
    assert_eq!(
        server.number("SELECT value = x'000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f' FROM meta"),
        1,
        "the secret stays, and with it every hash"
    );
    let shown = server.get("/api/petitions/levers/signatories").json();
    assert_eq!(
        shown["signatories"].to_string(),
        r#"[{"given_name":"Ada","locality":"Rennes"}]"#
    );

    // Old tables and new ones take further rows.
    assert_eq!(server.sign(LEVERS, &fresh_key(), &draft("new")).status, 201);
    let path = "/api/petitions/levers/gatherings/open/registrations";
    let request = Request::write(path, &fresh_key(), &registration("open", "new"));
    assert_eq!(server.send(&request).status, 201);

    // Once: a second start changes nothing.
    server.kill_and_restart();
    assert_eq!(
        server.get("/api/petitions/levers/count").json()["count"],
        103
    );
    assert_eq!(server.number("SELECT count(*) FROM registration"), 1);
    // The same tables and indexes as a new database has.
    let schema = |server: &Server| {
        let sql = "SELECT group_concat(name || ': ' || ifnull(sql, ''), char(10)) FROM
                   (SELECT name, sql FROM sqlite_schema ORDER BY name)";
        let read = |row: &rusqlite::Row<'_>| row.get::<_, String>(0);
        server.sqlite().query_row(sql, [], read).unwrap()
    };
    assert_eq!(schema(&server), schema(&Server::start()));
}
