"""docker compose config: the stack resolves, alone and with the development override, without a warning."""

from harness import compose

FILES = (compose.MAIN, compose.OVERRIDE)


def judge(tree, files, tools):
    sets = [(compose.MAIN,)]
    if (tree / compose.OVERRIDE).exists():
        sets.append((compose.MAIN, compose.OVERRIDE))
    findings = []
    with compose.prepared(tree, tools) as folder:
        for chosen in sets:
            try:
                if not compose.config(folder, tools, "--services", files=chosen).split():
                    findings.append(f"{chosen[-1]}: no service in it")
            except compose.Unreadable as refusal:
                findings.append(f"{' + '.join(chosen)}: {refusal}".replace(str(folder), "."))
    return findings
