"""What can be done with the list of a register: one button each, only those that the officer's rights allow."""

from PySide6.QtWidgets import QWidget

from ansinh_desktop.registers.register import Register
from ansinh_desktop.services.access import Access
from ansinh_desktop.ui.pages.page import button
from ansinh_desktop.ui.widgets.fitting_row import FittingRow


class RegisterTools(FittingRow):
    """The buttons, at the right of the heading."""

    def __init__(self, register: Register, access: Access, parent: QWidget) -> None:
        every = (
            button("Thêm", "plus", parent, primary=True, name="new"),
            button("Sửa", "pencil", parent, name="edit"),
            button("In danh sách", "printer", parent, name="print"),
            button("Xuất Excel", "file-spreadsheet", parent, name="export"),
            button("Nhập từ Excel", "upload", parent, name="import"),
            button("Nhập nhiều…", "table", parent, name="enter_many"),
        )
        super().__init__(every, parent)
        self.new, self.edit, self.print, self.export, self.bring, self.many = every
        self.export.setToolTip("Ghi đúng danh sách đang hiển thị ra tệp Excel")
        self.bring.setToolTip("Đọc danh sách từ tệp Excel của xã")
        self.many.setToolTip("Gõ hoặc dán nhiều hồ sơ vào một bảng, ghi trong một lần")
        self._may = {act: access.may(register.code, act) for act in ("p", "x")}
        self._may["w"] = access.writes(register.code)
        for widget, act in (
            (self.new, "w"),
            (self.edit, "w"),
            (self.print, "p"),
            (self.export, "x"),
            (self.bring, "w"),
            (self.many, "w"),
        ):
            widget.setVisible(self.offers(act))

    def offers(self, act: str) -> bool:
        """Whether something is to be offered here: what would be refused is not."""
        return self._may[act]

    def set_any(self, there: bool) -> None:  # noqa: FBT001 - as Qt's own setters
        """Let be done what needs records only where there are any."""
        for each in (self.edit, self.print, self.export):
            each.setEnabled(there)
