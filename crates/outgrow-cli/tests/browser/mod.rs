//! A headless browser that looks at a page.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde::Deserialize;

/// Longer than any page takes, also on a busy machine.
const PATIENCE: Duration = Duration::from_secs(300);

/// What a browser saw.
pub(crate) struct Seen {
    /// The document after its scripts ran.
    pub(crate) dom: String,
    /// What the page wrote to the console, policy violations included.
    pub(crate) console: Vec<String>,
}

/// What the audit found in a page; see `audit.js`.
#[derive(Debug, Deserialize)]
pub(crate) struct Audit {
    /// The width of the view.
    pub(crate) view: u32,
    /// The width of the document; more than the view means that the page scrolls sideways.
    pub(crate) document: u32,
    /// Everything that is wrong, in words.
    pub(crate) wrong: Vec<String>,
}

/// Light or dark.
#[derive(Clone, Copy)]
pub(crate) enum Scheme {
    /// Dark ink on light paper.
    Light,
    /// The other way round.
    Dark,
}

/// Whether scripts run.
#[derive(Clone, Copy)]
pub(crate) enum Scripts {
    /// They do.
    On,
    /// They do not.
    Off,
}

/// Opens a page as it is.
pub(crate) fn open(page: &Path) -> Seen {
    browse(page, &["--dump-dom"])
}

/// Opens a copy of a page with one more script, and returns the title that the script gives.
///
/// The page's policy forbids foreign scripts, so the copy has none.
pub(crate) fn ask(page: &Path, script: &str) -> String {
    let copy = with_script(page, script);
    let seen = browse(&copy, &["--dump-dom", "--virtual-time-budget=4000"]);
    assert!(seen.console.is_empty(), "{:?}", seen.console);
    title(&seen.dom)
}

/// Looks at everything in a page that is as wide as `width` points, with all its parts open.
///
/// A window has a least width; a frame has none, and the page takes the frame's width for its own.
pub(crate) fn audit(page: &Path, width: u32, scheme: Scheme) -> Audit {
    let copy = with_script(page, include_str!("audit.js"));
    let frame = page.with_file_name("frame.html");
    let source = copy.file_name().expect("a file has a name").to_str().expect("UTF-8").to_owned();
    let text = format!(
        "<!DOCTYPE html><title>silent</title><script>onmessage = (event) => {{ document.title = event.data; }};</script>\
         <iframe src=\"{source}\" style=\"border:0;width:{width}px;height:900px\"></iframe>"
    );
    fs::write(&frame, text).expect("the frame can be written");
    let scheme = match scheme {
        Scheme::Light => "--blink-settings=preferredColorScheme=1",
        Scheme::Dark => "--blink-settings=preferredColorScheme=0",
    };
    let seen = browse(&frame, &["--dump-dom", "--virtual-time-budget=8000", "--window-size=1400,1000", scheme]);
    serde_json::from_str(&title(&seen.dom)).expect("the audit answers")
}

/// How many sheets a page takes on paper.
pub(crate) fn sheets(page: &Path, scripts: Scripts) -> usize {
    let paper = page.with_extension("pdf");
    let argument = format!("--print-to-pdf={}", paper.display());
    match scripts {
        Scripts::On => browse(page, &[&argument]),
        Scripts::Off => browse(page, &[&argument, "--blink-settings=scriptEnabled=false"]),
    };
    let bytes = fs::read(&paper).expect("the browser prints");
    let text = String::from_utf8_lossy(&bytes);
    text.matches("/Type /Page").count() - text.matches("/Type /Pages").count()
}

fn with_script(page: &Path, script: &str) -> PathBuf {
    let text = fs::read_to_string(page).expect("the page");
    let (head, rest) = text.split_once("<meta http-equiv=\"Content-Security-Policy\"").expect("a policy");
    let (_, rest) = rest.split_once('>').expect("the end of the policy");
    let copy = page.with_file_name("asked.html");
    let body = rest.replace("</body>", &format!("<script>{script}</script></body>"));
    fs::write(&copy, format!("{head}{body}")).expect("the copy can be written");
    copy
}

fn title(dom: &str) -> String {
    let (_, rest) = dom.split_once("<title>").expect("a title");
    let (title, _) = rest.split_once("</title>").expect("the end of the title");
    title.replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", " ").replace("&amp;", "&")
}

fn browse(page: &Path, arguments: &[&str]) -> Seen {
    let folder = tempfile::tempdir().expect("a temporary directory");
    let (out, err) = (folder.path().join("out"), folder.path().join("err"));
    let mut command = Command::new(browser());
    command
        .args(["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"])
        .args(["--no-first-run", "--disable-component-update", "--disable-dev-shm-usage", "--enable-logging=stderr"])
        .args(["--no-pdf-header-footer", "--hide-scrollbars"])
        .arg(format!("--user-data-dir={}", folder.path().join("profile").display()))
        .args(arguments)
        .arg(format!("file://{}", page.display()))
        .stdin(Stdio::null())
        .stdout(File::create(&out).expect("a file"))
        .stderr(File::create(&err).expect("a file"));
    wait(command.spawn().expect("the browser starts"));
    let log = String::from_utf8_lossy(&fs::read(&err).expect("the log")).into_owned();
    Seen {
        dom: String::from_utf8_lossy(&fs::read(&out).expect("the document")).into_owned(),
        console: log.lines().filter(|line| line.contains("CONSOLE")).map(str::to_owned).collect(),
    }
}

fn wait(mut child: Child) {
    let started = Instant::now();
    while child.try_wait().expect("the browser can be waited for").is_none() {
        if started.elapsed() > PATIENCE {
            child.kill().expect("the browser can be ended");
            child.wait().expect("the browser ends");
            panic!("the browser took longer than {PATIENCE:?}");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// The browser that `OUTGROW_BROWSER` names, else the first that is installed.
fn browser() -> PathBuf {
    if let Some(named) = std::env::var_os("OUTGROW_BROWSER") {
        return named.into();
    }
    let mac = PathBuf::from("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let installed = names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    installed.chain([mac]).find(|file| file.is_file()).expect(
        "the tests of the HTML report need a browser: run make tools, or install Chromium or Google Chrome, or set OUTGROW_BROWSER",
    )
}
