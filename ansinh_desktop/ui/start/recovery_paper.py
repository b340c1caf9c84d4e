"""The paper with the recovery code, which goes into the safe."""

from html import escape

from PySide6.QtGui import QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from ansinh_desktop.services.office import Office


def print_recovery_code(parent: QWidget, own: Office, code: str) -> bool:
    """Ask for a printer and print the code; return whether it went there."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle("In mã khôi phục")
    if not dialog.exec():
        return False
    paper = QTextDocument()
    paper.setHtml(
        f"<h2>MÃ KHÔI PHỤC DỮ LIỆU AN SINH XÃ</h2><p>{escape(own.name)}, {escape(own.province)}</p>"
        f"<p style='font-size:20pt'><b>{code}</b></p>"
        "<p>Cho vào phong bì dán kín, cất trong két của cơ quan. Ai có mã này và tệp dữ liệu là đọc được toàn bộ hồ sơ.</p>"
    )
    paper.print_(printer)
    return True
