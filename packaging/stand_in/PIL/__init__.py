"""In the place of Pillow in the built program: reportlab asks for it at once, and nothing here draws pictures on paper."""
