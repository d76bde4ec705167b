"""Our own assertions over the resolved stack: no linter covers hardening."""

from harness import compose, hardening

FILES = (compose.MAIN,)


def judge(tree, files, tools):
    with compose.prepared(tree, tools) as folder:
        try:
            model = compose.model(folder, tools)
            raw = compose.model(folder, tools, "--no-interpolate")
            merged = None
            if (folder / compose.OVERRIDE).exists():
                merged = compose.merged(folder, tools)
        except compose.Unreadable as refusal:
            return [f"{compose.MAIN}: {refusal}".replace(str(folder), ".")]
        source = (folder / compose.MAIN).read_text()
    findings = [f"{compose.MAIN}: {text}" for text in hardening.stack(model, raw, source)]
    if merged:
        findings += [f"{compose.OVERRIDE}: {text}" for text in hardening.development(merged)]
    return findings
