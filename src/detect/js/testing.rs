//! Small repositories for tests.

use crate::tree::{File, RelPath, Text, Tree};

/// The files as detection would be given them.
pub fn tree(files: &[(&str, &str)]) -> Tree {
    let file = |(path, text): &(&str, &str)| (RelPath::new(path).unwrap(), File::Text(Text::new(*text)));
    files.iter().map(file).collect()
}
