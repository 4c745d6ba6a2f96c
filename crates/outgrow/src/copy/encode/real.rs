//! REAL as text.

/// Renders a REAL as SQLite's `CAST(x AS TEXT)` does, but with as many digits
/// (up to 17) as it takes to read back the same REAL.
pub(super) fn render(number: f64) -> String {
    if number.is_infinite() {
        return if number > 0.0 { "Inf".to_owned() } else { "-Inf".to_owned() };
    }
    // SQLite shows 15 digits. They are enough for most values, and for
    // subnormal ones more than the shortest form has.
    let fifteen = format!("{number:.14e}");
    let scientific = if fifteen.parse() == Ok(number) { fifteen } else { format!("{number:e}") };
    arrange(&scientific)
}

/// Turns `-1.2500e-7` into SQLite's `-1.25e-07`, and `1.25e2` into `125.0`.
fn arrange(scientific: &str) -> String {
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let (sign, mantissa) = mantissa.strip_prefix('-').map_or(("", mantissa), |rest| ("-", rest));
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_end_matches('0');
    let digits = if digits.is_empty() { "0" } else { digits };
    if !(-4..=14).contains(&exponent) {
        let (first, rest) = digits.split_at(1);
        let rest = if rest.is_empty() { "0" } else { rest };
        let exponent_sign = if exponent < 0 { '-' } else { '+' };
        return format!("{sign}{first}.{rest}e{exponent_sign}{:02}", exponent.unsigned_abs());
    }
    if exponent < 0 {
        let zeros = "0".repeat(exponent.unsigned_abs() as usize - 1);
        return format!("{sign}0.{zeros}{digits}");
    }
    let whole = exponent as usize + 1;
    if digits.len() <= whole {
        return format!("{sign}{digits}{}.0", "0".repeat(whole - digits.len()));
    }
    let (whole, fraction) = digits.split_at(whole);
    format!("{sign}{whole}.{fraction}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reals_look_like_sqlite_s_and_read_back_the_same() {
        let cases = [
            (0.0, "0.0"),
            (1.0, "1.0"),
            (0.1, "0.1"),
            (-2.5, "-2.5"),
            (0.1 + 0.2, "0.30000000000000004"),
            (1e14, "100000000000000.0"),
            (1e15, "1.0e+15"),
            (1e20, "1.0e+20"),
            (1.5e-7, "1.5e-07"),
            (1e-5, "1.0e-05"),
            (1e-4, "0.0001"),
            (1.25e100, "1.25e+100"),
            (5e-324, "4.94065645841247e-324"),
            (f64::MAX, "1.7976931348623157e+308"),
            (123_456_789.25, "123456789.25"),
            (f64::INFINITY, "Inf"),
            (f64::NEG_INFINITY, "-Inf"),
        ];
        for (number, text) in cases {
            assert_eq!(render(number), text);
        }
    }

    #[test]
    fn where_fifteen_digits_are_enough_sqlite_agrees() {
        let connection = rusqlite::Connection::open_in_memory().expect("SQLite");
        let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
        let mut seen = 0;
        for _ in 0..20_000 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let number = ((seed >> 20) as f64 - 8e12) / 10_f64.powi((seed % 19) as i32);
            let sqlite: String =
                connection.query_row("SELECT CAST(?1 AS TEXT)", [number], |row| row.get(0)).expect("a text");
            let ours = render(number);
            assert_eq!(ours.parse(), Ok(number));
            if sqlite.parse() == Ok(number) {
                assert_eq!(ours, sqlite);
                seen += 1;
            }
        }
        assert!(seen > 10_000);
    }
}
