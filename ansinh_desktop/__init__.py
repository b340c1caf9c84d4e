"""An Sinh Xã: offline case records of social protection for a commune."""

__version__ = "0.1.0"
