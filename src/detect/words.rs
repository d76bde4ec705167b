//! One pass over a file's bytes that says which of the telling words stand in it, and where `import` does.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

/// The words that make a file worth parsing; the first is looked for to find imports.
const WORDS: &[&str] = &[
    "import ",
    "FastAPI",
    "Flask",
    "include_router",
    "register_blueprint",
    "get_wsgi_application",
    "get_asgi_application",
    "ProtocolTypeRouter",
    "DJANGO_SETTINGS_MODULE",
    "start_polling",
    "run_polling",
    "infinity_polling",
    ".polling(",
    "run_webhook",
    "start_webhook",
    "set_webhook",
    "SimpleRequestHandler",
    "TokenBasedRequestHandler",
    "run_until_disconnected",
    "process_new_updates",
    "feed_update",
    "feed_webhook_update",
    "feed_raw_update",
    "process_update",
    "aiogram",
    "telebot",
    "telegram",
    "telethon",
    "pyrogram",
    "environ.Env",
    "env(",
    "env.",
    "dj_database_url",
    "execute_from_command_line",
    "BaseSettings",
    ".mount(",
    "StaticFiles",
    ".frontend(",
    "run(",
    "env_",
    "environ",
    "getenv",
    "decouple",
    "starlette.config",
    "basicConfig",
    "onfig(",
    "makedirs",
    "mkdir",
    "FileHandler",
    "open(",
    "write_text",
    "write_bytes",
    ".touch(",
    "logger.add",
    "sqlite3",
    "celery",
    "Celery",
    "arq",
    "huey",
    "dramatiq",
    "taskiq",
    "saq",
    "importlib",
    "__import__",
    "pkgutil",
    "import_string",
    "DeclarativeBase",
    "declarative_base",
    "MetaData(",
    "__tablename__",
    "table=True",
    "mapped_column(",
    "start_http_server",
    "start_wsgi_server",
    "from_object",
    "from_pyfile",
    "flask_sqlalchemy",
    ".Model)",
    "subprocess",
    "run_process",
    "open_process",
    "os.system",
    "os.popen",
    "shutil",
];

static SEARCH: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(WORDS).ok());

/// What was found in one file.
#[derive(Clone, Debug, Default)]
pub struct Words {
    found: u128,
    /// Offsets of `import `, ascending.
    pub imports: Vec<usize>,
}

impl Words {
    pub fn of(text: &str) -> Self {
        let mut words = Words::default();
        for found in SEARCH.iter().flat_map(|search| search.find_iter(text)) {
            match found.pattern().as_usize() {
                0 => words.imports.push(found.start()),
                index => words.found |= 1 << index,
            }
        }
        words
    }

    /// Whether `word`, one of those looked for, stands in the file.
    pub fn contain(&self, word: &str) -> bool {
        let index = WORDS.iter().position(|known| *known == word);
        debug_assert!(index.is_some(), "`{word}` is not looked for");
        index.is_none_or(|index| self.found & (1 << index) != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_words_are_found_in_one_pass() {
        let words = Words::of("from os import environ\nimport x\napp = FastAPI()\n");
        assert!(words.contain("FastAPI") && words.contain("environ") && !words.contain("mkdir"));
        assert_eq!(words.imports, [8, 23]);
    }
}
