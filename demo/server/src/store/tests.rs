use super::{Entry, Idempotency, Location, Outcome, Person, Proof, Record, Store, StoreError, Sum};

fn entry(email: &str, key: &str, at: i64) -> Entry {
    let mut dedup = [0; 32];
    dedup[..email.len().min(32)].copy_from_slice(&email.as_bytes()[..email.len().min(32)]);
    Entry {
        petition: "p".into(),
        record: Record::Signature,
        dedup,
        at,
        person: Person {
            email: email.into(),
            ..Person::default()
        },
        proofs: vec![Proof {
            purpose: "news".into(),
            granted: true,
            wording: "news".into(),
            version: 1,
            lang: "fr".into(),
            at,
        }],
        idempotency: Some(Idempotency {
            key: key.into(),
            body: dedup,
        }),
        confirm: false,
        answer: format!("answer to {key}"),
    }
}

fn sum(change: i64) -> Sum {
    Sum {
        petition: "p".into(),
        change,
        ..Sum::default()
    }
}

fn answer(text: &str) -> Outcome {
    Outcome::Answer(text.into())
}

#[tokio::test]
async fn a_key_is_forgotten_after_its_time_and_not_before() {
    let store = Store::open(&Location::Memory).await.unwrap();
    store.append(entry("old", "key-old", 1000)).await.unwrap();
    store.append(entry("new", "key-new", 2000)).await.unwrap();
    store.purge_keys(1001);
    // A group is committed before the purge that came with it; a second one comes after.
    for key in ["key-a", "key-b"] {
        store.append(entry("last", key, 3000)).await.unwrap();
    }
    let known = async |email: &str, key: &str| {
        let idempotency = entry(email, key, 0).idempotency.unwrap();
        store.answered("p", &idempotency).await.unwrap()
    };
    assert_eq!(known("old", "key-old").await, None);
    assert_eq!(
        known("new", "key-new").await,
        Some(answer("answer to key-new"))
    );
    assert_eq!(known("other", "key-new").await, Some(Outcome::KeyReused));
    // The signatures themselves stay.
    assert_eq!(store.appended_after(0).await.unwrap().sums, [sum(3)]);
    store.close().await;
}

#[tokio::test]
async fn sums_start_where_the_last_one_ended() {
    let store = Store::open(&Location::Memory).await.unwrap();
    assert_eq!(store.appended_after(0).await.unwrap().through, 0);
    for number in 0..5 {
        store
            .append(entry(&format!("a{number}"), &format!("k{number}"), 0))
            .await
            .unwrap();
    }
    let first = store.appended_after(0).await.unwrap();
    assert_eq!(first.sums, [sum(5)]);
    assert_eq!(store.appended_after(first.through).await.unwrap().sums, []);
    store.append(entry("a0", "again", 0)).await.unwrap();
    store.append(entry("b", "k-b", 0)).await.unwrap();
    let second = store.appended_after(first.through).await.unwrap();
    assert_eq!(second.sums, [sum(1)], "a repeated e-mail is not summed");
    store.close().await;
}

#[tokio::test]
async fn one_that_cannot_be_stored_does_not_take_the_others_with_it() {
    let path = std::env::temp_dir().join(format!("wesign-store-{}.db", std::process::id()));
    let _ = std::fs::remove_file(&path);
    let store = Store::open(&Location::File(path.clone())).await.unwrap();
    let other = rusqlite::Connection::open(&path).unwrap();
    other
        .execute_batch(
            "CREATE TRIGGER poison BEFORE INSERT ON consent
             WHEN (SELECT email FROM signature WHERE id = NEW.signature) = 'poison'
             BEGIN SELECT raise(ABORT, 'poison'); END;
             BEGIN IMMEDIATE;",
        )
        .unwrap();
    // The lock is held until all of them wait: they become one group.
    let (one, poison, two, ()) = tokio::join!(
        store.append(entry("one", "k-one", 0)),
        store.append(entry("poison", "k-poison", 0)),
        store.append(entry("two", "k-two", 0)),
        async {
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
            other.execute_batch("COMMIT").unwrap();
        }
    );
    assert_eq!(one.unwrap(), answer("answer to k-one"));
    assert_eq!(two.unwrap(), answer("answer to k-two"));
    assert!(matches!(poison, Err(StoreError::Sqlite(_))), "{poison:?}");
    let count = |sql: &str| {
        other
            .query_row(sql, [], |row| row.get::<_, i64>(0))
            .unwrap()
    };
    assert_eq!(
        count("SELECT count(*) FROM signature"),
        2,
        "nothing is left of the third"
    );
    assert_eq!(count("SELECT count(*) FROM idempotency"), 2);
    store.close().await;
    drop(other);
    for suffix in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{suffix}", path.display()));
    }
}

#[tokio::test]
async fn what_waits_is_written_before_the_store_closes() {
    let path = std::env::temp_dir().join(format!("wesign-close-{}.db", std::process::id()));
    let _ = std::fs::remove_file(&path);
    let store = std::sync::Arc::new(Store::open(&Location::File(path.clone())).await.unwrap());
    let mut waiting = Vec::new();
    for number in 0..200 {
        let store = std::sync::Arc::clone(&store);
        waiting.push(tokio::spawn(async move {
            store
                .append(entry(&format!("w{number}"), &format!("k{number}"), 0))
                .await
        }));
    }
    for task in waiting {
        task.await.unwrap().unwrap();
    }
    std::sync::Arc::into_inner(store).unwrap().close().await;
    assert!(
        !path.with_extension("db-wal").exists(),
        "the file is complete without its log"
    );
    let count: i64 = rusqlite::Connection::open(&path)
        .unwrap()
        .query_row("SELECT count(*) FROM signature", [], |row| row.get(0))
        .unwrap();
    assert_eq!(count, 200);
    let _ = std::fs::remove_file(path);
}

#[tokio::test]
async fn a_full_queue_says_so_at_once_and_keeps_what_it_took() {
    let path = std::env::temp_dir().join(format!("wesign-full-{}.db", std::process::id()));
    let _ = std::fs::remove_file(&path);
    let store = std::sync::Arc::new(Store::open(&Location::File(path.clone())).await.unwrap());
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let tasks: Vec<_> = (0..6000)
        .map(|number| {
            let store = std::sync::Arc::clone(&store);
            let entry = entry(&format!("f{number}"), &format!("k{number}"), 0);
            tokio::spawn(async move { store.append(entry).await })
        })
        .collect();
    // Every task has run once: it waits, or it was turned away.
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    other.execute_batch("COMMIT").unwrap();
    let (mut taken, mut refused) = (0, 0);
    for task in tasks {
        match task.await.unwrap() {
            Ok(_) => taken += 1,
            Err(StoreError::Full) => refused += 1,
            Err(other) => panic!("{other}"),
        }
    }
    assert!(
        refused > 0 && taken >= 4096,
        "{taken} taken, {refused} refused"
    );
    assert_eq!(store.appended_after(0).await.unwrap().sums, [sum(taken)]);
    drop(other);
    std::sync::Arc::into_inner(store).unwrap().close().await;
    let _ = std::fs::remove_file(path);
}
