"""What the services load when it is first asked for: whole fields of work, and the libraries that papers and workbooks need."""

from typing import TYPE_CHECKING

from ansinh_desktop.later import from_places

if TYPE_CHECKING:
    from ansinh_desktop.db.vault import finish_what_was_cut_short as finish_what_was_cut_short
    from ansinh_desktop.services.attachments import Attachments as Attachments
    from ansinh_desktop.services.importer.error_book import write_error_book as write_error_book
    from ansinh_desktop.services.importer.importing import Importing as Importing
    from ansinh_desktop.services.importer.workbook import read_workbook as read_workbook
    from ansinh_desktop.services.importer.xls_file import read_xls as read_xls
    from ansinh_desktop.services.joining.work import Joinings as Joinings
    from ansinh_desktop.services.law.updates import LawUpdates as LawUpdates
    from ansinh_desktop.services.lives.work import Lives as Lives
    from ansinh_desktop.services.many import Many as Many
    from ansinh_desktop.services.payments.work import Payments as Payments
    from ansinh_desktop.services.plan.plans import Plans as Plans
    from ansinh_desktop.services.reports.case_forms import Forms as Forms
    from ansinh_desktop.services.reports.docx import write_docx as write_docx
    from ansinh_desktop.services.reports.form_pdf import write_form as write_form
    from ansinh_desktop.services.reports.form_pdf import write_forms as write_forms
    from ansinh_desktop.services.reports.handover import Handover as Handover
    from ansinh_desktop.services.reports.lists import Lists as Lists
    from ansinh_desktop.services.reports.pdf import write_pdf as write_pdf
    from ansinh_desktop.services.reports.worklists import Worklists as Worklists
    from ansinh_desktop.services.reports.xlsx import write_xlsx as write_xlsx
    from ansinh_desktop.services.review import Review as Review
    from ansinh_desktop.services.sync.cards import Cards as Cards
    from ansinh_desktop.services.sync.conflicts import Conflicts as Conflicts
    from ansinh_desktop.services.sync.exchange import Exchange as Exchange
    from ansinh_desktop.services.sync.incoming import Incoming as Incoming
    from ansinh_desktop.services.sync.outgoing import Outgoing as Outgoing
    from ansinh_desktop.services.undo import Undo as Undo

PLACES = {
    "Attachments": "ansinh_desktop.services.attachments:Attachments",
    "Cards": "ansinh_desktop.services.sync.cards:Cards",
    "Conflicts": "ansinh_desktop.services.sync.conflicts:Conflicts",
    "Exchange": "ansinh_desktop.services.sync.exchange:Exchange",
    "Forms": "ansinh_desktop.services.reports.case_forms:Forms",
    "Handover": "ansinh_desktop.services.reports.handover:Handover",
    "Importing": "ansinh_desktop.services.importer.importing:Importing",
    "Incoming": "ansinh_desktop.services.sync.incoming:Incoming",
    "Joinings": "ansinh_desktop.services.joining.work:Joinings",
    "LawUpdates": "ansinh_desktop.services.law.updates:LawUpdates",
    "Lists": "ansinh_desktop.services.reports.lists:Lists",
    "Lives": "ansinh_desktop.services.lives.work:Lives",
    "Many": "ansinh_desktop.services.many:Many",
    "Outgoing": "ansinh_desktop.services.sync.outgoing:Outgoing",
    "Payments": "ansinh_desktop.services.payments.work:Payments",
    "Plans": "ansinh_desktop.services.plan.plans:Plans",
    "Review": "ansinh_desktop.services.review:Review",
    "Undo": "ansinh_desktop.services.undo:Undo",
    "Worklists": "ansinh_desktop.services.reports.worklists:Worklists",
    "finish_what_was_cut_short": "ansinh_desktop.db.vault:finish_what_was_cut_short",
    "read_workbook": "ansinh_desktop.services.importer.workbook:read_workbook",
    "read_xls": "ansinh_desktop.services.importer.xls_file:read_xls",
    "write_docx": "ansinh_desktop.services.reports.docx:write_docx",
    "write_error_book": "ansinh_desktop.services.importer.error_book:write_error_book",
    "write_form": "ansinh_desktop.services.reports.form_pdf:write_form",
    "write_forms": "ansinh_desktop.services.reports.form_pdf:write_forms",
    "write_pdf": "ansinh_desktop.services.reports.pdf:write_pdf",
    "write_xlsx": "ansinh_desktop.services.reports.xlsx:write_xlsx",
}
if not TYPE_CHECKING:  # a checker would take any misspelt name for one of these
    __getattr__ = from_places(PLACES)
