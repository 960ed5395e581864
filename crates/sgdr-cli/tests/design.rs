//! The designer answers its page, with the numbers and the flags of the command, and nobody else.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use sgdr::{CosineDecayRestarts, LearningRateSchedule as _};

/// A designer that runs as long as this lives.
struct Designer {
    child: Child,
    /// The host and the port.
    host: String,
}

struct Reply {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Designer {
    fn start(arguments: &str) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sgdr"));
        command.arg("design").args(arguments.split_whitespace()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("sgdr runs");
        let mut url = String::new();
        BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut url).expect("a line");
        let host = url.trim().strip_prefix("http://").and_then(|rest| rest.strip_suffix('/'));
        Self { child, host: host.expect("an address").to_string() }
    }

    /// Sends the lines of a head as they are, and a body.
    fn send(&self, head: &str, body: &[u8]) -> Reply {
        let mut stream = TcpStream::connect(&self.host).expect("it listens");
        let head = head.replace("HERE", &self.host).replace('\n', "\r\n");
        write!(stream, "{head}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n", body.len()).expect("a head");
        // It may refuse before all has arrived.
        let _ = stream.write_all(body);
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").expect("a head");
        let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        Reply { status, head, body: bytes[end + 4..].to_vec() }
    }

    fn get(&self, path: &str) -> Reply {
        self.send(&format!("GET {path} HTTP/1.1\nHost: HERE"), b"")
    }

    fn post(&self, path: &str, body: &[u8]) -> Reply {
        self.send(&format!("POST {path} HTTP/1.1\nHost: HERE\nOrigin: http://HERE\nSec-Fetch-Site: same-origin"), body)
    }

    fn ask(&self, path: &str, body: &str) -> Value {
        let reply = self.post(path, body.as_bytes());
        assert_eq!(reply.status, 200, "{path} {body}: {}", String::from_utf8_lossy(&reply.body));
        reply.json()
    }

    /// The status, the error and the hint of a refusal.
    fn refused(&self, path: &str, body: &[u8]) -> (u16, String, String) {
        let reply = self.post(path, body);
        let json = reply.json();
        let text = |name: &str| json[name].as_str().unwrap_or_default().to_string();
        (reply.status, text("error"), text("hint"))
    }
}

impl Drop for Designer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Reply {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }

    fn text(&self) -> String {
        String::from_utf8(self.body.clone()).expect("text")
    }
}

const FORM: &str = "initial-learning-rate=0.1&first-decay-steps=1000&m-mul=0.9&steps=10000";

fn schedule() -> CosineDecayRestarts {
    CosineDecayRestarts::builder(0.1, 1000).m_mul(0.9).build().expect("legal")
}

fn sgdr(arguments: &[&str]) -> std::process::Output {
    Command::new(env!("CARGO_BIN_EXE_sgdr")).args(arguments).output().expect("sgdr runs")
}

#[test]
fn rates_have_the_bits_of_the_schedule() {
    let designer = Designer::start("");
    let view = designer.ask("/api/view?columns=200", FORM);
    let (steps, curve) = (&view["chart"]["step"], &view["chart"]["curves"][0]);
    let steps: Vec<u64> = steps.as_array().expect("steps").iter().filter_map(Value::as_u64).collect();
    let rates: Vec<f64> = curve["rate"].as_array().expect("rates").iter().filter_map(Value::as_f64).collect();
    assert!(steps.len() > 200 && steps.len() < 2000, "{}", steps.len());
    assert!(rates.iter().zip(&steps).all(|(rate, &step)| rate.to_bits() == schedule().at(step).to_bits()));
    assert_eq!((rates.len(), &curve["restarts"]), (steps.len(), &serde_json::json!([1000, 3000, 7000])));
    for step in [0, 999, 1000, 4321, u64::MAX] {
        let point = designer.ask(&format!("/api/at?step={step}"), FORM);
        let rate: f64 = point["curves"][0]["rate"].as_str().expect("a rate").parse().expect("a number");
        let exact: f64 = point["curves"][0]["exact"].as_str().expect("a rate").parse().expect("a number");
        assert_eq!([rate, exact].map(f64::to_bits), [schedule().at(step); 2].map(f64::to_bits));
        assert_eq!(point["curves"][0]["cycle"].as_str(), Some(schedule().cycle_at(step).index.to_string().as_str()));
    }
}

#[test]
fn long_runs_keep_their_restarts() {
    let designer = Designer::start("");
    for (form, restarts) in [("t-mul=1&steps=1000000", 999), ("steps=1000000000000", 29), ("t-mul=1&steps=1e19", 0)] {
        let form = format!("initial-learning-rate=0.1&first-decay-steps=1000&{form}");
        let reply = designer.post("/api/view?columns=2000", form.as_bytes());
        let view = reply.json();
        let told = view["chart"]["curves"][0]["restarts"].as_array().expect("restarts").clone();
        assert_eq!(told.len(), restarts, "{form}");
        let steps = view["chart"]["step"].as_array().expect("steps");
        assert!(told.iter().all(|restart| steps.contains(restart)), "{form}");
        assert!(reply.body.len() < 1_000_000, "{form}: {}", reply.body.len());
        assert!(view["schedules"][0]["cycles"]["rows"].as_array().expect("rows").len() <= 100);
    }
    let zoomed = designer.ask("/api/view?columns=100&from=5000&to=5100", FORM);
    let steps: Vec<u64> = zoomed["chart"]["step"].as_array().expect("steps").iter().filter_map(Value::as_u64).collect();
    assert!((5000..5100).all(|step| steps.contains(&step)) && steps.is_sorted());
}

#[test]
fn flags_are_those_of_the_command_line() {
    let designer = Designer::start("");
    let view = designer.ask("/api/view", &format!("{FORM}&vs=t_mul%3D1.5&warmup-steps=100"));
    let line = view["command"].as_str().expect("a command");
    assert_eq!(line, "sgdr plot -l 0.1 -s 1000 --m-mul 0.9 --steps 10000 --vs t_mul=1.5 --warmup-steps 100");
    let plot = sgdr(&line.split(' ').skip(1).collect::<Vec<_>>());
    let plot = String::from_utf8(plot.stdout).expect("text").split_whitespace().collect::<Vec<_>>().join(" ");
    for schedule in view["schedules"].as_array().expect("schedules") {
        assert!(plot.contains(schedule["end"].as_str().expect("a sentence")), "{plot}");
    }
    for (form, arguments) in [
        ("t-mul=0", "--t-mul 0"),
        ("t-mul=two", "--t-mul two"),
        ("alpha=2", "--alpha 2"),
        ("steps=1.5", "--steps 1.5"),
        ("epochs=5", "--epochs 5"),
        ("vs=beta%3D1", "--vs beta=1"),
        ("clamp=1", "--clamp 1"),
        ("dtype=f16&eta-min=1e9", "--dtype f16 --eta-min 1e9"),
    ] {
        let (status, error, hint) =
            designer.refused("/api/view", format!("initial-learning-rate=0.1&first-decay-steps=10&{form}").as_bytes());
        let output =
            sgdr(&["plot", "-l", "0.1", "-s", "10"].into_iter().chain(arguments.split(' ')).collect::<Vec<_>>());
        let told = String::from_utf8(output.stderr).expect("text");
        let hint = if hint.is_empty() { hint } else { format!("hint: {hint}\n") };
        assert_eq!((status, told), (400, format!("error: {error}\n{hint}")), "{form}");
    }
}

#[test]
fn code_and_files_are_those_of_the_command_line() {
    let designer = Designer::start("");
    for target in ["pytorch", "timm", "optax", "keras", "keras-python", "r", "candle", "burn", "composer"] {
        let code = designer.ask(&format!("/api/convert?to={target}"), FORM);
        let arguments = ["convert", "--to", target, "-l", "0.1", "-s", "1000", "--m-mul", "0.9", "--steps", "10000"];
        let output = sgdr(&arguments);
        assert_eq!(code["code"].as_str().map(str::as_bytes), Some(output.stdout.as_slice()), "{target}");
        let lines = |name: &str| code[name].as_array().expect("lines").clone();
        let told = String::from_utf8(output.stderr).expect("text");
        assert!(lines("notes").iter().chain(&lines("losses")).all(|line| told.contains(line.as_str().expect("text"))));
        assert_eq!(output.status.code(), Some(if lines("losses").is_empty() { 0 } else { 3 }), "{target}");
    }
    let folder = tempfile::tempdir().expect("a folder");
    for format in ["svg", "csv", "json", "npy", "html"] {
        let reply = designer.post(&format!("/api/export?format={format}"), FORM.as_bytes());
        assert!(reply.status == 200 && reply.head.contains("content-disposition: attachment"), "{}", reply.head);
        let path = folder.path().join(format!("run.{format}"));
        let path = path.to_str().expect("text");
        sgdr(&["export", "-l", "0.1", "-s", "1000", "--m-mul", "0.9", "--steps", "10000", "-o", path]);
        assert!(reply.body == std::fs::read(path).expect("the file"), "{format}");
    }
}

#[test]
fn a_file_becomes_flags() {
    let designer = Designer::start("");
    let json = sgdr(&["convert", "--to", "keras", "-l", "0.1", "-s", "1000", "--m-mul", "0.9"]).stdout;
    let found = designer.post("/api/check?name=a.json", &json).json();
    let flags = serde_json::json!([["initial-learning-rate", "0.1"], ["first-decay-steps", "1000"], ["m-mul", "0.9"]]);
    assert_eq!((&found["class"], &found["flags"]), (&Value::from("CosineDecayRestarts"), &flags));

    let model = include_bytes!("cmd/check.in/model.keras");
    let found = designer.post("/api/check?name=model.keras", model).json();
    assert!(found["flags"][0][0].is_string() && !found["place"].as_str().expect("a place").is_empty(), "{found}");

    let other = include_bytes!("cmd/check.in/exponential.json");
    let found = designer.post("/api/check?name=b.json", other).json();
    assert_eq!(found["flags"][0][0], "config");
    let form: String = format!("config={}", encoded(found["flags"][0][1].as_str().expect("text")));
    assert_eq!(designer.ask("/api/view", &form)["schedules"][0]["class"], "ExponentialDecay");

    let (status, error, _) = designer.refused("/api/check?name=c.json", b"{]");
    assert!(status == 400 && error.starts_with("c.json: "), "{error}");
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02x}")).collect()
}

#[test]
fn pages_from_elsewhere_are_refused() {
    let designer = Designer::start("");
    let post = "POST /api/view HTTP/1.1\nOrigin: http://HERE\n";
    let get = "GET / HTTP/1.1\nHost: HERE\n";
    for (head, status) in [
        (format!("{post}Host: HERE"), 200),
        (format!("{post}Host: evil.example"), 403),
        (format!("{post}Host: {}", designer.host.replace("127.0.0.1", "rebound.example")), 403),
        (format!("{post}Host: 127.0.0.1"), 403),
        (format!("{post}Host: 127.0.0.1:1"), 403),
        (format!("{post}Host: HERE\nHost: HERE"), 403),
        (format!("{post}Host: HERE\nSec-Fetch-Site: same-origin"), 200),
        (format!("{post}Host: HERE\nSec-Fetch-Site: cross-site"), 403),
        (format!("{post}Host: HERE\nSec-Fetch-Site: same-site"), 403),
        ("POST http://evil.example/api/view HTTP/1.1\nHost: HERE\nOrigin: http://HERE".to_string(), 403),
        ("POST /api/view HTTP/1.1\nHost: HERE".to_string(), 403),
        ("POST /api/view HTTP/1.1\nHost: HERE\nOrigin: null".to_string(), 403),
        ("POST /api/view HTTP/1.1\nHost: HERE\nOrigin: http://evil.example".to_string(), 403),
        ("POST /api/view HTTP/1.1\nHost: HERE\nOrigin: https://HERE".to_string(), 403),
        ("POST /api/view HTTP/1.1\nHost: HERE\nOrigin: http://HERE.evil.example".to_string(), 403),
        ("GET /api/view HTTP/1.1\nHost: HERE".to_string(), 405),
        (format!("{get}Sec-Fetch-Site: none"), 200),
        // A link may be anywhere; the page in a frame, or its parts in another page, are refused.
        (format!("{get}Sec-Fetch-Site: cross-site\nSec-Fetch-Mode: navigate\nSec-Fetch-Dest: document"), 200),
        (format!("{get}Sec-Fetch-Site: cross-site\nSec-Fetch-Mode: navigate\nSec-Fetch-Dest: iframe"), 403),
        (format!("{get}Sec-Fetch-Site: cross-site\nSec-Fetch-Mode: no-cors\nSec-Fetch-Dest: script"), 403),
        ("GET /chart.js HTTP/1.1\nHost: HERE\nSec-Fetch-Site: cross-site".to_string(), 403),
    ] {
        let reply = designer.send(&head, FORM.as_bytes());
        assert_eq!(reply.status, status, "{head}");
        assert!(!reply.head.contains("access-control"), "{}", reply.head);
    }
    let local = designer.host.replace("127.0.0.1", "localhost");
    assert_eq!(designer.send(&format!("{post}Host: {local}"), FORM.as_bytes()).status, 200);
}

#[test]
fn every_answer_is_protected() {
    let designer = Designer::start("");
    for path in ["/", "/chart.js", "/design.css", "/design/main.js", "/icon.svg", "/missing", "/design/../Cargo.toml"] {
        let head = designer.get(path).head;
        for line in [
            "content-security-policy: default-src 'none'; script-src 'self'; style-src 'self'",
            "frame-ancestors 'none'",
            "x-content-type-options: nosniff",
            "x-frame-options: deny",
            "cross-origin-resource-policy: same-origin",
            "referrer-policy: no-referrer",
            "cache-control: no-store",
        ] {
            assert!(head.contains(line), "{path} has no {line}: {head}");
        }
    }
    // Nothing in the page needs what the policy forbids.
    let page = designer.get("/").text();
    assert!(!page.contains("<style") && !page.contains(" style=") && !page.contains(" on") && !page.contains("https:"));
}

#[test]
fn no_file_of_the_machine_is_readable() {
    let designer = Designer::start("");
    for path in
        ["/../Cargo.toml", "/design/..%2f..%2fCargo.toml", "//etc/passwd", "/design//etc/passwd", "/%2e%2e/Cargo.toml"]
    {
        assert_eq!(designer.get(path).status, 404, "{path}");
    }
    for name in ["/etc/passwd", "Cargo.toml", "-", "/dev/zero", "../../Cargo.toml"] {
        let (status, error, _) = designer.refused("/api/view", format!("config={}", encoded(name)).as_bytes());
        assert!(status == 400 && error.starts_with("the configuration: "), "{name}: {error}");
    }
    for word in ["output=/tmp/x.csv", "port=1", "open=", "to=keras", "help=", "version="] {
        let (status, error, _) = designer.refused("/api/view", format!("{FORM}&{word}").as_bytes());
        assert!(status == 400 && error.starts_with("there is no flag --"), "{word}: {error}");
    }
}

#[test]
fn what_is_asked_is_bounded() {
    let designer = Designer::start("");
    let long = vec![b'a'; (1 << 20) + 1];
    assert_eq!(designer.refused("/api/view", &long).0, 413);
    let longer = vec![b' '; (16 << 20) + 1];
    assert_eq!(designer.refused("/api/check", &longer).0, 413);
    assert_eq!(designer.refused("/api/view", "log=&".repeat(1000).as_bytes()).1, "a request has at most 64 flags");

    let form = "initial-learning-rate=0.1&first-decay-steps=1000&steps=1e19";
    for format in ["csv", "json", "npy"] {
        let (status, error, hint) = designer.refused(&format!("/api/export?format={format}"), form.as_bytes());
        assert_eq!(
            (status, error.ends_with("rows are too many for a file: at most 1,000,000")),
            (400, true),
            "{error}"
        );
        assert_eq!(hint, "use --every 10000000000000 or more");
    }
    let every = designer.ask("/api/view", form)["every"].clone();
    let reply = designer.post(&format!("/api/export?format=csv&every={every}"), form.as_bytes());
    assert_eq!((reply.status, reply.text().lines().count()), (200, 1_000_001));

    for (path, message) in [
        ("/api/at", "step is missing"),
        ("/api/at?step=-1", "step must be a whole number >= 0 (received -1)"),
        ("/api/convert?to=fortran", "there is no library fortran"),
        ("/api/convert?to=r&of=1", "there is no curve 1"),
        ("/api/export?format=exe", "there are no files of the format exe"),
        ("/api/view?columns=0", "columns must be a whole number >= 1 (received 0)"),
    ] {
        let (status, error, _) = designer.refused(path, FORM.as_bytes());
        assert_eq!((status, error.as_str()), (400, message));
    }
}

#[test]
fn the_page_begins_with_the_flags() {
    let designer = Designer::start("-l 0.5 -s 20 --vs t_mul=1 --name </script><b>");
    let page = designer.get("/").text();
    let (_, start) = page.split_once("<script id=\"start\" type=\"application/json\">").expect("data");
    let (start, _) = start.split_once("</script>").expect("an end");
    let start: Value = serde_json::from_str(start).expect("JSON");
    let flags =
        [["initial-learning-rate", "0.5"], ["first-decay-steps", "20"], ["name", "</script><b>"], ["vs", "t_mul=1"]];
    let mut given: Vec<[String; 2]> = serde_json::from_value(start["flags"].clone()).expect("pairs");
    given.sort();
    let mut flags = flags.map(|flag| flag.map(String::from)).to_vec();
    flags.sort();
    assert_eq!(given, flags);

    let of_file = Designer::start("--config tests/cmd/check.in/restarts.json --steps 500");
    let page = of_file.get("/").text();
    assert!(page.contains("\"initial-learning-rate\"") && !page.contains("restarts.json"), "{page}");
    let sizes = ["/", "/design.css", "/chart.js", "/icon.svg"].map(|path| of_file.get(path).body.len());
    let modules: Vec<&str> = page.split("/design/").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let modules: usize = modules.iter().map(|name| of_file.get(&format!("/design/{name}")).body.len()).sum();
    let size = sizes.iter().sum::<usize>() + modules;
    assert!(size < 120_000, "{size} bytes");
}

#[test]
fn impossible_flags_end_it() {
    for (arguments, code, message) in [
        (vec!["-l", "-1"], 2, "error: initial_learning_rate must be finite and >= 0 (received -1)"),
        (vec!["--port", "70000"], 2, "error: port must be at most 65535 (received 70000)"),
        (vec!["--config", "missing.json"], 1, "error: missing.json: there is no such file"),
    ] {
        let output = sgdr(&[vec!["design"], arguments].concat());
        let told = String::from_utf8(output.stderr).expect("text");
        assert_eq!((output.status.code(), told.lines().next()), (Some(code), Some(message)));
    }
    let designer = Designer::start("");
    let port = designer.host.rsplit(':').next().expect("a port");
    let output = sgdr(&["design", "--port", port]);
    let told = String::from_utf8(output.stderr).expect("text");
    assert_eq!(
        (output.status.code(), told.lines().next()),
        (Some(1), Some(format!("error: port {port} is taken").as_str()))
    );
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it() {
    let mut designer = Designer::start("");
    // A connection that nobody uses does not keep it.
    let _idle = TcpStream::connect(&designer.host).expect("it listens");
    // The shell's own: the program of this name is not everywhere.
    let kill = format!("kill -INT {}", designer.child.id());
    assert!(Command::new("sh").args(["-c", &kill]).status().expect("sh runs").success());
    assert_eq!(designer.child.wait().expect("it ends").code(), Some(0));
}
