"""A grid for many: rows typed or pasted, checked as an import, brought in as one."""
