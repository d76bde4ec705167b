use super::*;

#[test]
fn a_path_cannot_leave_the_root() {
    for bad in ["", "/etc/passwd", "../x", "a/../../x", "a\\b", "a\nb"] {
        assert!(RelPath::new(bad).is_err(), "{bad:?} was accepted");
    }
    assert!(RelPath::root().join("../x").is_err());
}

#[test]
fn a_path_is_normalised() -> Result<()> {
    assert_eq!(RelPath::new("./a//b/")?.as_str(), "a/b");
    assert_eq!(RelPath::new("./")?, RelPath::root());
    assert_eq!(RelPath::root().join("x/y")?.as_str(), "x/y");
    assert_eq!(RelPath::new("a")?.join("b")?.parent().as_str(), "a");
    assert_eq!(RelPath::new("a/b.py")?.below(&RelPath::new("a")?), Some("b.py"));
    assert_eq!(RelPath::new("ab/c")?.below(&RelPath::new("a")?), None);
    Ok(())
}
