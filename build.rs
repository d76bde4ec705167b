//! Embedded folders are read at compile time; cargo must look again when one of their files changes.

fn main() {
    for folder in ["templates", "presets"] {
        println!("cargo:rerun-if-changed={folder}");
    }
}
