"""Give the part of an installer that NSIS brings ready-made its Vietnamese words, in the place of the English ones.

installer_words.py HEADER: makensis calls it (!packhdr) with the file of that part. No script and no language file
reaches these words: they are shown before either is read. Each is put where the English one stands, so it may not be
longer.
"""

import sys
from pathlib import Path

WORDS = {
    "verifying installer: %d%%": "Đang kiểm tra tệp: %d%%",
    "unpacking data: %d%%": "Đang giải nén: %d%%",
    "Installer integrity check has failed. Common causes include\n"
    "incomplete download and damaged media. Contact the\n"
    "installer's author to obtain a new copy.\n\n"
    "More information at:\nhttp://nsis.sf.net/NSIS_Error": "Tệp cài đặt không nguyên vẹn: chép chưa hết, hoặc thẻ nhớ, đĩa bị hỏng.\n\n"
    "Chưa cài gì vào máy. Hãy chép lại tệp này rồi mở lại.",
    "Error launching installer": "Không mở được bộ cài đặt.",
    "Error writing temporary file. Make sure your temp folder is valid.": "Không ghi được tệp tạm: đĩa đầy, hoặc thư mục tạm bị chặn.",
    "NSIS Error": "An Sinh Xã",
    # in a dialog, where what follows must not move: just as long, and the line holds fewer letters with marks
    "Please wait while Setup is loading...": "Vui lòng chờ bộ cài đặt mở ra…".center(37),
}
WHERE_PACKED_AS_ONE = "unpacking data: %d%%"


def in_vietnamese(header: bytes) -> bytes:
    """Return that part with the words in it replaced.

    Raises:
        ValueError: a word is not there, or ours is longer: another version of NSIS.
    """
    for english, ours in WORDS.items():
        old, new = (f"{each}\0".encode("utf-16-le") for each in (english, ours))
        if len(new) > len(old) or (old not in header and english != WHERE_PACKED_AS_ONE):
            raise ValueError(english)
        header = header.replace(old, new.ljust(len(old), b"\0"))
    return header


def is_english(installer: bytes) -> bool:
    """Whether an installer still holds one of the English words: makensis goes on where this program stops."""
    return any(each.encode("utf-16-le") in installer for each in WORDS)


if __name__ == "__main__":
    file = Path(sys.argv[1])
    file.write_bytes(in_vietnamese(file.read_bytes()))
