"""What is waited for, and looked at, in a list with marked rows."""


def idle(qtbot, tasks):
    """Wait until nothing is being done."""
    qtbot.waitUntil(lambda: not tasks.is_busy())


def marked(page, records):
    """Return the names of the marked records in the order in which they were marked."""
    return [name for key in page.list.table.marks.keys for name, record in records.items() if record == key]
