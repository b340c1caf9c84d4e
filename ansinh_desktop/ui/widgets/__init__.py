"""The kit from which every page and form is made; each module is imported on its own, to keep the start cheap."""
