//! The libraries for bots of Telegram, and the calls by which each gets its updates.

use crate::facts::Mode;

/// A library that speaks to Telegram.
#[derive(Debug, PartialEq, Eq)]
pub struct Library {
    /// The packages that bring it, normalised; the first is its name.
    pub packages: &'static [&'static str],
    /// What it is imported as.
    pub module: &'static str,
    /// It also speaks for persons: only with a bot's token it is one.
    pub persons: bool,
    pub ways: &'static [Way],
    /// What makes the object that holds the token: full name, keyword, position.
    pub makers: &'static [Maker],
}

/// A call by which a bot gets its updates, until it is stopped.
#[derive(Debug, PartialEq, Eq)]
pub struct Way {
    /// The method, or the last part of a function's full name.
    pub name: &'static str,
    pub how: How,
    /// The name is so common that the object must be known to be the library's.
    pub common: bool,
}

/// How a call gets updates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// It asks for them.
    Polls,
    /// It listens for them itself.
    Listens,
    /// It is given those that somebody else's server received.
    IsFed,
}

impl How {
    pub fn mode(self) -> Mode {
        match self {
            How::Polls => Mode::Polling,
            How::Listens | How::IsFed => Mode::Webhook,
        }
    }
}

/// A call that is given a token.
#[derive(Debug, PartialEq, Eq)]
pub struct Maker {
    /// The last part of the full name: `Bot`, `TeleBot`, `token` of a builder.
    pub name: &'static str,
    pub keyword: &'static str,
    /// None where it is only given by name.
    pub position: Option<usize>,
}

const fn way(name: &'static str, how: How) -> Way {
    Way { name, how, common: false }
}

const fn common(name: &'static str, how: How) -> Way {
    Way { name, how, common: true }
}

const fn maker(name: &'static str, keyword: &'static str, position: Option<usize>) -> Maker {
    Maker { name, keyword, position }
}

impl Library {
    /// Its name: that of the package.
    pub fn name(&self) -> &'static str {
        self.packages.first().copied().unwrap_or(self.module)
    }

    /// Whether a dependency brings it.
    pub fn is_package(&self, name: &str) -> bool {
        self.packages.contains(&name)
    }
}

pub const LIBRARIES: &[Library] = &[
    Library {
        packages: &["aiogram"],
        module: "aiogram",
        persons: false,
        ways: &[
            way("start_polling", How::Polls),
            way("run_polling", How::Polls),
            way("start_webhook", How::Listens),
            way("SimpleRequestHandler", How::Listens),
            way("TokenBasedRequestHandler", How::Listens),
            way("feed_update", How::IsFed),
            way("feed_webhook_update", How::IsFed),
            way("feed_raw_update", How::IsFed),
            way("process_update", How::IsFed),
        ],
        makers: &[maker("Bot", "token", Some(0))],
    },
    Library {
        packages: &["python-telegram-bot"],
        module: "telegram",
        persons: false,
        ways: &[
            way("start_polling", How::Polls),
            way("run_polling", How::Polls),
            way("start_webhook", How::Listens),
            way("run_webhook", How::Listens),
            way("process_update", How::IsFed),
        ],
        makers: &[
            maker("token", "token", Some(0)),
            maker("Updater", "token", Some(0)),
            maker("Bot", "token", Some(0)),
            maker("ExtBot", "token", Some(0)),
        ],
    },
    Library {
        packages: &["pytelegrambotapi"],
        module: "telebot",
        persons: false,
        ways: &[
            way("infinity_polling", How::Polls),
            way("polling", How::Polls),
            way("run_webhooks", How::Listens),
            way("process_new_updates", How::IsFed),
        ],
        makers: &[maker("TeleBot", "token", Some(0)), maker("AsyncTeleBot", "token", Some(0))],
    },
    Library {
        packages: &["telethon"],
        module: "telethon",
        persons: true,
        ways: &[way("run_until_disconnected", How::Polls)],
        makers: &[maker("start", "bot_token", None), maker("sign_in", "bot_token", None)],
    },
    Library {
        packages: &["pyrogram", "pyrofork", "kurigram", "pyrotgfork"],
        module: "pyrogram",
        persons: true,
        ways: &[common("run", How::Polls), common("idle", How::Polls)],
        makers: &[maker("Client", "bot_token", Some(3))],
    },
];

/// What stands in every file that gets updates.
pub const WORDS: &[&str] = &[
    "start_polling",
    "run_polling",
    "infinity_polling",
    ".polling(",
    "run_webhook",
    "start_webhook",
    "SimpleRequestHandler",
    "TokenBasedRequestHandler",
    "run_until_disconnected",
    "process_new_updates",
    "feed_update",
    "feed_webhook_update",
    "feed_raw_update",
    "process_update",
    "pyrogram",
    "run(",
];
