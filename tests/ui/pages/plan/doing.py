"""What an officer does on the page of the plan, and sees there."""

from ansinh_desktop.ui.pages.plan.targets_model import PLACES


def rest(qtbot, tasks, page):
    """Wait until the page shows its period and nothing is being done, nor about to be."""
    qtbot.waitUntil(
        lambda: (
            page.looked is not None
            and page.looked.answer.period == page.period.period
            and not tasks.is_busy()
            and not page.sheet.course_waits()
        )
    )


def row(page, target):
    """Return the texts of a target's row."""
    model = page.sheet.table.model_
    at = model.row_of(target)
    return {key: model.index(at, place).data() for key, place in PLACES.items() if place}


def shown(page):
    """Return the first words of every row."""
    rows = page.sheet.table.model_.rows
    return [each.line.id if each.line is not None else each.words for each in rows]


def people(page):
    """Return whoever the pane shows, with the reasons."""
    return [(each.record.who, each.why) for each in page.sheet.pane.people.model_.standings]
