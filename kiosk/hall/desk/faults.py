"""Errors in what somebody typed at the desk, by code."""

from __future__ import annotations

from content_cache.model.problems import Problem, ProblemCode
from content_cache.model.problems import msgid as _


class DeskCode(ProblemCode):
    """Codes of the hall's desk."""

    NO_NAME = "person_no_name", _("Write the name.")
    PIN_UNFIT = "person_pin_unfit", _("A PIN has {shortest} to 12 digits.")
    PIN_COMMON = (
        "person_pin_common",
        _("That PIN is easily guessed: no sequence, no repeats, no date. Choose another one."),
    )
    NAME_TAKEN = "person_name_taken", _("{name} is registered already.")
    NAME_UNKNOWN = "person_name_unknown", _("Nobody is registered by the name {name}.")
    TOO_MANY_PEOPLE = "too_many_people", _("There are {most} people already.")
    WRONG_PIN = "wrong_pin", _("Wrong name or PIN. Try again.")
    SECOND_NEEDED = "second_needed", _("An emergency needs the PIN of a second person.")
    WRONG_SECOND_PIN = "wrong_second_pin", _("The PIN of the second person is wrong.")
    NOT_THE_PASSWORD = "wrong_password", _("Wrong password.")
    PASSWORD_UNFIT = (
        "password_unfit",
        _("The password needs {shortest} letters or more, not digits alone, and none that is easily guessed."),
    )
    PASSWORD_AGAIN = (
        "password_again",
        _("Give the password again. What you typed is kept; a recording has to be chosen again."),
    )
    PASSWORDS_DIFFER = "passwords_differ", _("The two passwords are not the same.")
    PASSWORD_SECOND = "password_second", _("A new password needs the PIN of a second person.")
    ANSWER_EMPTY = "hall_answer_empty", _("Write an answer, or record one.")
    STAGE_BACK = "hall_stage_back", _("It was told already that it has come further. A stage never goes back.")
    ANSWERED_BEFORE = (
        "hall_answered_before",
        _("Somebody has answered this question already. What you wrote stands here and is not sent."),
    )
    ANSWERED_YOURSELF = (
        "hall_answered_yourself",
        _("You have answered this question already. What you wrote stands here and is not sent."),
    )
    QUESTION_GONE = (
        "hall_question_gone",
        _("This question is not there any more. What you wrote stands here and is not sent."),
    )
    ANSWER_TITLE = "hall_answer_title", _("Write the question in a few words, without names: everybody sees it.")
    CHANGED_MEANWHILE = (
        "notice_changed_meanwhile",
        _(
            "{name} changed this notice at {time}, after you began. Below is what it says now, and what you wrote. What you "
            "publish takes its place."
        ),
    )
    CHANGED_YOURSELF = (
        "notice_changed_yourself",
        _(
            "You changed this notice yourself at {time}, in another tab or on another phone. Below is what it says now, and what "
            "you wrote. What you publish takes its place."
        ),
    )
    GONE_MEANWHILE = (
        "notice_gone_meanwhile",
        _("This notice was taken down after you began. Publish it only if it is to be there again."),
    )


class PersonError(ValueError):
    """Error: an account cannot be made, changed or used; its problem says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem
