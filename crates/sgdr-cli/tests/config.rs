//! Files that hold a schedule, in every form, and files that hold none.

use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use flate2::{Compress, Compression, FlushCompress};
use tempfile::TempDir;

const SCHEDULE: &str =
    r#"{"class_name": "CosineDecayRestarts", "config": {"initial_learning_rate": 0.1, "first_decay_steps": 1000}}"#;

/// A member of an archive: its bytes as they are stored, and what the archive says of them.
struct Member<'a> {
    name: &'a str,
    /// 0 for stored, 8 for deflated.
    method: u16,
    flags: u16,
    bytes: &'a [u8],
    length: u32,
    checksum: u32,
}

/// A zip archive.
fn archive(members: &[Member]) -> Vec<u8> {
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    for member in members {
        let offset = short(archive.len());
        let described = [
            &[20, 0][..],
            &member.flags.to_le_bytes(),
            &member.method.to_le_bytes(),
            &[0; 4],
            &member.checksum.to_le_bytes(),
            &short(member.bytes.len()),
            &member.length.to_le_bytes(),
            &short(member.name.len())[..2],
            &[0; 2],
        ]
        .concat();
        archive.extend([b"PK\x03\x04", &described[..], member.name.as_bytes(), member.bytes].concat());
        directory.extend([b"PK\x01\x02\x14\x00", &described[..], &[0; 10], &offset, member.name.as_bytes()].concat());
    }
    let count = &short(members.len())[..2];
    let end = [b"PK\x05\x06\0\0\0\0", count, count, &short(directory.len()), &short(archive.len()), &[0; 2]].concat();
    [archive, directory, end].concat()
}

fn short(length: usize) -> [u8; 4] {
    u32::try_from(length).expect("a short archive").to_le_bytes()
}

fn stored<'a>(name: &'a str, bytes: &'a [u8]) -> Member<'a> {
    let mut checksum = flate2::Crc::new();
    checksum.update(bytes);
    let length = u32::try_from(bytes.len()).expect("short");
    Member { name, method: 0, flags: 0, bytes, length, checksum: checksum.sum() }
}

/// The bytes deflated, again and again.
fn deflated(bytes: &[u8], times: usize) -> Vec<u8> {
    let mut compress = Compress::new(Compression::best(), false);
    let mut piece = Vec::with_capacity(bytes.len() + 64);
    compress.compress_vec(bytes, &mut piece, FlushCompress::Full).expect("room");
    let mut all = piece.repeat(times);
    // An empty last block.
    all.extend([3, 0]);
    all
}

/// What `.keras` files have.
fn keras_archive(config: Member) -> Vec<u8> {
    archive(&[
        stored("metadata.json", b"{\"keras_version\": \"3.15.1\"}"),
        config,
        stored("model.weights.h5", b"\x89HDF"),
    ])
}

fn outcome(command: &mut Command, input: &[u8]) -> (i32, String, String) {
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("sgdr runs");
    // It may end before it has read everything.
    let _ = child.stdin.take().expect("a pipe").write_all(input);
    let output = child.wait_with_output().expect("it ends");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    (output.status.code().expect("no signal"), text(output.stdout), text(output.stderr))
}

fn sgdr() -> Command {
    Command::new(env!("CARGO_BIN_EXE_sgdr"))
}

/// Puts the bytes into a file and asks for two rates; then does it by way of standard input.
fn rates_of(bytes: &[u8]) -> [(i32, String, String); 2] {
    let folder = TempDir::new().expect("a folder");
    // The name says nothing.
    fs::write(folder.path().join("file"), bytes).expect("a file");
    ["file", "-"].map(|name| {
        let mut command = sgdr();
        command.args(["lr", "--config", name, "0", "500"]).current_dir(&folder);
        outcome(&mut command, if name == "-" { bytes } else { b"" })
    })
}

fn holds_the_schedule(bytes: &[u8]) {
    for outcome in rates_of(bytes) {
        assert_eq!(outcome, (0, String::from("0.1\n0.05\n"), String::new()));
    }
}

/// Neither as a file nor as standard input are the bytes read, and soon that is told.
fn is_told(bytes: &[u8], message: &str) {
    let begin = Instant::now();
    for ((code, stdout, stderr), name) in rates_of(bytes).into_iter().zip(["file", "standard input"]) {
        assert_eq!((code, stdout.as_str()), (1, ""), "{stderr}");
        let first = stderr.lines().next().unwrap_or_default();
        assert_eq!(first, format!("error: {name}: {message}"));
    }
    assert!(begin.elapsed() < Duration::from_secs(5), "{message}: {:?}", begin.elapsed());
}

#[test]
fn a_schedule_is_found_wherever_keras_puts_it() {
    let optimizer = format!(r#"{{"class_name": "SGD", "config": {{"learning_rate": {SCHEDULE}, "momentum": 0.9}}}}"#);
    let model =
        format!(r#"{{"class_name": "Sequential", "config": {{}}, "compile_config": {{"optimizer": {optimizer}}}}}"#);
    for text in [SCHEDULE, &optimizer, &model, &format!("\u{feff}{SCHEDULE}")] {
        holds_the_schedule(text.as_bytes());
    }
    holds_the_schedule(&keras_archive(stored("config.json", model.as_bytes())));
    let packed = deflated(model.as_bytes(), 1);
    holds_the_schedule(&keras_archive(Member { method: 8, bytes: &packed, ..stored("config.json", model.as_bytes()) }));
}

#[test]
fn an_archive_without_a_model_is_told() {
    is_told(&archive(&[]), "this is an archive without config.json");
    is_told(&archive(&[stored("word/document.xml", b"<a/>")]), "this is an archive without config.json");
    let model = b"{\"class_name\": \"Sequential\", \"config\": {}, \"compile_config\": null}";
    is_told(&keras_archive(stored("config.json", model)), "compile_config: holds no schedule (received null)");
    is_told(&keras_archive(stored("config.json", b"\xff")), "config.json: this is not UTF-8 text (from byte 0)");
}

#[test]
fn a_damaged_archive_is_told() {
    let config = || stored("config.json", SCHEDULE.as_bytes());
    let whole = keras_archive(config());
    is_told(&whole[..whole.len() / 2], "this is a damaged archive: Could not find EOCD");
    is_told(b"PK\x03\x04", "this is a damaged archive: Could not find EOCD");
    is_told(&keras_archive(Member { checksum: 1, ..config() }), "config.json: cannot be read: Invalid checksum");
    is_told(&keras_archive(Member { flags: 1, ..config() }), "config.json is encrypted");
    let unknown = "config.json cannot be unpacked: unsupported Zip archive: Compression method not supported";
    is_told(&keras_archive(Member { method: 12, ..config() }), unknown);
    let garbage = Member { method: 8, bytes: b"garbage", ..config() };
    is_told(&keras_archive(garbage), "config.json: cannot be read: corrupt deflate stream");
}

#[test]
fn a_bomb_does_not_go_off() {
    // 4 GiB less 1 MiB of zeros.
    const MIB: usize = 1 << 20;
    let zeros = deflated(&[0; MIB], 4095);
    let honest = Member { method: 8, bytes: &zeros, length: u32::MAX - 0xf_ffff, ..stored("config.json", b"") };
    is_told(&keras_archive(honest), "config.json: must be at most 16 MiB long");
    let lying = Member { method: 8, bytes: &zeros, length: 100, ..stored("config.json", b"") };
    is_told(&keras_archive(lying), "config.json: must be at most 16 MiB long");
}

#[test]
fn no_more_is_read_than_a_schedule_needs() {
    is_told(&vec![b' '; (16 << 20) + 1], "must be at most 16 MiB long");
    is_told(&vec![b'['; 10_000_000], "lists and objects must lie in each other at most 100 deep");
    let names: Vec<String> = (0..200_000).map(|index| format!("{index:040}")).collect();
    let members: Vec<Member> = names.iter().take(60_000).map(|name| stored(name, b"")).collect();
    is_told(&archive(&members), "this is an archive without config.json");
}

#[cfg(unix)]
#[test]
fn a_device_without_an_end_is_not_read_to_the_end() {
    let (code, _, stderr) = outcome(sgdr().args(["lr", "--config", "/dev/zero", "0"]), b"");
    assert_eq!((code, stderr.lines().next()), (1, Some("error: /dev/zero: must be at most 16 MiB long")));
}

#[test]
fn wrong_text_is_told_with_its_place() {
    for (text, message) in [
        ("", "no JSON: EOF while parsing a value at line 1, column 0"),
        (&SCHEDULE[..50], "config: no JSON: EOF while parsing a string at line 1, column 50"),
        ("{'class_name': 'CosineDecay'}", "no JSON: key must be a string at line 1, column 2"),
        (&SCHEDULE.replace("0.1", "NaN"), "config.initial_learning_rate: must be a finite number (received NaN)"),
        (&SCHEDULE.replace("0.1", "\"0.1\""), "config.initial_learning_rate: must be a number (received \"0.1\")"),
        (&SCHEDULE.replace("1000", "0"), "config.first_decay_steps: must be >= 1 (received 0)"),
        (
            &SCHEDULE.replace("\"first_decay_steps\"", "\"initial_learning_rate\""),
            "config: the key \"initial_learning_rate\" comes twice",
        ),
        (
            &SCHEDULE.replace("0.1", "70000").replace("}}", "}, \"dtype\": \"float16\"}"),
            "config.initial_learning_rate is out of range: too large for f16 (received 70000)",
        ),
        (
            r#"{"learning_rate": {"class_name": "PiecewiseConstantDecay", "config": {"boundaries": [2], "values": [0.1, 1e-9]}, "dtype": "float16"}}"#,
            "learning_rate: config.values[1] is out of range: too small for f16 (received 1e-9)",
        ),
        (
            &SCHEDULE.replace("}}", "}, \"dtype\": \"float8\"}"),
            "dtype: must be \"float16\", \"bfloat16\", \"float32\" or \"float64\" (received \"float8\")",
        ),
        (
            &SCHEDULE.replace("}}", ", \"warmup\": 5}}"),
            "config: unexpected key \"warmup\" (the keys are initial_learning_rate, first_decay_steps, t_mul, m_mul, alpha, name)",
        ),
    ] {
        is_told(text.as_bytes(), message);
    }
    is_told(
        b"\x89HDF\r\n\x1a\n",
        "this HDF5 file cannot be read: unexpected end of data at offset 8 (need 1 bytes, have 0)",
    );
    is_told(b"{\"\xff\xfe\": 1}", "this is not UTF-8 text (from byte 2)");
}

#[test]
fn what_is_written_for_keras_reads_back() {
    let steps = ["0", "1", "999", "1000", "3000", "123456789", "18446744073709551615"];
    for flags in [
        "-l 0.1 -s 1000",
        "-l 0.3 -s 1000 --t-mul 1.1 --m-mul 0.9 --alpha 0.01",
        "-l 3 -s 7 --t-mul 0.9 --m-mul 1.5 --alpha 1",
        "-l 0.0003 -s 10000000000 --t-mul 1.3333333333333333",
    ] {
        for dtype in ["f64", "f32", "f16", "bf16"] {
            let flags: Vec<&str> = flags.split(' ').chain(["--dtype", dtype]).collect();
            let (code, json, _) = outcome(sgdr().args(["convert", "--to", "keras", "--allow-loss"]).args(&flags), b"");
            assert_eq!((code, json.contains("\"dtype\"")), (0, dtype != "f64"), "{flags:?}");
            let (_, expected, _) = outcome(sgdr().arg("lr").args(&flags).args(steps), b"");
            let read = outcome(sgdr().args(["lr", "--config", "-"]).args(steps), json.as_bytes());
            assert_eq!(read, (0, expected, String::new()), "{flags:?}");
            let again =
                outcome(sgdr().args(["convert", "--to", "keras", "--allow-loss", "--config", "-"]), json.as_bytes());
            assert_eq!((again.0, again.1), (0, json), "{flags:?}");
        }
    }
}

#[test]
fn an_h5_file_is_read_wherever_it_comes_from_and_however_it_is_damaged() {
    let whole = fs::read("tests/cmd/check.in/keras3.h5").expect("a file");
    let rates = (0, String::from("0.1\n0.0505\n"), String::new());
    assert_eq!(rates_of(&whole), [rates.clone(), rates]);
    // Cut off anywhere, or with a byte in the places of the structures changed: an error in words, or the same rates.
    let cut = (8..whole.len()).step_by(whole.len() / 20).map(|length| whole[..length].to_vec());
    let changed = (8..2000).step_by(67).map(|place| {
        let mut bytes = whole.clone();
        bytes[place] ^= 0x5a;
        bytes
    });
    for bytes in cut.chain(changed) {
        for (code, stdout, stderr) in rates_of(&bytes) {
            assert!(code == 0 || code == 1 && stderr.starts_with("error: ") && stdout.is_empty(), "{code}: {stderr}");
        }
    }
}
