//! A mail server on loopback: it speaks SMTP, keeps what it takes, and can misbehave.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use mail_parser::MessageParser;

/// A letter as it arrived, read by a parser that is not ours.
#[derive(Clone, Debug)]
pub(crate) struct Letter {
    /// From the envelope.
    pub(crate) to: String,
    pub(crate) from: String,
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) html: String,
    pub(crate) id: String,
    pub(crate) raw: String,
}

impl Letter {
    fn parse(from: &str, to: &str, raw: &[u8]) -> Self {
        let message = MessageParser::default().parse(raw).unwrap();
        let body = |text: Option<std::borrow::Cow<'_, str>>| text.unwrap().into_owned();
        Self {
            to: to.into(),
            from: from.into(),
            subject: message.subject().unwrap().into(),
            text: body(message.body_text(0)),
            html: body(message.body_html(0)),
            id: message.message_id().unwrap().into(),
            raw: String::from_utf8(raw.to_vec()).unwrap(),
        }
    }

    pub(crate) fn header(&self, name: &str) -> Option<String> {
        let message = MessageParser::default().parse(self.raw.as_bytes())?;
        let value = message.header_raw(name.to_owned())?;
        Some(value.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// The path and query of the link that does this.
    pub(crate) fn link(&self, action: &str) -> String {
        let part = format!("/{action}/");
        let mut links = self.text.split_whitespace();
        let link = links.find(|word| word.contains(&part));
        let link = link.unwrap_or_else(|| panic!("no link to {action} in {}", self.text));
        assert!(self.html.contains(&format!("\"{link}\"")), "{}", self.html);
        let at = link.find("/petitions/").unwrap();
        link[at..].to_owned()
    }
}

#[derive(Default)]
struct State {
    letters: Vec<Letter>,
    /// What is said to recipients instead of 250.
    refused: HashMap<String, String>,
    /// Said to every recipient.
    busy: bool,
    /// How many further letters are taken without an answer.
    silent: u32,
    connections: u32,
}

#[derive(Clone)]
pub(crate) struct Smtp {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
}

impl Smtp {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let server = Self {
            address: listener.local_addr().unwrap(),
            state: Arc::default(),
        };
        let shared = server.clone();
        // Ends with the process.
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let shared = shared.clone();
                std::thread::spawn(move || shared.serve(stream.unwrap()));
            }
        });
        server
    }

    /// What tells the program under test where it is.
    pub(crate) fn flags(&self) -> Vec<String> {
        vec![
            format!("--smtp=smtp://{}", self.address),
            "--mail-from=Petitions <petitions@us.example>".into(),
        ]
    }

    pub(crate) fn letters(&self) -> Vec<Letter> {
        self.state.lock().unwrap().letters.clone()
    }

    /// The letters, once there are so many.
    pub(crate) fn letters_reaching(&self, count: usize) -> Vec<Letter> {
        for _ in 0..400 {
            let letters = self.letters();
            if letters.len() >= count {
                return letters;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("{} letters of {count}", self.letters().len());
    }

    /// The last letter to an address of `example.org`, once it is there.
    pub(crate) fn letter_to(&self, name: &str) -> Letter {
        let to = format!("{name}@example.org");
        for _ in 0..400 {
            if let Some(letter) = self.letters().into_iter().rfind(|one| one.to == to) {
                return letter;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("no letter to {to}");
    }

    /// Answers this address with a line of SMTP instead of taking it.
    pub(crate) fn refuse(&self, name: &str, line: &str) {
        let to = format!("{name}@example.org");
        self.state.lock().unwrap().refused.insert(to, line.into());
    }

    /// Whether everybody is told to come again.
    pub(crate) fn busy(&self, busy: bool) {
        self.state.lock().unwrap().busy = busy;
    }

    /// Takes so many letters and closes the connection instead of saying so.
    pub(crate) fn stay_silent(&self, letters: u32) {
        self.state.lock().unwrap().silent = letters;
    }

    pub(crate) fn connections(&self) -> u32 {
        self.state.lock().unwrap().connections
    }

    fn serve(&self, stream: TcpStream) {
        self.state.lock().unwrap().connections += 1;
        // Whoever was killed is gone in the middle of a line.
        let _ = self.converse(stream);
    }

    fn converse(&self, stream: TcpStream) -> std::io::Result<()> {
        let mut out = stream.try_clone()?;
        let mut lines = BufReader::new(stream).split(b'\n');
        let mut say = |line: &str| out.write_all(format!("{line}\r\n").as_bytes());
        say("220 test ESMTP")?;
        let (mut from, mut to) = (String::new(), String::new());
        while let Some(line) = lines.next() {
            let line = String::from_utf8(line?).unwrap();
            let line = line.trim_end();
            let inside = || {
                let open = line.find('<').map_or(0, |at| at + 1);
                line[open..line.find('>').unwrap_or(line.len())].to_owned()
            };
            match line.to_ascii_uppercase() {
                verb if verb.starts_with("EHLO") => {
                    say("250-test")?;
                    say("250-8BITMIME")?;
                    say("250 SMTPUTF8")?;
                }
                verb if verb.starts_with("MAIL FROM:") => {
                    from = inside();
                    say("250 ok")?;
                }
                verb if verb.starts_with("RCPT TO:") => {
                    to = inside();
                    let state = self.state.lock().unwrap();
                    let refused = state.refused.get(&to).cloned();
                    let busy = state.busy;
                    drop(state);
                    match refused {
                        Some(refusal) => say(&refusal)?,
                        None if busy => say("451 4.3.2 come again")?,
                        None => say("250 ok")?,
                    }
                }
                verb if verb == "DATA" => {
                    say("354 go ahead")?;
                    let mut raw = Vec::new();
                    loop {
                        let Some(line) = lines.next() else {
                            return Ok(());
                        };
                        let line = line?;
                        match line.strip_prefix(b".") {
                            Some(b"\r") => break,
                            Some(stuffed) => raw.extend_from_slice(stuffed),
                            None => raw.extend_from_slice(&line),
                        }
                        raw.push(b'\n');
                    }
                    let mut state = self.state.lock().unwrap();
                    state.letters.push(Letter::parse(&from, &to, &raw));
                    if state.silent > 0 {
                        state.silent -= 1;
                        return Ok(());
                    }
                    drop(state);
                    say("250 taken")?;
                }
                verb if verb == "QUIT" => return say("221 bye"),
                _ => say("250 ok")?,
            }
        }
        Ok(())
    }
}
