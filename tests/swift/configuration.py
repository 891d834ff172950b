"""What Swift's four servers are told."""

from collections.abc import Mapping
from pathlib import Path

ACCESS_KEY = "vitrine:storage"
SECRET_KEY = "a-secret-of-the-tests"
BACKENDS = ("account", "container", "object")
_FILTERS = (
    *("catch_errors", "gatekeeper", "healthcheck", "proxy-logging", "listing_formats", "s3api", "tempauth", "copy"),
    *("bulk", "slo", "dlo", "versioned_writes", "symlink", "proxy-logging"),
)
_SWIFT = """
[swift-hash]
swift_hash_path_suffix = vitrine
[storage-policy:0]
name = one
default = yes
"""
# Without workers a server is one process. Where its user is not named it becomes `swift`, who need not exist.
_SERVER = """
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
user = {user}
swift_dir = {folder}
devices = {folder}
mount_check = false
fallocate_reserve = 0
workers = 0
log_level = WARNING
cors_allow_origin = *
[pipeline:main]
pipeline = {pipeline}
[app:{kind}-server]
use = egg:swift#{kind}
"""
# A server that does not take a connection within half a second counts as failing, and after ten times it is left alone
# for a minute: right for one of a thousand, wrong for the only one on a busy machine. A part whose name did not reach
# the list of its container in time would be missing there until a daemon comes by, and none runs here.
_PATIENCE = """
conn_timeout = 20
node_timeout = 60
container_update_timeout = 60
error_suppression_limit = 1000000
account_autocreate = true
"""
_SAID_TO = {
    "tempauth": f"user_{ACCESS_KEY.replace(':', '_')} = {SECRET_KEY} .admin",
    "s3api": "cors_preflight_allow_origin = *",
    # The daemon that would delete the parts of a deleted object later does not run.
    "slo": "allow_async_delete = false",
}


def write_configuration(folder: Path, user: str, ports: Mapping[str, int]) -> None:
    """Write what each server reads at its start; `ports` are those of the backends and of the proxy."""
    (folder / "swift.conf").write_text(_SWIFT)
    for kind, port in ports.items():
        filters = _FILTERS if kind == "proxy" else ()
        pipeline = " ".join([*filters, f"{kind}-server"])
        server = _SERVER.format(port=port, user=user, folder=folder, pipeline=pipeline, kind=kind)
        sections = [server.rstrip() + _PATIENCE, *map(_filter, dict.fromkeys(filters))]
        (folder / f"{kind}.conf").write_text("".join(sections))


def _filter(name: str) -> str:
    return f"[filter:{name}]\nuse = egg:swift#{name.replace('-', '_')}\n{_SAID_TO.get(name, '')}\n"
