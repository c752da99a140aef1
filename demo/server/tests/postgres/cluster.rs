//! A PostgreSQL of the suite's own: started once, on a socket in a temporary folder, gone when the suite
//! ends, however it ends.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use postgres::{Client, NoTls};

struct Cluster {
    folder: PathBuf,
    /// Its standard input ends with this process, and then it ends PostgreSQL.
    _keeper: Child,
}

/// The address of a new database.
pub(crate) fn database() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let name = format!("test_{}", NEXT.fetch_add(1, Ordering::Relaxed));
    run(&address("postgres"), &format!("CREATE DATABASE {name}"));
    address(&name)
}

/// Runs statements in a database.
pub(crate) fn run(url: &str, sql: &str) {
    Client::connect(url, NoTls)
        .unwrap()
        .batch_execute(sql)
        .unwrap();
}

fn address(database: &str) -> String {
    static CLUSTER: OnceLock<Cluster> = OnceLock::new();
    let folder = CLUSTER.get_or_init(start).folder.display();
    format!("postgres:///{database}?host={folder}&user=postgres")
}

fn start() -> Cluster {
    let folder = std::env::temp_dir().join(format!("wesign-postgres-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    // PostgreSQL refuses to run as root.
    let root = output("id", &["-u"]) == "0";
    if root {
        output("chown", &["postgres", folder.to_str().unwrap()]);
    }
    let run = |program: &str, more: &str| {
        let program = programs().join(program);
        let drop = if root {
            "setpriv --reuid=postgres --regid=postgres --clear-groups --"
        } else {
            ""
        };
        format!(
            "{drop} {} -D {}/data {more}",
            program.display(),
            folder.display()
        )
    };
    // The disk is not what is tested here; the server is killed, PostgreSQL is not.
    let script = format!(
        "cd / && {initdb} >&2 && {{ {postgres} >&2 & }} && postgres=$! && read end; \
         kill -INT $postgres; wait; rm -rf {folder}",
        initdb = run(
            "initdb",
            "-U postgres -A trust -E UTF8 --locale=C --no-sync"
        ),
        postgres = run(
            "postgres",
            &format!(
                "-k {} -c listen_addresses= -c fsync=off -c max_connections=400 \
                 -c unix_socket_permissions=0777",
                folder.display()
            )
        ),
        folder = folder.display(),
    );
    let log = std::fs::File::create(folder.join("log")).unwrap();
    let mut keeper = Command::new("sh")
        .args(["-c", &script])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(log)
        .spawn()
        .unwrap();
    let url = format!(
        "postgres:///postgres?host={}&user=postgres",
        folder.display()
    );
    for _ in 0..600 {
        if Client::connect(&url, NoTls).is_ok() {
            return Cluster {
                folder,
                _keeper: keeper,
            };
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    let _ = keeper.kill().and_then(|()| keeper.wait());
    let log = std::fs::read_to_string(folder.join("log")).unwrap_or_default();
    panic!("PostgreSQL did not start: {log}");
}

/// Where Debian has the programs of the newest version; elsewhere they are on the path.
fn programs() -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten();
    let found = versions
        .flatten()
        .map(|version| version.path().join("bin"))
        .filter(|folder| folder.join("initdb").exists());
    found.max().unwrap_or_else(|| {
        let initdb = output("sh", &["-c", "command -v initdb"]);
        Path::new(&initdb)
            .parent()
            .map(Path::to_owned)
            .unwrap_or_default()
    })
}

fn output(program: &str, arguments: &[&str]) -> String {
    let done = Command::new(program).args(arguments).output().unwrap();
    let _ = std::io::stderr().write_all(&done.stderr);
    String::from_utf8(done.stdout).unwrap().trim().to_owned()
}
