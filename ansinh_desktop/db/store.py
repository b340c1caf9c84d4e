"""One unit of work: the queries, a group of tables each, over one session."""

from functools import cached_property
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from ansinh_desktop.db import history
from ansinh_desktop.db.accounts import Accounts
from ansinh_desktop.db.acts import Acts
from ansinh_desktop.db.attachments import Attachments
from ansinh_desktop.db.devices import Devices
from ansinh_desktop.db.drafts import Drafts
from ansinh_desktop.db.exchange.arriving import Arriving
from ansinh_desktop.db.exchange.joining import Joining
from ansinh_desktop.db.exchange.ledger import Ledger
from ansinh_desktop.db.exchange.packages import Packages
from ansinh_desktop.db.figures import Figures
from ansinh_desktop.db.gone import Gone
from ansinh_desktop.db.history import Chain
from ansinh_desktop.db.log import Log
from ansinh_desktop.db.models import Setting, Travelling
from ansinh_desktop.db.months.paid_months import PaidMonths
from ansinh_desktop.db.ownership import OFFICE
from ansinh_desktop.db.payments import Payments
from ansinh_desktop.db.people import People
from ansinh_desktop.db.records import Records
from ansinh_desktop.db.scan import Scan
from ansinh_desktop.db.search import Search
from ansinh_desktop.errors import BugError

# Asked at every turn, and put together once: that would take longer than the question.
_SETTING = select(Setting.value).where(Setting.key == bindparam("of_key"))


class Store:
    """All that may be asked of the data within one unit of work; ``chain`` is None where it only reads."""

    def __init__(self, session: Session, chain: Chain | None) -> None:
        self.session = session
        self._chain = chain

    @property
    def chain(self) -> Chain:
        """Where changes are written down."""
        if self._chain is None:
            raise BugError("a unit of work that only reads was asked to write")
        return self._chain

    @cached_property
    def people(self) -> People:
        """People, households, relations, hamlets."""
        return People(self.session)

    @cached_property
    def joining(self) -> Joining:
        """Two people who are one."""
        return Joining(self.session)

    @cached_property
    def gone(self) -> Gone:
        """Who is dead or has moved away."""
        return Gone(self.session)

    @cached_property
    def records(self) -> Records:
        """Records and their events."""
        return Records(self.session)

    @cached_property
    def drafts(self) -> Drafts:
        """What is being typed."""
        return Drafts(self.session)

    @cached_property
    def payments(self) -> Payments:
        """Who is paid already."""
        return Payments(self.session)

    @cached_property
    def paid_months(self) -> PaidMonths:
        """The months of payment."""
        return PaidMonths(self.session)

    @cached_property
    def figures(self) -> Figures:
        """Figures of the plan by period."""
        return Figures(self.session)

    @cached_property
    def attachments(self) -> Attachments:
        """The papers that lie in records."""
        return Attachments(self.session)

    @cached_property
    def search(self) -> Search:
        """Finding people and listing records."""
        return Search(self.session)

    @cached_property
    def scan(self) -> Scan:
        """Whole registers, quickly."""
        return Scan(self.session)

    @cached_property
    def log(self) -> Log:
        """The history, and acts that are no change but must be known."""
        return Log(self.session, self._chain)

    @cached_property
    def acts(self) -> Acts:
        """What was done in one go, and what stands on it."""
        return Acts(self.session)

    @cached_property
    def packages(self) -> Packages:
        """Packages and receipts."""
        return Packages(self.session)

    @cached_property
    def ledger(self) -> Ledger:
        """What each receiver holds of ours."""
        return Ledger(self.session)

    @cached_property
    def arriving(self) -> Arriving:
        """Rows that others wrote."""
        return Arriving(self.session)

    @cached_property
    def devices(self) -> Devices:
        """This device's own keys, and the units it knows."""
        return Devices(self.session)

    @cached_property
    def accounts(self) -> Accounts:
        """Officers and what they may do."""
        return Accounts(self.session)

    def require_own(self, row: Travelling) -> None:
        """Refuse a row of another unit before anything is asked of it, be it that nothing would change.

        Raises:
            UserError: AS-2033, AS-2036.
        """
        self.chain.ownership.require(
            history.hand_of(self.session), [(history.type_names[type(row)], vars(row))]
        )

    def setting(self, key: str, default: Any = None) -> Any:
        """Return one setting."""
        found = self.session.execute(_SETTING, {"of_key": key}).first()
        return default if found is None else found[0]

    def has_setting(self, key: str) -> bool:
        """Whether a setting was ever made, however long it is."""
        return self.session.scalar(select(Setting.key).where(Setting.key == key)) is not None

    def settings(self, prefix: str) -> dict[str, object]:
        """Return every setting whose key begins so."""
        query = select(Setting.key, Setting.value).where(Setting.key.startswith(prefix, autoescape=True))
        return {row.key: row.value for row in self.session.execute(query)}

    def set_setting(self, key: str, value: object) -> None:
        """Keep one setting."""
        before = self.setting(key)
        if before != value:
            self.session.merge(Setting(key=key, value=value))
            self.chain.add("setting", key, "update", {key: [before, value]})
            if key == OFFICE:
                self.chain.ownership.forget()
