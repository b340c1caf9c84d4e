"""The papers that lie in records: what is told of them, and their content only where it is asked for."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from ansinh_desktop.db.models import Attachment, Change, UtcMoment


@dataclass(frozen=True)
class Paper:
    """What is told of one paper without its content."""

    id: str
    name: str
    media_type: str
    size: int
    at: datetime.datetime
    author: str


class Attachments:
    """The papers of the data file."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of_record(self, record_id: str) -> Sequence[Paper]:
        """Return the papers of a record, the first that was added first."""
        # Who added it and when, the history knows; of what another unit sent, only when it came.
        added = and_(Change.entity_id == Attachment.id, Change.act == "insert")
        query = (
            select(
                Attachment.id,
                Attachment.name,
                Attachment.media_type,
                func.length(Attachment.content),
                func.coalesce(Change.at, Attachment.changed_at, type_=UtcMoment),
                func.coalesce(Change.author, ""),
            )
            .outerjoin(Change, added)
            .where(Attachment.record_id == record_id, Attachment.deleted.is_(False))
        )
        return [Paper(*row) for row in self._session.execute(query.order_by(Attachment.id))]

    def get(self, attachment_id: str) -> Attachment:
        """Return one paper; its content is read when it is looked at."""
        return self._session.get_one(Attachment, attachment_id)

    def named(self, record_id: str, sha256: str) -> str | None:
        """Return the name under which a record holds this content already; None where it does not."""
        query = select(Attachment.name).where(
            Attachment.record_id == record_id, Attachment.sha256 == sha256, Attachment.deleted.is_(False)
        )
        return self._session.scalar(query)

    def add(self, paper: Attachment) -> str:
        """Put a paper into its record, and return its id."""
        self._session.add(paper)
        self._session.flush()
        return paper.id
