"""Makes Qt speak Vietnamese: its own buttons, menus and dialogs, and the names of months and days."""

from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

from ansinh_desktop.errors import BugError
from ansinh_desktop.paths import resources


def install(app: QCoreApplication) -> None:
    """Translate Qt's texts in every widget made from now on.

    Qt ships no Vietnamese. Ours is written in ``resources/i18n/qtbase_vi.ts`` and compiled beside it with
    ``pyside6-lrelease resources/i18n/qtbase_vi.ts``.
    """
    QLocale.setDefault(QLocale(QLocale.Language.Vietnamese, QLocale.Country.Vietnam))
    translator = QTranslator(app)
    if not translator.load(str(resources() / "i18n" / "qtbase_vi.qm")):
        raise BugError("resources/i18n/qtbase_vi.qm is missing or damaged")
    app.installTranslator(translator)
