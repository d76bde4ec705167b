//! Static files and uploads: where settings put them and under which URLs.

use crate::detect::django::values::{Values, evidence};
use crate::detect::paths::{From, place};
use crate::facts::{Confidence, Evidence, Notice, Seen, Write};
use crate::tree::RelPath;

/// What the settings say of files.
#[derive(Clone, Debug, Default)]
pub struct Files {
    pub installed: bool,
    pub static_root: Option<RelPath>,
    pub static_url: Option<String>,
    pub whitenoise: bool,
    pub media_root: Option<RelPath>,
    pub media_url: Option<String>,
    pub evidence: Vec<Evidence>,
    pub notices: Vec<Notice>,
    /// Uploads that the program keeps beside itself.
    pub writes: Vec<Seen<Write>>,
}

const STORAGE: &[&str] = &["STORAGES", "DEFAULT_FILE_STORAGE"];

/// Reads the settings; paths count from `import_root`.
pub fn read(values: &Values<'_, '_, '_>, import_root: &RelPath) -> Files {
    let installed = values.texts("INSTALLED_APPS");
    let has = |setting: &str, part: &str| values.texts(setting).iter().any(|(text, _)| text.contains(part));
    let mut files = Files {
        installed: installed.iter().any(|(app, _)| app.starts_with("django.contrib.staticfiles")),
        static_url: values.text("STATIC_URL").map(|(url, _)| rooted(&url)),
        media_url: values.text("MEDIA_URL").map(|(url, _)| rooted(&url)).filter(|url| url != "/"),
        whitenoise: ["MIDDLEWARE", "STATICFILES_STORAGE", "STORAGES"].iter().any(|name| has(name, "whitenoise.")),
        ..Files::default()
    };
    files.static_root = folder(values, "STATIC_ROOT", import_root, &mut files);
    let media = folder(values, "MEDIA_ROOT", import_root, &mut files);
    // Where another storage may be chosen by a variable, the folder is what remains without it.
    let elsewhere =
        STORAGE.iter().all(|name| !has(name, "FileSystemStorage")) && STORAGE.iter().any(|name| has(name, "storages."));
    if let Some(path) = media.filter(|_| !elsewhere) {
        let evidence = values.of("MEDIA_ROOT").first().copied().map(evidence);
        let value = Write { path: path.clone(), folder: true, at_import: false };
        files.writes.push(Seen { value, confidence: Confidence::Likely, evidence: evidence.into_iter().collect() });
        files.media_root = Some(path);
    }
    files
}

/// `static/` is `/static/`; addresses of other hosts stay.
fn rooted(url: &str) -> String {
    if url.starts_with('/') || url.contains("://") { url.to_owned() } else { format!("/{url}") }
}

fn folder(values: &Values<'_, '_, '_>, setting: &str, import_root: &RelPath, files: &mut Files) -> Option<RelPath> {
    for (module, node) in values.of(setting) {
        let Some(found) = place(values.sources, module, node).filter(|found| found.whole) else { continue };
        let evidence = evidence((module, node));
        let path = RelPath::new(&found.parts.join("/")).ok()?;
        let inside = match found.from {
            From::Working => Some(path),
            From::Repository => path.below(import_root).and_then(|inner| RelPath::new(inner).ok()),
            From::System => None,
        };
        // Static files are collected elsewhere then; uploads have no other place.
        if inside.is_none() && setting == "MEDIA_ROOT" {
            let text = format!("{setting} is a folder outside the application, which its container cannot write to");
            files.notices.push(Notice { path: Some(evidence.path.clone()), text });
        }
        files.evidence.push(evidence);
        return inside.filter(|path| !path.is_root());
    }
    None
}
