//! Columns of text that line up.

/// On which side of its column a cell stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// Rows of cells under a heading.
pub(crate) struct Grid {
    sides: Vec<Side>,
    rows: Vec<Vec<String>>,
}

impl Grid {
    /// A grid with these column headings.
    pub(crate) fn new(columns: &[(&str, Side)]) -> Grid {
        let heading = columns.iter().map(|(title, _)| (*title).to_owned()).collect();
        Grid { sides: columns.iter().map(|(_, side)| *side).collect(), rows: vec![heading] }
    }

    /// Adds a row with one cell for each column.
    pub(crate) fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.rows.push(cells.into());
    }

    /// The lines, each indented and without blanks at its end.
    pub(crate) fn lines(&self, indent: usize) -> String {
        let widths = self.widths();
        let mut text = String::new();
        for row in &self.rows {
            let mut line = " ".repeat(indent);
            for (position, cell) in row.iter().enumerate() {
                if position > 0 {
                    line.push_str("  ");
                }
                let padding = " ".repeat(widths[position] - width(cell));
                match self.sides[position] {
                    Side::Left => line.extend([cell.as_str(), &padding]),
                    Side::Right => line.extend([&padding, cell.as_str()]),
                }
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }

    fn widths(&self) -> Vec<usize> {
        let column = |position: usize| self.rows.iter().map(|row| width(&row[position])).max().unwrap_or(0);
        (0..self.sides.len()).map(column).collect()
    }
}

/// Characters that are seen: colours take no room.
fn width(cell: &str) -> usize {
    anstream::adapter::strip_str(cell).map(|part| part.chars().count()).sum()
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;

    #[test]
    fn words_stand_left_and_numbers_right_whatever_their_colour() {
        let mut grid = Grid::new(&[("table", Side::Left), ("rows", Side::Right), ("verdict", Side::Left)]);
        grid.row(["album".to_owned(), "347".to_owned(), "\u{1b}[1mgood\u{1b}[0m".to_owned()]);
        grid.row(["\u{1b}[1mé\u{1b}[0m".to_owned(), "1,234".to_owned(), String::new()]);
        let plain = anstream::adapter::strip_str(&grid.lines(2)).to_string();
        assert_snapshot!(plain, @r"
          table   rows  verdict
          album    347  good
          é      1,234
        ");
    }
}
