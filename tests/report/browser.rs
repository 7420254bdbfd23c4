//! The report in a real browser: nothing is asked of the network, no script error is told, nothing that a name holds
//! runs (tried without the page's own policy, too), and a PDF comes out. Needs Chromium and `COMITY_THOROUGH=1`;
//! `COMITY_REPORT=folder` keeps the screenshots and the PDF for a reader.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use comity::output::report::page::page;
use comity::output::words::Language;

use crate::page::{Names, PAYLOADS, manifest, tables};

/// Names by which Chromium is known.
const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];
/// How long one page may take.
const PATIENCE: Duration = Duration::from_secs(90);

/// The browser, or why this test is skipped.
fn browser() -> Result<&'static str, &'static str> {
    if std::env::var_os("COMITY_THOROUGH").is_none_or(|value| value != "1") {
        return Err("COMITY_THOROUGH is not 1");
    }
    let runs = |name: &&&str| {
        let asked = Command::new(name)
            .arg("--version")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        asked.is_ok_and(|status| status.success())
    };
    BROWSERS.iter().find(runs).copied().ok_or("there is no Chromium")
}

/// What a browser has done with a page.
struct Seen {
    dom: String,
    console: String,
    requests: Vec<String>,
}

/// Opens a page without a window; `more` are further flags.
fn open(browser: &str, file: &Path, more: &[&str]) -> Seen {
    let scratch = tempfile::tempdir().expect("a folder");
    let log = scratch.path().join("net.json");
    let [out, err] = ["out", "err"].map(|name| scratch.path().join(name));
    let mut child = Command::new(browser)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-extensions",
            // The browser's own errands reach nobody either.
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            "--enable-logging=stderr",
            "--virtual-time-budget=4000",
        ])
        .arg(format!(
            "--user-data-dir={}",
            scratch.path().join("profile").display()
        ))
        .arg(format!("--log-net-log={}", log.display()))
        .args(more)
        .arg(format!("file://{}", file.display()))
        .stdin(Stdio::null())
        .stdout(fs::File::create(&out).expect("a file"))
        .stderr(fs::File::create(&err).expect("a file"))
        .spawn()
        .expect("the browser starts");
    let begin = Instant::now();
    while child.try_wait().expect("it can be asked").is_none() {
        if begin.elapsed() > PATIENCE {
            let _ = child.kill();
            panic!("the browser does not end: {}", file.display());
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    let read = |path: &PathBuf| String::from_utf8_lossy(&fs::read(path).unwrap_or_default()).into_owned();
    let told = read(&err);
    let net = read(&log);
    Seen {
        dom: read(&out),
        console: told
            .lines()
            .filter(|line| line.contains(":CONSOLE"))
            .collect::<Vec<_>>()
            .join("\n"),
        requests: requests(&net),
    }
}

/// Hosts that the browser itself asks, whatever page is open.
const ERRANDS: [&str; 3] = [
    "accounts.google.com",
    "clients2.google.com",
    "update.googleapis.com",
];

/// Addresses on the network that the log of the browser names as requested.
fn requests(log: &str) -> Vec<String> {
    let mut found: Vec<String> = log
        .match_indices("\"url\":\"")
        .map(|(at, key)| {
            log[at + key.len()..]
                .split('"')
                .next()
                .unwrap_or_default()
                .to_owned()
        })
        .filter(|url| url.starts_with("http") || url.starts_with("ws"))
        .filter(|url| {
            let host = url.split('/').nth(2).unwrap_or_default();
            !ERRANDS.contains(&host)
        })
        .collect();
    found.sort();
    found.dedup();
    found
}

fn written(folder: &Path, name: &str, page: &str) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, page).expect("it is written");
    path
}

#[test]
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn the_report_opens_in_a_browser_and_asks_for_nothing() {
    let browser = match browser() {
        Ok(browser) => browser,
        Err(why) => {
            eprintln!("SKIPPED: {why}");
            return;
        }
    };
    let folder = tempfile::tempdir().expect("a folder");
    // What the checks below would see of a page that does what a report must not.
    let bad = "<html><body><img src='http://127.0.0.1:9/x'><script>document.documentElement.dataset.pwned=1;console.error('told')</script>";
    let seen = open(browser, &written(folder.path(), "bad.html", bad), &["--dump-dom"]);
    assert!(seen.dom.contains("data-pwned") && !seen.requests.is_empty() && seen.console.contains("told"));

    let keep = std::env::var_os("COMITY_REPORT").map(PathBuf::from);
    let kept = keep.as_deref().unwrap_or(folder.path());
    fs::create_dir_all(kept).expect("a folder");
    for language in Language::ALL {
        let names = Names::plain();
        let text = page(&manifest(&names, true), &tables(&names), language, None).expect("a page");
        let file = written(folder.path(), &format!("{}.html", language.code()), &text);
        let seen = open(browser, &file, &["--dump-dom"]);
        assert!(seen.requests.is_empty(), "{:?}", seen.requests);
        assert_eq!(seen.console, "", "{}", language.code());
        for (width, height) in [(1200, 900), (500, 900)] {
            let shot = kept.join(format!("{}-{width}.png", language.code()));
            let flags = [
                format!("--screenshot={}", shot.display()),
                format!("--window-size={width},{height}"),
                "--hide-scrollbars".to_owned(),
            ];
            open(browser, &file, &flags.each_ref().map(String::as_str));
            assert!(
                fs::metadata(&shot).is_ok_and(|data| data.len() > 20_000),
                "{}",
                shot.display()
            );
        }
        let pdf = kept.join(format!("{}.pdf", language.code()));
        let flags = [
            format!("--print-to-pdf={}", pdf.display()),
            "--no-pdf-header-footer".to_owned(),
        ];
        open(browser, &file, &flags.each_ref().map(String::as_str));
        assert!(fs::read(&pdf).is_ok_and(|bytes| bytes.starts_with(b"%PDF") && bytes.len() > 20_000));
    }
}

#[test]
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn no_name_runs_in_a_browser() {
    let browser = match browser() {
        Ok(browser) => browser,
        Err(why) => {
            eprintln!("SKIPPED: {why}");
            return;
        }
    };
    let folder = tempfile::tempdir().expect("a folder");
    for (number, payload) in PAYLOADS.iter().enumerate() {
        let names = Names::all(payload);
        let text = page(&manifest(&names, true), &tables(&names), Language::English, None).expect("a page");
        // Without the policy: that nothing runs must not rest on it alone.
        let policy = text
            .find("<meta http-equiv=\"Content-Security-Policy\"")
            .expect("there is a policy");
        let end = policy + text[policy..].find('>').expect("it ends") + 1;
        let open_page = format!("{}{}", &text[..policy], &text[end..]);
        let file = written(folder.path(), &format!("{number}.html"), &open_page);
        let seen = open(browser, &file, &["--dump-dom"]);
        assert!(seen.dom.contains("</html>"), "{payload}: the page was not read");
        assert!(!seen.dom.contains("data-pwned"), "{payload} ran");
        assert!(seen.requests.is_empty(), "{payload}: {:?}", seen.requests);
        assert_eq!(seen.console, "", "{payload}");
    }
}
