//! Environment markers (`python_version < "3.11" and sys_platform == "linux"`), judged for Linux on x86-64.

use std::str::FromStr;

use pep440_rs::{Version, VersionSpecifiers};

/// Whether `marker` holds on Python 3.`minor` with these extras asked for. What cannot be read holds.
pub fn holds(marker: &str, minor: u32, extras: &[String]) -> bool {
    let tokens = tokens(marker);
    let mut judge = Judge { tokens: &tokens, at: 0, minor, extras };
    judge.any().unwrap_or(true)
}

struct Judge<'m> {
    tokens: &'m [&'m str],
    at: usize,
    minor: u32,
    extras: &'m [String],
}

impl<'m> Judge<'m> {
    fn next(&mut self) -> Option<&'m str> {
        let token = self.tokens.get(self.at).copied();
        self.at += 1;
        token
    }

    fn accept(&mut self, word: &str) -> bool {
        let found = self.tokens.get(self.at) == Some(&word);
        self.at += usize::from(found);
        found
    }

    fn any(&mut self) -> Option<bool> {
        let mut value = self.all()?;
        while self.accept("or") {
            value |= self.all()?;
        }
        Some(value)
    }

    fn all(&mut self) -> Option<bool> {
        let mut value = self.one()?;
        while self.accept("and") {
            value &= self.one()?;
        }
        Some(value)
    }

    fn one(&mut self) -> Option<bool> {
        if self.accept("(") {
            let value = self.any()?;
            return self.accept(")").then_some(value);
        }
        let left = self.next()?;
        let mut operator = self.next()?.to_owned();
        if operator == "not" {
            operator = format!("not {}", self.next()?);
        }
        let right = self.next()?;
        Some(match (unquoted(left), unquoted(right)) {
            (None, Some(value)) => self.compare(left, &operator, value),
            (Some(value), None) => self.compare(right, mirrored(&operator), value),
            _ => return None,
        })
    }

    fn compare(&self, variable: &str, operator: &str, value: &str) -> bool {
        let actual = match variable {
            "python_version" => return self.version(&format!("3.{}", self.minor), operator, value),
            "python_full_version" => return self.version(&format!("3.{}.5", self.minor), operator, value),
            "extra" => {
                let asked = self.extras.iter().any(|extra| extra == value);
                return if operator == "!=" { !asked } else { asked };
            }
            "sys_platform" => "linux",
            "platform_system" => "Linux",
            "os_name" => "posix",
            "platform_machine" => "x86_64",
            "implementation_name" => "cpython",
            "platform_python_implementation" => "CPython",
            _ => return true,
        };
        match operator {
            "==" => actual == value,
            "!=" => actual != value,
            "in" => value.contains(actual),
            "not in" => !value.contains(actual),
            _ => true,
        }
    }

    fn version(&self, actual: &str, operator: &str, value: &str) -> bool {
        let Ok(actual_version) = Version::from_str(actual) else { return true };
        match operator {
            "in" => value.split([',', ' ']).any(|one| one.trim() == actual),
            "not in" => value.split([',', ' ']).all(|one| one.trim() != actual),
            _ => VersionSpecifiers::from_str(&format!("{operator}{value}"))
                .map_or(true, |specifiers| specifiers.contains(&actual_version)),
        }
    }
}

fn mirrored(operator: &str) -> &str {
    match operator {
        "<" => ">",
        ">" => "<",
        "<=" => ">=",
        ">=" => "<=",
        same => same,
    }
}

fn unquoted(token: &str) -> Option<&str> {
    let inner = token.strip_prefix(['"', '\''])?;
    Some(inner.strip_suffix(['"', '\'']).unwrap_or(inner))
}

fn tokens(marker: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = marker.trim_start();
    while let Some(first) = rest.chars().next() {
        let end = match first {
            '(' | ')' => 1,
            '"' | '\'' => rest.get(1..).and_then(|inner| inner.find(first)).map_or(rest.len(), |end| end + 2),
            '<' | '>' | '=' | '!' | '~' => {
                rest.find(|c| !matches!(c, '<' | '>' | '=' | '!' | '~')).unwrap_or(rest.len())
            }
            _ => rest.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '.')).unwrap_or(rest.len()),
        };
        let Some((token, after)) = rest.split_at_checked(end.max(first.len_utf8())) else { break };
        found.push(token);
        rest = after.trim_start();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_are_judged_for_the_image() {
        assert!(holds("python_version < \"3.11\"", 10, &[]));
        assert!(!holds("python_version < '3.11'", 11, &[]));
        assert!(!holds("sys_platform == 'win32' or python_full_version < '3.9'", 12, &[]));
        assert!(holds(
            "(platform_machine == 'x86_64' and python_version >= '3.8') and extra == 'binary'",
            12,
            &["binary".into()]
        ));
        assert!(!holds("implementation_name != 'pypy' and extra == 'binary'", 12, &[]));
        assert!(holds("'3.8' <= python_version", 12, &[]));
        assert!(holds("what is this", 12, &[]));
    }
}
