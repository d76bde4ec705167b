"""Every service drops all capabilities, cannot gain privileges, and is not privileged."""

from harness.failure import expect_none

# What a service may add back to hand its files to its user and step down, or to bind a low port.
HARMLESS = {"CHOWN", "SETUID", "SETGID", "FOWNER", "DAC_OVERRIDE", "NET_BIND_SERVICE"}


def complaints_about(container):
    host = container.host
    if "ALL" not in (host["CapDrop"] or []):
        yield f"cap_drop is {host['CapDrop']}"
    added = {name.removeprefix("CAP_") for name in host["CapAdd"] or []} - HARMLESS
    if added and not container.excepted("capabilities"):
        yield f"cap_add holds {sorted(added)}"
    if not any(option in ("no-new-privileges", "no-new-privileges:true") for option in host["SecurityOpt"] or []):
        yield f"security_opt is {host['SecurityOpt']}"
    if host["Privileged"]:
        yield "it is privileged"
    for mode in ("PidMode", "IpcMode", "NetworkMode"):
        if host[mode] == "host" and not (mode == "NetworkMode" and container.excepted("network")):
            yield f"{mode} is host"
    socket = any(mount["Source"].endswith("docker.sock") for mount in container.facts["Mounts"])
    if socket and not container.excepted("docker_socket"):
        yield "it can command the engine through its socket"


def check(stack):
    complaints = [f"{c.service}: {line}" for c in stack.containers() for line in complaints_about(c)]
    expect_none(complaints, "cap_drop ALL and no-new-privileges everywhere")
