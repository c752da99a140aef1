//! The program: options in, exit code out.

use std::process::ExitCode;

use wesign_server::config::{Command, HELP};
use wesign_server::store::{BackupError, backup, restore};

fn main() -> ExitCode {
    // The default message of a panic can repeat the value it failed on: say where, not with what.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic
            .location()
            .map(ToString::to_string)
            .unwrap_or_default();
        wesign_server::log::note(&format!("a bug at {place}"));
    }));
    let flags = std::env::args_os()
        .skip(1)
        .map(|flag| flag.to_string_lossy().into_owned());
    let config = match Command::read(flags, |name| std::env::var(name).ok()) {
        Ok(Command::Serve(config)) => config,
        Ok(Command::Backup(database, file)) => return done(backup(&database, &file)),
        Ok(Command::Restore(database, file)) => return done(restore(&database, &file)),
        Ok(Command::Help) => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        Ok(Command::Version) => {
            println!("wesign-server {}", env!("CARGO_PKG_VERSION"));
            return ExitCode::SUCCESS;
        }
        Err(error) => return fail(&error, 2),
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error, 1),
    };
    match runtime.block_on(wesign_server::run(*config)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error, 1),
    }
}

fn done(result: Result<(), BackupError>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error, 1),
    }
}

fn fail(error: &dyn std::error::Error, code: u8) -> ExitCode {
    eprintln!("wesign-server: {error}");
    ExitCode::from(code)
}
