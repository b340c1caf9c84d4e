"""Says that what was typed before was put back, and takes it away again where it is not wanted."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from ansinh_desktop.services.drafts import KeptDraft
from ansinh_desktop.ui.messages import Banner, Dialog

_MOST = 6


def offer_in(place: QWidget, draft: KeptDraft, labels: Sequence[str], refuse: Callable[[], object]) -> None:
    """Show a strip at the top of a place; ``refuse`` is called where the officer wants what stood there before."""
    inside = place.widget() if isinstance(place, QScrollArea) else place
    layout = inside.layout() if inside is not None else None
    if not isinstance(layout, QVBoxLayout):
        return
    at = draft.at.astimezone()  # formatted apart: Windows takes only the letters of its code page
    words = f"Đã đưa trở lại chữ gõ dở lúc {at:%H:%M} ngày {at:%d/%m/%Y}"
    named = list(dict.fromkeys(labels))[:_MOST]
    strip = Banner(place)
    strip.setObjectName("draft_offer")
    strip.say(f"{words}: {', '.join(named)}." if named else f"{words}.", button="Bỏ chữ gõ dở")
    layout.insertWidget(0, strip)

    def drop() -> None:
        strip.clear()
        refuse()

    strip.acted.connect(drop)
    if isinstance(place, Dialog):
        place.fit()
