"""A working file that may outgrow the memory, and that never lies on the disk in clear."""

import io
import secrets
import tempfile
from typing import TYPE_CHECKING, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from ansinh_desktop.errors import AnSinhError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

_BLOCK: Final = 64 * 1024
_SEALED_BLOCK: Final = _BLOCK + 16
_IN_MEMORY: Final = 8 * 1024 * 1024


class SpoolFullError(AnSinhError):
    """More was written than the spool may hold."""


class SealedSpool(io.RawIOBase):
    """Written once from start to end, then read at will; its key exists only in this object.

    What leaves the memory is sealed block by block, so neither a thief nor a changed temporary file matters:
    what is read is what was written, or an error.
    """

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed in close()
        self._cipher = ChaCha20Poly1305(secrets.token_bytes(32))
        self._tail = bytearray()
        self._blocks = 0
        self._size = 0
        self._at = 0
        self._finished = False
        self._cached: tuple[int, bytes] = (-1, b"")

    @property
    def size(self) -> int:
        """How many bytes were written."""
        return self._size

    def writable(self) -> bool:
        return not self._finished

    def readable(self) -> bool:
        return self._finished

    def seekable(self) -> bool:
        return self._finished

    def write(self, content: "ReadableBuffer") -> int:
        """Add to the end.

        Raises:
            SpoolFullError: The limit is reached.
        """
        if self._finished:
            raise io.UnsupportedOperation("the spool is finished")
        length = memoryview(content).nbytes
        if self._size + length > self._limit:
            raise SpoolFullError
        self._size += length
        self._tail += content
        whole = len(self._tail) // _BLOCK * _BLOCK
        for start in range(0, whole, _BLOCK):
            self._seal(bytes(self._tail[start : start + _BLOCK]))
        del self._tail[:whole]
        return length

    def finish(self) -> None:
        """End the writing, and start reading from the first byte."""
        if self._tail:
            self._seal(bytes(self._tail))
            self._tail.clear()
        self._finished = True
        self._at = 0

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if not self._finished:
            raise io.UnsupportedOperation("the spool is being written")
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if start + offset < 0:
            raise ValueError("before the start")
        self._at = start + offset
        return self._at

    def tell(self) -> int:
        return self._at if self._finished else self._size

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Read the next bytes.

        Raises:
            OSError: The temporary file was changed or lost.
        """
        if not self._finished:
            raise io.UnsupportedOperation("the spool is being written")
        number, start = divmod(self._at, _BLOCK)
        if self._at >= self._size:
            return 0
        view = memoryview(buffer).cast("B")
        piece = self._block(number)[start : start + len(view)]
        view[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def close(self) -> None:
        if not self.closed:
            self._file.close()
            self._cached = (-1, b"")
            self._tail.clear()
        super().close()

    def _seal(self, block: bytes) -> None:
        self._file.write(self._cipher.encrypt(self._nonce(self._blocks), block, None))
        self._blocks += 1

    def _block(self, number: int) -> bytes:
        if self._cached[0] != number:
            self._file.seek(number * _SEALED_BLOCK)
            sealed = self._file.read(_SEALED_BLOCK)
            try:
                self._cached = (number, self._cipher.decrypt(self._nonce(number), sealed, None))
            except InvalidTag as error:
                raise OSError("the temporary file was changed") from error
        return self._cached[1]

    @staticmethod
    def _nonce(number: int) -> bytes:
        # Each block is sealed once, under a key of this spool alone: counting never repeats a nonce.
        return number.to_bytes(12)
