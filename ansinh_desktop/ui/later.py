"""What the window loads when it is first shown or asked for: the lock stands before all of it."""

from typing import TYPE_CHECKING

from ansinh_desktop.later import from_places

if TYPE_CHECKING:
    from ansinh_desktop.crashes import leave_nothing as leave_nothing
    from ansinh_desktop.crypto.keys import seconds_to_wait as seconds_to_wait
    from ansinh_desktop.services.payments.course import Course as Course
    from ansinh_desktop.services.payments.course import course as course
    from ansinh_desktop.services.program import open_data as open_data
    from ansinh_desktop.services.program import recover_data as recover_data
    from ansinh_desktop.services.review import Reviewed as Reviewed
    from ansinh_desktop.services.safety.before_opening import look_before as look_before
    from ansinh_desktop.services.safety.before_opening import officers as officers
    from ansinh_desktop.services.safety.learning import clean_course as clean_course
    from ansinh_desktop.services.sync.standing import Standing as Standing
    from ansinh_desktop.services.views import Look as Look
    from ansinh_desktop.text import literal as literal
    from ansinh_desktop.ui.clipboard import empty_own as empty_own
    from ansinh_desktop.ui.dialogs.card_trust import choose_card as choose_card
    from ansinh_desktop.ui.dialogs.card_trust import trust_card as trust_card
    from ansinh_desktop.ui.dialogs.paper_view import PaperDialog as PaperDialog
    from ansinh_desktop.ui.dialogs.paper_view import PaperSheet as PaperSheet
    from ansinh_desktop.ui.dialogs.paper_view import ReadPaper as ReadPaper
    from ansinh_desktop.ui.dialogs.paper_view import read_paper as read_paper
    from ansinh_desktop.ui.dialogs.preview import PreviewDialog as PreviewDialog
    from ansinh_desktop.ui.dialogs.undo import UndoDialog as UndoDialog
    from ansinh_desktop.ui.dialogs.why import WhyDialog as WhyDialog
    from ansinh_desktop.ui.dialogs.why import why as why
    from ansinh_desktop.ui.drafts.watch import Watch as Watch
    from ansinh_desktop.ui.drafts.watch import page_before as page_before
    from ansinh_desktop.ui.help.contents import help_book as help_book
    from ansinh_desktop.ui.help.pane import HelpPane as HelpPane
    from ansinh_desktop.ui.icons import icon as icon
    from ansinh_desktop.ui.keys import matches as matches
    from ansinh_desktop.ui.main_window import MainWindow as MainWindow
    from ansinh_desktop.ui.messages import Toast as Toast
    from ansinh_desktop.ui.messages import tell as tell
    from ansinh_desktop.ui.pages.admin.admin_page import AdminPage as AdminPage
    from ansinh_desktop.ui.pages.exchange.exchange_page import ExchangePage as ExchangePage
    from ansinh_desktop.ui.pages.exchange.inbox_page import InboxPage as InboxPage
    from ansinh_desktop.ui.pages.grid.grid_page import GridPage as GridPage
    from ansinh_desktop.ui.pages.importing.import_page import ImportPage as ImportPage
    from ansinh_desktop.ui.pages.law_page import LawPage as LawPage
    from ansinh_desktop.ui.pages.overview.desk import Desk as Desk
    from ansinh_desktop.ui.pages.overview.desk import ready_desk as ready_desk
    from ansinh_desktop.ui.pages.overview.plan_card import PlanNow as PlanNow
    from ansinh_desktop.ui.pages.overview.plan_card import plan_now as plan_now
    from ansinh_desktop.ui.pages.overview_page import OverviewPage as OverviewPage
    from ansinh_desktop.ui.pages.papers_page import PapersPage as PapersPage
    from ansinh_desktop.ui.pages.payments.payments_page import PaymentsPage as PaymentsPage
    from ansinh_desktop.ui.pages.payments.words import note_of_month as note_of_month
    from ansinh_desktop.ui.pages.people.people_page import PeoplePage as PeoplePage
    from ansinh_desktop.ui.pages.plan.plan_page import PlanPage as PlanPage
    from ansinh_desktop.ui.pages.register.register_desk import RegisterDesk as RegisterDesk
    from ansinh_desktop.ui.pages.review.review_page import ReviewPage as ReviewPage
    from ansinh_desktop.ui.pages.tasks_page import TasksPage as TasksPage
    from ansinh_desktop.ui.reminding import remind as remind
    from ansinh_desktop.ui.session import goes_to_sleep as goes_to_sleep
    from ansinh_desktop.ui.session import hold_up as hold_up
    from ansinh_desktop.ui.session import hold_up_no_more as hold_up_no_more
    from ansinh_desktop.ui.start.recovery_paper import print_recovery_code as print_recovery_code
    from ansinh_desktop.ui.start.restore_dialog import ask_restore as ask_restore
    from ansinh_desktop.ui.start.setup_page import SetupPage as SetupPage
    from ansinh_desktop.ui.start.unlock_page import UnlockPage as UnlockPage
    from ansinh_desktop.ui.updating import offer_update as offer_update
    from ansinh_desktop.ui.widgets.choosing.option_popup import OptionPopup as OptionPopup
    from ansinh_desktop.ui.widgets.choosing.option_popup import opens_list as opens_list
    from ansinh_desktop.ui.widgets.veil import Veil as Veil

PLACES = {
    "AdminPage": "ansinh_desktop.ui.pages.admin.admin_page:AdminPage",
    "Course": "ansinh_desktop.services.payments.course:Course",
    "Desk": "ansinh_desktop.ui.pages.overview.desk:Desk",
    "ExchangePage": "ansinh_desktop.ui.pages.exchange.exchange_page:ExchangePage",
    "GridPage": "ansinh_desktop.ui.pages.grid.grid_page:GridPage",
    "HelpPane": "ansinh_desktop.ui.help.pane:HelpPane",
    "ImportPage": "ansinh_desktop.ui.pages.importing.import_page:ImportPage",
    "InboxPage": "ansinh_desktop.ui.pages.exchange.inbox_page:InboxPage",
    "LawPage": "ansinh_desktop.ui.pages.law_page:LawPage",
    "Look": "ansinh_desktop.services.views:Look",
    "MainWindow": "ansinh_desktop.ui.main_window:MainWindow",
    "OptionPopup": "ansinh_desktop.ui.widgets.choosing.option_popup:OptionPopup",
    "OverviewPage": "ansinh_desktop.ui.pages.overview_page:OverviewPage",
    "PaperDialog": "ansinh_desktop.ui.dialogs.paper_view:PaperDialog",
    "PaperSheet": "ansinh_desktop.ui.dialogs.paper_view:PaperSheet",
    "PapersPage": "ansinh_desktop.ui.pages.papers_page:PapersPage",
    "PaymentsPage": "ansinh_desktop.ui.pages.payments.payments_page:PaymentsPage",
    "PeoplePage": "ansinh_desktop.ui.pages.people.people_page:PeoplePage",
    "PlanNow": "ansinh_desktop.ui.pages.overview.plan_card:PlanNow",
    "PlanPage": "ansinh_desktop.ui.pages.plan.plan_page:PlanPage",
    "PreviewDialog": "ansinh_desktop.ui.dialogs.preview:PreviewDialog",
    "ReadPaper": "ansinh_desktop.ui.dialogs.paper_view:ReadPaper",
    "RegisterDesk": "ansinh_desktop.ui.pages.register.register_desk:RegisterDesk",
    "ReviewPage": "ansinh_desktop.ui.pages.review.review_page:ReviewPage",
    "Reviewed": "ansinh_desktop.services.review:Reviewed",
    "SetupPage": "ansinh_desktop.ui.start.setup_page:SetupPage",
    "Standing": "ansinh_desktop.services.sync.standing:Standing",
    "TasksPage": "ansinh_desktop.ui.pages.tasks_page:TasksPage",
    "Toast": "ansinh_desktop.ui.messages:Toast",
    "UndoDialog": "ansinh_desktop.ui.dialogs.undo:UndoDialog",
    "UnlockPage": "ansinh_desktop.ui.start.unlock_page:UnlockPage",
    "WhyDialog": "ansinh_desktop.ui.dialogs.why:WhyDialog",
    "Veil": "ansinh_desktop.ui.widgets.veil:Veil",
    "Watch": "ansinh_desktop.ui.drafts.watch:Watch",
    "ask_restore": "ansinh_desktop.ui.start.restore_dialog:ask_restore",
    "clean_course": "ansinh_desktop.services.safety.learning:clean_course",
    "choose_card": "ansinh_desktop.ui.dialogs.card_trust:choose_card",
    "course": "ansinh_desktop.services.payments.course:course",
    "empty_own": "ansinh_desktop.ui.clipboard:empty_own",
    "goes_to_sleep": "ansinh_desktop.ui.session:goes_to_sleep",
    "help_book": "ansinh_desktop.ui.help.contents:help_book",
    "hold_up": "ansinh_desktop.ui.session:hold_up",
    "hold_up_no_more": "ansinh_desktop.ui.session:hold_up_no_more",
    "icon": "ansinh_desktop.ui.icons:icon",
    "leave_nothing": "ansinh_desktop.crashes:leave_nothing",
    "literal": "ansinh_desktop.text:literal",
    "look_before": "ansinh_desktop.services.safety.before_opening:look_before",
    "matches": "ansinh_desktop.ui.keys:matches",
    "note_of_month": "ansinh_desktop.ui.pages.payments.words:note_of_month",
    "offer_update": "ansinh_desktop.ui.updating:offer_update",
    "officers": "ansinh_desktop.services.safety.before_opening:officers",
    "open_data": "ansinh_desktop.services.program:open_data",
    "opens_list": "ansinh_desktop.ui.widgets.choosing.option_popup:opens_list",
    "page_before": "ansinh_desktop.ui.drafts.watch:page_before",
    "plan_now": "ansinh_desktop.ui.pages.overview.plan_card:plan_now",
    "print_recovery_code": "ansinh_desktop.ui.start.recovery_paper:print_recovery_code",
    "read_paper": "ansinh_desktop.ui.dialogs.paper_view:read_paper",
    "ready_desk": "ansinh_desktop.ui.pages.overview.desk:ready_desk",
    "recover_data": "ansinh_desktop.services.program:recover_data",
    "remind": "ansinh_desktop.ui.reminding:remind",
    "seconds_to_wait": "ansinh_desktop.crypto.keys:seconds_to_wait",
    "tell": "ansinh_desktop.ui.messages:tell",
    "trust_card": "ansinh_desktop.ui.dialogs.card_trust:trust_card",
    "why": "ansinh_desktop.ui.dialogs.why:why",
}
if not TYPE_CHECKING:  # a checker would take any misspelt name for one of these
    __getattr__ = from_places(PLACES)
