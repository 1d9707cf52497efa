"""The base of every part of the settings file, and the field types that several parts share."""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainValidator,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema
from pydantic_core.core_schema import no_info_after_validator_function

from eks_observability.settings.aws import REGIONS, RETENTION_DAYS


class Section(BaseModel):
    """A part of the settings file: frozen, and every key it does not know is a mistake."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, use_attribute_docstrings=True
    )


def nearest(word: object, allowed: Iterable[str]) -> str:
    """A hint naming the word of `allowed` that `word` is most like; empty where none is near."""
    matches = difflib.get_close_matches(str(word), list(allowed), n=1, cutoff=0.5)
    return f"; did you mean {matches[0]}?" if matches else ""


@dataclass(frozen=True)
class Text:
    """Annotates text that has a form, so that a mistake in it is answered in words.

    `StringConstraints(pattern=...)` answers with the pattern.
    """

    pattern: str
    """A regular expression for all of the text, as JSON Schema has it, from ^ to $."""

    is_: str
    """What the text is, and an example: `a host name without scheme, such as loki.example.com`."""

    may_be_secret: bool = False
    """Whether people may put a secret here by mistake. Then what was found is not repeated, because
    messages end up in logs."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Check what pydantic took for text."""
        return no_info_after_validator_function(self._checked, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Keep the pattern for editors."""
        return {**handler(schema), "pattern": self.pattern}

    def _checked(self, value: str) -> str:
        # JSON Schema's \d is ASCII only, and its $ does not stand before a last newline.
        if not re.fullmatch(self.pattern, value, re.ASCII):
            found = "text that may be a secret itself" if self.may_be_secret else repr(value)
            msg = f"found {found}, expected {self.is_}"
            raise ValueError(msg)
        return value


FOREVER: Final = "forever"


def checked_retention(value: object) -> int | Literal["forever"]:
    """`value`, if CloudWatch can keep logs for so long.

    Args:
        value: Days, or "forever".

    Raises:
        ValueError: It cannot.
    """
    if value == FOREVER:
        return "forever"
    if isinstance(value, bool) or not isinstance(value, int):
        msg = (
            f"found {value!r}, expected a number of days, or the word {FOREVER} to keep logs for "
            "ever (which is paid for, for ever)"
        )
        raise ValueError(msg)
    if value not in RETENTION_DAYS:
        near = min(RETENTION_DAYS, key=lambda days: abs(days - value))
        msg = (
            f"CloudWatch cannot keep logs for {value} days; the nearest it allows is {near} "
            f"(allowed: {', '.join(map(str, RETENTION_DAYS))}, or {FOREVER})"
        )
        raise ValueError(msg)
    return value


Retention = Annotated[
    int | Literal["forever"],
    PlainValidator(checked_retention),
    WithJsonSchema({"enum": [*RETENTION_DAYS, FOREVER]}),
]
"""Days to keep logs, one of those CloudWatch allows, or `forever`."""


def _region(value: object) -> object:
    if isinstance(value, str) and value not in REGIONS:
        msg = f"{value!r} is not a Region that EKS runs in{nearest(value, REGIONS)}"
        raise ValueError(msg)
    return value


Region = Annotated[str, BeforeValidator(_region), WithJsonSchema({"enum": list(REGIONS)})]
"""The code of an AWS Region that EKS runs in."""

WorkspaceId = Annotated[
    str,
    Text(
        r"^ws-[0-9A-Za-z-]{1,61}$",
        "the id of a workspace, such as ws-12345678-1234-1234-1234-123456789012",
    ),
]
"""A workspace of Amazon Managed Service for Prometheus (AMP API, CreateWorkspace)."""
