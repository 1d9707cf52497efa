"""Reading a settings file."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError

from eks_observability.settings.contradiction import Contradiction
from eks_observability.settings.contradictions import contradictions
from eks_observability.settings.document import Document, Fault, parse_document
from eks_observability.settings.mistakes import Mistake, SettingsError, dotted, mistakes_of
from eks_observability.settings.model import Settings

Check = Callable[[Settings], Iterable[Contradiction]]
"""Finds contradictions in settings that are right each for itself."""


def load_settings(file: Path, checks: Sequence[Check] = ()) -> Settings:
    """Read the settings in `file`.

    Args:
        file: A YAML file; `docs/settings.md` says what may stand in it.
        checks: What else to look for, by those who know more than the settings do. Default:
            nothing.

    Returns:
        The settings, every default filled in.

    Raises:
        SettingsError: The file cannot be read or holds mistakes: all of them, each with its place.
    """
    parsed = parse_document(_text(file))
    if isinstance(parsed, Fault):
        raise SettingsError(str(file), (_of_fault(parsed),))
    if parsed.value is None:
        raise _whole(file, "the file is empty; clusters is the one key it needs")
    mistakes = [*map(_of_fault, parsed.faults), *_same_clusters(parsed)]
    try:
        settings = Settings.model_validate(parsed.value)
    except ValidationError as error:
        raise SettingsError(str(file), (*mistakes, *mistakes_of(error, parsed))) from None
    found = (*contradictions(settings), *(one for check in checks for one in check(settings)))
    mistakes += [_of_contradiction(each, parsed) for each in dict.fromkeys(found)]
    if mistakes:
        raise SettingsError(str(file), tuple(mistakes))
    return settings


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise _whole(file, "no such file; `-c settings=PATH` names another one") from None
    except IsADirectoryError:
        raise _whole(file, "this is a folder, not a settings file") from None
    except UnicodeDecodeError as error:
        raise _whole(file, f"this is not UTF-8 text (byte {error.start})") from None
    except OSError as error:
        raise _whole(file, f"cannot be read: {error.strerror}") from None


def _whole(file: Path, message: str) -> SettingsError:
    """An error about the file as a whole."""
    return SettingsError(str(file), (Mistake(line=0, column=0, path="", message=message),))


def _of_fault(fault: Fault) -> Mistake:
    return Mistake(
        line=fault.place.line,
        column=fault.place.column,
        path=dotted(fault.path),
        message=fault.message,
    )


def _of_contradiction(contradiction: Contradiction, document: Document) -> Mistake:
    place = document.place_of(contradiction.path)
    return Mistake(
        line=place.line,
        column=place.column,
        path=dotted(contradiction.path),
        message=contradiction.message,
    )


def _same_clusters(document: Document) -> list[Mistake]:
    """Clusters that repeat the name and Region of an earlier one.

    Checked on the document and not on the types, so that it is reported next to other mistakes.
    The same name in two accounts is refused too: metrics of both would carry the same labels.
    """
    top = document.value
    clusters = top.get("clusters") if isinstance(top, Mapping) else None
    if not isinstance(clusters, Sequence) or isinstance(clusters, str):
        return []
    first: dict[tuple[object, object], int] = {}
    mistakes = []
    for index, cluster in enumerate(clusters):
        if not isinstance(cluster, Mapping) or not isinstance(cluster.get("name"), str):
            continue
        earlier = first.setdefault((cluster["name"], cluster.get("region")), index)
        if earlier == index:
            continue
        place = document.place_of(("clusters", index, "name"))
        mistakes.append(
            Mistake(
                line=place.line,
                column=place.column,
                path=f"clusters[{index}].name",
                message=f"clusters[{earlier}] has the same name and Region already",
            )
        )
    return mistakes
