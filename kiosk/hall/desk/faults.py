"""What is wrong with what somebody typed at the desk, by code."""

from __future__ import annotations

from content_cache.model.problems import Problem, ProblemCode


class DeskCode(ProblemCode):
    """Each row: the code, and the names of its details."""

    NO_NAME = "person_no_name"
    PIN_UNFIT = "person_pin_unfit", "shortest"
    PIN_COMMON = "person_pin_common"
    NAME_TAKEN = "person_name_taken", "name"
    NAME_UNKNOWN = "person_name_unknown", "name"
    TOO_MANY_PEOPLE = "too_many_people", "most"
    WRONG_PIN = "wrong_pin"
    SECOND_NEEDED = "second_needed"
    WRONG_SECOND_PIN = "wrong_second_pin"
    NOT_THE_PASSWORD = "wrong_password"  # noqa: S105 - a code
    PASSWORD_UNFIT = "password_unfit", "shortest"
    PASSWORD_AGAIN = "password_again"  # noqa: S105 - a code
    PASSWORDS_DIFFER = "passwords_differ"
    PASSWORD_SECOND = "password_second"  # noqa: S105 - a code
    ANSWER_EMPTY = "hall_answer_empty"
    ANSWERED_BEFORE = "hall_answered_before"
    ANSWERED_YOURSELF = "hall_answered_yourself"
    QUESTION_GONE = "hall_question_gone"
    ANSWER_TITLE = "hall_answer_title"
    CHANGED_MEANWHILE = "notice_changed_meanwhile", "name", "time"
    CHANGED_YOURSELF = "notice_changed_yourself", "time"
    GONE_MEANWHILE = "notice_gone_meanwhile"


class PersonError(ValueError):
    """A person cannot be let in as asked; its problem says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem
