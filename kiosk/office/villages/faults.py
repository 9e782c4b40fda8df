"""Errors in a list of villages, by code."""

from __future__ import annotations

from content_cache.model.problems import ProblemCode
from content_cache.model.problems import msgid as _


class VillageCode(ProblemCode):
    """Codes of the list of villages."""

    CODE = "village_code", _("This is no code of an area; a village's is such as 72.01.05.2003.")
    CODE_SHORT = "village_code_short", _("Digits that are missing in the code: {missing}.")
    OUTSIDE = "village_outside", _("The code lies outside {area}, the area of this office.")
    NAME = "village_name", _("Write the name, with letters and at most {most} of them.")
    FORMULA = "village_formula", _("Cell {cell} has a formula. Write what it shows.")
    TWICE = "village_twice", _("Row {line} has the same code.")
    DISTRICT = "village_district", _("In row {line} this district is called {name}.")
    THERE = "village_there", _("{name} has this code already.")
    HELD = "village_held", _("{name} has a kiosk or a notice that is shown, so it stays in the list.")
    UNKNOWN = "village_unknown", _("The list has no village with the code {code}.")

    ITSELF = "village_itself", _("Choose another village, which stays.")
    TABLE_NONE = "village_table_none", _("Choose a table first.")
    TABLE_UNFIT = (
        "village_table_unfit",
        _("{file} cannot be read as a table. Save it as XLSX or CSV without a password, then choose it again."),
    )
    TABLE_ROW = "village_table_row", _("{file} cannot be read from row {line} on. Save it as CSV again.")
    TABLE_EMPTY = "village_table_empty", _("{file} has no row of a village: code, name, district.")
    TABLE_LONG = "village_table_long", _("{file} is too large: at most {most} rows and {megabytes} MB.")
    TABLE_GONE = "village_table_gone", _("The table has been used or cancelled meanwhile. Choose it again.")
    TABLE_MOVED = "village_table_moved", _("The list has changed meanwhile. Look at the differences once more.")
