"""The working file of packages."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.crypto.spool import SealedSpool, SpoolFullError

MARK = b"Nguyen Thi Dao "


def filled(*pieces, limit=1 << 30):
    spool = SealedSpool(limit)
    for piece in pieces:
        spool.write(piece)
    spool.finish()
    return spool


@given(
    st.lists(st.integers(0, 200_000), max_size=6),
    st.lists(st.tuples(st.integers(0, 400_000), st.integers(0, 200_000))),
)
def test_reads_like_a_file(sizes, places):
    pieces = [bytes([number + 1]) * size for number, size in enumerate(sizes)]
    whole = io.BytesIO(b"".join(pieces))
    with filled(*pieces) as spool:
        assert spool.size == len(whole.getvalue())
        for at, length in places:
            assert spool.seek(at) == whole.seek(at)
            wanted = whole.read(length)
            found = b""
            while len(found) < length and (piece := spool.read(length - len(found))):
                found += piece
            assert found == wanted
        spool.seek(0)
        assert spool.readall() == whole.getvalue()
        assert spool.seek(-spool.size, io.SEEK_END) == 0


def test_what_leaves_the_memory_is_sealed():
    with filled(MARK * 1_000_000) as spool:
        assert spool._file._rolled
        spool._file.seek(0)
        on_disk = spool._file.read()
    assert len(on_disk) > len(MARK) * 1_000_000
    assert MARK not in on_disk


def test_a_changed_temporary_file_is_noticed():
    with filled(MARK * 10_000) as spool:
        spool._file.seek(100)
        spool._file.write(b"\x00\x01")
        with pytest.raises(OSError, match="changed"):
            spool.readall()


def test_the_limit_holds():
    spool = SealedSpool(100)
    spool.write(b"x" * 100)
    with pytest.raises(SpoolFullError):
        spool.write(b"x")
    spool.close()


def test_first_written_then_read():
    with SealedSpool(100) as spool:
        assert (spool.writable(), spool.readable(), spool.seekable()) == (True, False, False)
        for premature in (lambda: spool.read(1), lambda: spool.seek(0)):
            with pytest.raises(io.UnsupportedOperation):
                premature()
        spool.finish()
        assert (spool.writable(), spool.readable(), spool.seekable()) == (False, True, True)
        with pytest.raises(io.UnsupportedOperation):
            spool.write(b"x")
        with pytest.raises(ValueError, match="start"):
            spool.seek(-1)
