//! The report as a page, seen by a real browser.

mod browser;
mod support;

use std::fs;
use std::path::{Path, PathBuf};

use browser::{Scheme, Scripts};
use outgrow_testing::{TestDatabase, sqlite_file, testdata};
use tempfile::TempDir;

/// A page in a folder that goes away with it.
struct Page {
    _folder: TempDir,
    path: PathBuf,
}

impl Page {
    fn text(&self) -> String {
        fs::read_to_string(&self.path).expect("the page")
    }
}

/// The page of a check of a file.
fn checked(file: &Path) -> Page {
    let folder = tempfile::tempdir().expect("a temporary directory");
    // A copy, because reading a WAL database may leave side files beside it.
    let copy = folder.path().join(file.file_name().expect("a file has a name"));
    fs::copy(file, &copy).expect("the file can be copied");
    let path = folder.path().join("report.html");
    let (source, output) = (copy.to_str().expect("UTF-8"), path.to_str().expect("UTF-8"));
    let ran = support::outgrow(&["check", source, "--format", "html", "--output", output]);
    assert!(path.is_file() && ran.stdout.is_empty(), "{ran:?}");
    Page { _folder: folder, path }
}

fn of_corpus(name: &str) -> Page {
    checked(&testdata().join("corpus").join(name))
}

fn of_sql(sql: &str) -> Page {
    let (_directory, file) = sqlite_file(sql);
    checked(&file)
}

/// Names and values that try to be more than text.
const HOSTILE: &str = r#"
    CREATE TABLE "<script>document.title='owned'</script>" (
        "</style><img src=x onerror=document.title='owned'>" TEXT DEFAULT '</script><script>document.title=1</script>',
        "&lt;b&gt; ""quoted"" 'twice'" "VARCHAR(1)"" onload=""x",
        "]]>--><!--" TEXT CHECK ("]]>--><!--" <> '<svg/onload=alert(1)>'),
        parent INTEGER REFERENCES "<script>document.title='owned'</script>" (id),
        id INTEGER PRIMARY KEY
    );
    CREATE TABLE averyveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryverylongname (
        anotherveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryverylongname TEXT, e TEXT
    );
    CREATE VIEW "<u>" AS SELECT '</code></pre><script>document.title=2</script>' AS "<i>", load_extension('x');
    CREATE INDEX "<index onclick=alert(1)>" ON "<script>document.title='owned'</script>" (parent);
    INSERT INTO averyveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryverylongname
        VALUES ('<img src=x onerror=alert(1)>' || char(0), char(8238) || 'x' || char(27));
"#;

#[test]
fn pages_load_without_a_word_on_the_console() {
    for page in [of_corpus("chinook.sqlite"), of_corpus("app_mlflow_3.17.2.db"), of_sql(HOSTILE)] {
        let seen = browser::open(&page.path);
        assert_eq!(seen.console, Vec::<String>::new());
        // The script has run under the page's own policy.
        assert!(seen.dom.contains("data-list=\"table-list\"><label>"), "{}", &seen.dom[..seen.dom.len().min(9_000)]);
    }
}

#[test]
fn a_page_asks_the_network_for_nothing() {
    let text = of_corpus("sakila.sqlite").text();
    for word in ["http://", "https://", "//cdn", "@import", "url(", "src=", " style=", " onclick"] {
        assert!(!text.contains(word), "{word}");
    }
    assert!(text.contains("default-src &#39;none&#39;"));
}

#[test]
fn hostile_names_stay_text() {
    let page = of_sql(HOSTILE);
    let asked = "document.title = [document.title.includes('app.db'), document.images.length, document.scripts.length, \
                 document.querySelectorAll('u, b b, svg svg').length].join()";
    assert_eq!(browser::ask(&page.path, asked), "true,0,2,0");
    assert!(page.text().contains("&lt;img src=x onerror=alert(1)&gt;\\u{0}"), "the value is told as an example");
}

/// Types into the controls of the tables and tells the tables and columns that are left.
const NARROW: &str = "
    const bar = document.querySelector('[data-list=table-list]');
    const set = (name, value) => {
        const control = bar.querySelector(`[name=${name}]`);
        control.value = value;
        control.dispatchEvent(new Event(name === 'text' ? 'input' : 'change'));
    };
    const left = () => [...document.querySelectorAll('#table-list > details:not([hidden])')].map((table) =>
        table.querySelector('h3').textContent + ':' + [...table.querySelectorAll('tbody tr:not([hidden])')].length).join(' ');
";

#[test]
fn the_text_filter_finds_tables_and_columns() {
    let page = of_corpus("chinook.sqlite");
    let script = format!(
        "{NARROW} set('text', 'ArTist'); document.title = left() + '|' + bar.querySelector('output').textContent;"
    );
    assert_eq!(browser::ask(&page.path, &script), "Album:1 Artist:2|2 of 11 shown, 3 of 64 rows");
    let script = format!("{NARROW} set('text', 'nothing of the kind'); document.title = 'left:' + left();");
    assert_eq!(browser::ask(&page.path, &script), "left:");
    let script = format!("{NARROW} set('text', 'artist'); set('text', ''); document.title = left().split(' ').length;");
    assert_eq!(browser::ask(&page.path, &script), "11");
}

#[test]
fn the_other_filters_narrow_by_data_type_and_by_hazard() {
    let page = of_corpus("chinook.sqlite");
    let script = format!("{NARROW} set('type', 'numeric(10,2)'); document.title = left();");
    assert_eq!(browser::ask(&page.path, &script), "Invoice:1 InvoiceLine:1 Track:1");
    let page = of_corpus("fossil_repo_test.fossil");
    let script = format!("{NARROW} set('severity', 'attention'); document.title = left();");
    assert_eq!(browser::ask(&page.path, &script), "tagxref:1");
}

#[test]
fn a_link_opens_what_it_leads_to() {
    let page = of_corpus("chinook.sqlite");
    let script =
        "location.hash = '#t-3'; setTimeout(() => { document.title = document.getElementById('t-3').open; }, 500);";
    assert_eq!(browser::ask(&page.path, script), "true");
}

#[test]
fn a_page_fits_a_phone_and_a_screen_and_can_be_read_in_light_and_dark() {
    let pages =
        [of_corpus("app_wagtail_bakerydemo_7.4.sqlite3"), of_corpus("fossil_repo_test.fossil"), of_sql(HOSTILE)];
    for page in pages {
        for (width, scheme) in [(400, Scheme::Light), (1_300, Scheme::Dark)] {
            let audit = browser::audit(&page.path, width, scheme);
            assert_eq!(audit.wrong, Vec::<String>::new());
            assert_eq!(audit.view, width);
            assert!(audit.document <= width, "the page is {} wide at {width}", audit.document);
        }
    }
}

#[test]
fn paper_shows_every_part_with_and_without_scripts() {
    let page = of_corpus("chinook.sqlite");
    let sheets = browser::sheets(&page.path, Scripts::On);
    assert!(sheets >= 8, "{sheets} sheets cannot hold every table");
    assert_eq!(browser::sheets(&page.path, Scripts::Off), sheets);
}

#[test]
fn a_page_of_2_000_columns_stays_below_5_megabytes() {
    let column =
        |number: u32| format!("a_column_with_a_long_name_{number} VARCHAR(40) NOT NULL DEFAULT 'pending {number}'");
    let table = |number: u32| {
        let columns: Vec<String> = (0..100).map(column).collect();
        format!(
            "CREATE TABLE table_{number} (id INTEGER PRIMARY KEY, {}, parent REFERENCES table_{} (id));
             INSERT INTO table_{number} (id) VALUES (1), (2);",
            columns.join(", "),
            number / 2,
        )
    };
    let page = of_sql(&(0..20).map(table).collect::<String>());
    let size = page.text().len();
    assert!(size < 5_000_000, "{size} bytes");
}

#[test]
fn the_same_file_gives_the_same_page() {
    let folder = tempfile::tempdir().expect("a temporary directory");
    let copy = folder.path().join("chinook.sqlite");
    fs::copy(testdata().join("corpus/chinook.sqlite"), &copy).expect("the file can be copied");
    let page = || support::outgrow(&["check", copy.to_str().expect("UTF-8"), "--format", "html"]).stdout;
    let first = page();
    assert!(first.starts_with("<!DOCTYPE html>"));
    assert_eq!(first, page());
}

#[test]
fn a_move_writes_its_page_besides_its_report() {
    let folder = tempfile::tempdir().expect("a temporary directory");
    let file = folder.path().join("chinook.sqlite");
    fs::copy(testdata().join("corpus/chinook.sqlite"), &file).expect("the file can be copied");
    let path = folder.path().join("move.html");
    let database = TestDatabase::create();
    let (source, report) = (file.to_str().expect("UTF-8"), path.to_str().expect("UTF-8"));
    let ran = support::outgrow(&["move", source, "--to", database.url(), "--yes", "--report", report]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.stdout.contains("moved and verified"), "{ran:?}");
    let text = fs::read_to_string(&path).expect("the page");
    for words in ["Moved and verified", "Time by phase", "Rows per second", "every value equal"] {
        assert!(text.contains(words), "{words}");
    }
    assert_eq!(browser::open(&path).console, Vec::<String>::new());
    let audit = browser::audit(&path, 400, Scheme::Dark);
    assert_eq!((audit.wrong, audit.document), (Vec::new(), 400));
}

#[test]
fn a_move_that_could_not_write_its_page_does_not_begin() {
    let (directory, file) = sqlite_file("CREATE TABLE t (id INTEGER PRIMARY KEY)");
    let database = TestDatabase::create();
    let source = file.to_str().expect("UTF-8");
    let nowhere = directory.path().join("none/report.html");
    for report in [source, nowhere.to_str().expect("UTF-8")] {
        let ran = support::outgrow(&["move", source, "--to", database.url(), "--yes", "--report", report]);
        assert_eq!(ran.code, 2, "{ran:?}");
    }
    assert_eq!(database.query("SELECT count(*) FROM pg_class WHERE relname = 't'"), Ok("0".to_owned()));
}
