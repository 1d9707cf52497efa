"""What a group of alerts says: in the subject and text of an e-mail, and in a chat channel.

`alert_messages.tmpl` has the templates, with nothing in them that only a new Alertmanager knows:
AMP does not say which one it runs (AMP User Guide, "GetAlertManagerStatus").
"""

from pathlib import Path
from typing import Final

TEMPLATES: Final = Path(__file__).with_suffix(".tmpl").read_text(encoding="utf-8")
"""The templates of all that is below, as Alertmanager reads them."""

SUBJECT: Final = '{{ template "eks_observability.title" . }}'
"""Renders an e-mail's subject: one line of at most 100 printable ASCII characters, because AMP
replaces and cuts others (AMP User Guide, "Understanding Amazon SNS message validation rules")."""

MESSAGE: Final = '{{ template "eks_observability.message" . }}'
"""Renders an e-mail's text."""

CHAT: Final = '{{ template "eks_observability.chat" . }}'
"""Renders a custom notification of Amazon Q Developer in chat applications, in JSON (its
Administrator Guide, "Custom notifications")."""
